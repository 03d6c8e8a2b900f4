package io.datasync.agent.work;

import io.datasync.agent.config.AgentSettings;
import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.cycle.CycleListener;
import io.datasync.core.cycle.CycleParts;
import io.datasync.core.cycle.CycleResult;
import io.datasync.core.cycle.CycleSettings;
import io.datasync.core.cycle.JobCycle;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.Journal;
import io.datasync.core.lease.RunId;
import io.datasync.core.path.PathFilter;
import io.datasync.core.protocol.fleet.JobDefinition;
import io.datasync.core.store.ArchiveOpener;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.transfer.TransferSettings;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

/** Executes jobs, one cycle a call. Thread-safe for different jobs. */
public final class JobExecution {
    private static final int RUN_ID_BYTES = 16;

    private final AgentSettings settings;
    private final String machine;
    private final Journal journal;
    private final Coordinator coordinator;
    private final ArchiveOpener archives;
    private final Clock clock;
    private final SecureRandom random;
    private final StopSignal stop;

    /**
     * Executes them with these belongings.
     *
     * @param machine the id that staging names carry (D-6)
     */
    public JobExecution(
            AgentSettings settings,
            String machine,
            Journal journal,
            Coordinator coordinator,
            ArchiveOpener archives,
            Clock clock,
            SecureRandom random,
            StopSignal stop) {
        this.settings = settings;
        this.machine = machine;
        this.journal = journal;
        this.coordinator = coordinator;
        this.archives = archives;
        this.clock = clock;
        this.random = random;
        this.stop = stop;
    }

    /**
     * One cycle of a job.
     *
     * @param settleMax set for a single execution that leaves a run whatever there is to do: how long it waits for files that are being
     *     written
     * @throws SyncException {@code ROOT_FORBIDDEN}, {@code CONFIGURATION_INVALID}, and as {@link JobCycle#run}
     */
    public CycleResult execute(JobDefinition job, Optional<Duration> settleMax, CycleListener listener)
            throws SyncException {
        CycleSettings cycle = CycleSettings.defaults(job.job())
                .with(
                        PathFilter.of(job.include(), job.exclude()),
                        settings.quietPeriod().orElse(job.quietPeriod()))
                .with(TransferSettings.DEFAULTS.withThreads(settings.concurrency()));
        try (ArchiveStore store = archives.open(job.archiveUrl())) {
            CycleParts parts = new CycleParts(
                    new AllowedRoots(settings.roots()).check(job.root()),
                    journal.job(job.job()),
                    store,
                    coordinator,
                    clock,
                    stop,
                    stop::isGiven,
                    machine,
                    this::newRun);
            return new JobCycle(parts, settleMax.map(cycle::once).orElse(cycle), listener).run();
        }
    }

    private RunId newRun() {
        byte[] bytes = new byte[RUN_ID_BYTES];
        random.nextBytes(bytes);
        return new RunId(HexFormat.of().formatHex(bytes));
    }
}
