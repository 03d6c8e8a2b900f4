package io.datasync.core.protocol.fleet;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A runner's sign of life (AGT-2, D-34).
 *
 * @param version the agent's version
 * @param sentAt the agent's clock, so that the server sees how far it is off
 * @param counter grows with each heartbeat and survives restarts, so that a cloned disk is noticed (D-27)
 * @param activeJobs at most {@value #JOBS_MAX}
 * @param endedCycles at most {@value #JOBS_MAX}, one of a job; from agents that do not tell yet, none
 * @param forecasts at most {@value #JOBS_MAX}, one of a job; none from agents that do not tell yet, or have scanned nothing yet
 * @param share how it finds its share
 * @param sourceCount files at the sources, as last scanned
 * @param oldestUnarchivedAt the modification time of the oldest file that is not archived; empty when there is none or it is not known
 * @param footprintBytes what the agent itself occupies on the PC's disk (AGT-11), or {@link #FOOTPRINT_UNKNOWN}
 */
public record Heartbeat(
        AgentStatus status,
        String version,
        Instant sentAt,
        long counter,
        List<ActiveJob> activeJobs,
        List<EndedCycle> endedCycles,
        List<JobForecast> forecasts,
        ShareStatus share,
        long sourceCount,
        Optional<Instant> oldestUnarchivedAt,
        long footprintBytes) {
    /** The largest number of jobs in one list (I-11). */
    public static final int JOBS_MAX = 1_000;

    /** The footprint when it is not known, and left out of the message: an agent at work occupies something. */
    public static final long FOOTPRINT_UNKNOWN = 0;

    /** A heartbeat that tells no forecast. */
    public Heartbeat(
            AgentStatus status,
            String version,
            Instant sentAt,
            long counter,
            List<ActiveJob> activeJobs,
            List<EndedCycle> endedCycles,
            ShareStatus share,
            long sourceCount,
            Optional<Instant> oldestUnarchivedAt,
            long footprintBytes) {
        this(
                status,
                version,
                sentAt,
                counter,
                activeJobs,
                endedCycles,
                List.of(),
                share,
                sourceCount,
                oldestUnarchivedAt,
                footprintBytes);
    }

    public Heartbeat {
        activeJobs = List.copyOf(activeJobs);
        endedCycles = List.copyOf(endedCycles);
        forecasts = List.copyOf(forecasts);
        if (counter < 0 || sourceCount < 0 || footprintBytes < 0) {
            throw new IllegalArgumentException("Counts cannot be negative");
        }
    }
}
