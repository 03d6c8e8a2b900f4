package io.datasync.agent.daemon;

import io.datasync.agent.state.StateStore;
import io.datasync.agent.work.JobStatus;
import io.datasync.agent.work.LiveStatus;
import io.datasync.agent.work.StopSignal;
import io.datasync.core.cycle.CycleListener;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.JobId;
import io.datasync.core.protocol.fleet.ActiveJob;
import io.datasync.core.protocol.fleet.AgentStatus;
import io.datasync.core.protocol.fleet.EndedCycle;
import io.datasync.core.protocol.fleet.Heartbeat;
import io.datasync.core.protocol.fleet.JobForecast;
import io.datasync.core.protocol.fleet.JobPhase;
import io.datasync.core.protocol.fleet.ShareStatus;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts heartbeats together from what others noted; asks neither disk nor journal, so that it is never held up by them. */
final class HeartbeatSource {
    private static final Set<ErrorCode> NOT_USABLE = EnumSet.of(
            ErrorCode.SHARE_UNREACHABLE,
            ErrorCode.SHARE_MISSING,
            ErrorCode.SHARE_FOREIGN,
            ErrorCode.SHARE_OCCUPIED,
            ErrorCode.SHARE_UNSUPPORTED,
            ErrorCode.SHARE_IO);

    private final StateStore states;
    private final LiveStatus status;
    private final Figures figures;
    private final Clock clock;
    private final StopSignal stop;
    private final String version;

    HeartbeatSource(
            StateStore states, LiveStatus status, Figures figures, Clock clock, StopSignal stop, String version) {
        this.states = states;
        this.status = status;
        this.figures = figures;
        this.clock = clock;
        this.stop = stop;
        this.version = version;
    }

    /** The next heartbeat, with a number that no other has. */
    Heartbeat next() throws SyncException {
        Map<JobId, JobStatus> jobs = status.jobs();
        List<ActiveJob> active = new ArrayList<>();
        List<EndedCycle> ended = new ArrayList<>();
        List<JobForecast> forecasts = new ArrayList<>();
        long seen = 0;
        for (Map.Entry<JobId, JobStatus> job : jobs.entrySet()) {
            seen += job.getValue().balance().seen();
            if (active.size() < Heartbeat.JOBS_MAX) {
                addActive(active, job.getKey(), job.getValue());
            }
            if (forecasts.size() < Heartbeat.JOBS_MAX) {
                job.getValue().forecast().ifPresent(told -> forecasts.add(new JobForecast(job.getKey(), told)));
            }
            if (ended.size() < Heartbeat.JOBS_MAX) {
                job.getValue().cycleEndedAt().ifPresent(at -> ended.add(new EndedCycle(job.getKey(), at)));
            }
        }
        return new Heartbeat(
                agentStatus(active),
                version,
                clock.instant(),
                states.nextHeartbeat(),
                active,
                ended,
                forecasts,
                share(jobs),
                seen,
                figures.oldestUnarchived(),
                figures.footprintBytes().orElse(Heartbeat.FOOTPRINT_UNKNOWN));
    }

    private AgentStatus agentStatus(List<ActiveJob> active) {
        if (stop.isGiven()) {
            return AgentStatus.STOPPING;
        }
        return active.isEmpty() ? AgentStatus.IDLE : AgentStatus.WORKING;
    }

    /** A cycle that opened no run yet names none, and renews none (D-23). */
    private static void addActive(List<ActiveJob> active, JobId id, JobStatus job) {
        if (job.phase().isPresent() && job.run().isPresent()) {
            active.add(new ActiveJob(
                    id,
                    job.run().get(),
                    phase(job.phase().get()),
                    job.filesDone(),
                    job.filesTotal(),
                    job.bytesDone(),
                    job.bytesTotal()));
        }
    }

    private static JobPhase phase(CycleListener.Phase phase) {
        return switch (phase) {
            case SCAN -> JobPhase.SCANNING;
            case COMPARE -> JobPhase.COMPARING;
            case UPLOAD, SETTLE -> JobPhase.UPLOADING;
            case COMPLETE -> JobPhase.REPORTING;
        };
    }

    /** The worst that any job met. */
    static ShareStatus share(Map<JobId, JobStatus> jobs) {
        Set<ShareStatus> met = EnumSet.noneOf(ShareStatus.class);
        for (JobStatus job : jobs.values()) {
            if (job.code().isPresent()) {
                ErrorCode.ofText(job.code().get()).ifPresent(code -> met.add(share(code)));
            } else if (job.balance().seen() > 0) {
                met.add(ShareStatus.OK);
            }
        }
        for (ShareStatus worst :
                List.of(ShareStatus.AUTH_FAILURE, ShareStatus.UNREACHABLE, ShareStatus.FULL, ShareStatus.THROTTLED)) {
            if (met.contains(worst)) {
                return worst;
            }
        }
        return met.contains(ShareStatus.OK) ? ShareStatus.OK : ShareStatus.UNKNOWN;
    }

    private static ShareStatus share(ErrorCode code) {
        if (code == ErrorCode.SHARE_AUTH) {
            return ShareStatus.AUTH_FAILURE;
        }
        if (code == ErrorCode.SHARE_FULL) {
            return ShareStatus.FULL;
        }
        if (code == ErrorCode.SHARE_THROTTLED) {
            return ShareStatus.THROTTLED;
        }
        return NOT_USABLE.contains(code) ? ShareStatus.UNREACHABLE : ShareStatus.UNKNOWN;
    }
}
