package io.datasync.agent.work;

import io.datasync.agent.state.AgentHome;
import io.datasync.core.balance.Balance;
import io.datasync.core.cycle.CycleListener;
import io.datasync.core.cycle.CycleResult;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.seal.CertifyAnswer;
import io.datasync.core.purge.PurgeForecast;
import io.datasync.core.transfer.Recovered;
import io.datasync.core.transfer.publish.Publication;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the agent does now, for {@code status}, heartbeats and log: a listener for each job's cycles, and the file {@code status.json} in the
 * home, written at most once a second.
 *
 * <p>Thread-safe. A status file that cannot be written is logged once and holds up nothing.
 */
public final class LiveStatus {
    private static final Logger LOG = LoggerFactory.getLogger(LiveStatus.class);
    /** So many intents that are left are named in the log at each recovery; the rest is counted. */
    private static final int LEFT_MAX = 10;
    /** So many files that were lost, and that changed while they were read, are named in the log at each cycle; the rest is counted. */
    private static final int NAMED_MAX = 20;

    private static final Duration WRITE_PAUSE = Duration.ofSeconds(1);

    private final StatusFile file;
    private final Object writing = new Object();
    private final Clock clock;
    private final Map<JobId, JobStatus> jobs = new TreeMap<>();
    private boolean online = true;
    private boolean writable = true;
    private Instant nextWrite = Instant.MIN;

    /** The status of the agent in this home. */
    public LiveStatus(AgentHome home, Clock clock) {
        this.file = new StatusFile(home);
        this.clock = clock;
    }

    /** A listener for the next cycle of a job. */
    public CycleListener listener(JobId job) {
        return new Listener(job);
    }

    /** A cycle ended so. */
    public void ended(JobId job, CycleResult result) {
        Instant now = clock.instant();
        update(job, status -> status.ended(result, now));
        Balance balance = result.balance();
        String code = result.failure().map(why -> why.code().text()).orElse("none");
        if (result.run().isPresent() || result.failure().isPresent()) {
            LOG.info(
                    "event=cycle_ended job={} run={} reported={} seen={} verified={} inFlight={} excluded={} failed={} lost={}"
                            + " uploaded={} bytes={} code={}",
                    job,
                    result.run().map(RunId::text).orElse("none"),
                    result.reported(),
                    balance.seen(),
                    balance.verified(),
                    balance.inFlight(),
                    balance.excluded(),
                    balance.failed(),
                    balance.lost(),
                    result.uploaded(),
                    result.uploadedBytes(),
                    code);
        }
        write(true);
    }

    /** A cycle ended without a result; what it did until then is on record, and the next one goes on from there. */
    public void failed(JobId job, SyncException why) {
        update(job, status -> status.failed(why.code().text()));
        LOG.warn("event=cycle_failed job={} code={} {}", job, why.code().text(), why.getMessage());
        write(true);
    }

    /** Whether the server answered last time. */
    public synchronized void online(boolean now) {
        online = now;
    }

    /** What is known of each job now. */
    public synchronized Map<JobId, JobStatus> jobs() {
        return Map.copyOf(jobs);
    }

    /** Writes the file now, with this state of the agent. */
    public void write(boolean running) {
        synchronized (this) {
            nextWrite = clock.instant().plus(WRITE_PAUSE);
        }
        // Not the lock of the values: a slow disk must not hold up who only tells or asks.
        synchronized (writing) {
            try {
                file.write(running, online(), clock.instant(), jobs());
                writable = true;
            } catch (SyncException e) {
                if (writable) {
                    LOG.warn("event=status_not_written code={} {}", e.code().text(), e.getMessage());
                }
                writable = false;
            }
        }
    }

    private synchronized boolean online() {
        return online;
    }

    private synchronized void update(JobId job, UnaryOperator<JobStatus> change) {
        jobs.put(job, change.apply(jobs.getOrDefault(job, JobStatus.UNKNOWN)));
    }

    private void writeIfDue() {
        synchronized (this) {
            if (clock.instant().isBefore(nextWrite)) {
                return;
            }
            nextWrite = clock.instant().plus(WRITE_PAUSE);
        }
        write(true);
    }

    /** Follows one cycle. */
    private final class Listener implements CycleListener {
        private final JobId job;
        /** Of the cycle's own threads, which call one at a time. */
        private long readInVain;

        Listener(JobId job) {
            this.job = job;
        }

        @Override
        public void phase(Phase phase) {
            if (phase == Phase.COMPLETE && readInVain > NAMED_MAX) {
                LOG.info(
                        "event=files_changed job={} more={} changed while they were read", job, readInVain - NAMED_MAX);
            }
            update(job, status -> status.in(phase));
            writeIfDue();
        }

        @Override
        public void runOpened(RunId run, boolean told) {
            online(told);
            update(job, status -> status.of(run));
            LOG.info("event=run_opened job={} run={} online={}", job, run, told);
        }

        @Override
        public void offline(SyncException why) {
            online(false);
            LOG.warn(
                    "event=offline job={} code={} server unreachable: {}",
                    job,
                    why.code().text(),
                    why.getMessage());
        }

        @Override
        public void recovered(Recovered what) {
            if (what.finished() + what.restored() + what.discarded() > 0) {
                LOG.info(
                        "event=recovered job={} finished={} restored={} discarded={}",
                        job,
                        what.finished(),
                        what.restored(),
                        what.discarded());
            }
            what.left().stream()
                    .limit(LEFT_MAX)
                    .forEach(why -> LOG.warn(
                            "event=intent_left job={} of={} code={} {}",
                            job,
                            what.left().size(),
                            why.code().text(),
                            why.getMessage()));
        }

        @Override
        public void planned(long files, long bytes) {
            update(job, status -> status.planned(files, bytes));
            writeIfDue();
        }

        @Override
        public void verified(Fact fact, Publication how) {
            update(job, status -> status.done(fact));
            writeIfDue();
            if (how == Publication.REPAIRED) {
                LOG.error(
                        "event=archive_repaired job={} path={}",
                        job,
                        fact.entry().path());
            }
        }

        @Override
        public void counted(Balance soFar) {
            update(job, status -> status.counted(soFar));
            writeIfDue();
        }

        @Override
        public void forecast(PurgeForecast forecast) {
            update(job, status -> status.forecast(forecast));
        }

        @Override
        public void failed(RelativePath path, SyncException why) {
            LOG.warn(
                    "event=file_failed job={} path={} code={} {}",
                    job,
                    path,
                    why.code().text(),
                    why.getMessage());
        }

        @Override
        public void waiting(RelativePath path, SyncException why) {
            readInVain++;
            if (readInVain <= NAMED_MAX) {
                LOG.info(
                        "event=file_waits job={} path={} code={} {}",
                        job,
                        path,
                        why.code().text(),
                        why.getMessage());
            }
        }

        @Override
        public void lossesNotWritten(SyncException why) {
            LOG.warn(
                    "event=losses_not_written job={} code={} {}",
                    job,
                    why.code().text(),
                    why.getMessage());
        }

        @Override
        public void massChange(long held, long renamed, List<CycleResult.NamedFile> first) {
            LOG.error(
                    "event=mass_change job={} held={} renamed={} first={}",
                    job,
                    held,
                    renamed,
                    first.isEmpty() ? "-" : first.get(0).path());
        }

        @Override
        public void sealed(FolderName folder, CertifyAnswer certificate) {
            LOG.info(
                    "event=sealed job={} folder={} revision={} certificate={}",
                    job,
                    folder,
                    certificate.revision(),
                    certificate.certificate());
        }

        @Override
        public void notSealed(FolderName folder, SyncException why) {
            LOG.warn(
                    "event=not_sealed job={} folder={} code={} {}",
                    job,
                    folder,
                    why.code().text(),
                    why.getMessage());
        }

        @Override
        public void unsealed(FolderName folder) {
            LOG.info("event=unsealed job={} folder={}", job, folder);
        }

        @Override
        public void lost(long files, List<CycleResult.NamedFile> first) {
            first.stream()
                    .limit(NAMED_MAX)
                    .forEach(file -> LOG.error(
                            "event=file_lost job={} path={} code={} {}",
                            job,
                            file.path(),
                            file.why().code().text(),
                            file.why().getMessage()));
            LOG.error("event=files_lost job={} files={}", job, files);
        }
    }
}
