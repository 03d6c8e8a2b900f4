package io.datasync.agent.work;

import io.datasync.agent.config.AgentSettings;
import io.datasync.agent.fault.CrashPoints;
import io.datasync.agent.state.AgentHome;
import io.datasync.agent.state.StateStore;
import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.cycle.CycleListener;
import io.datasync.core.cycle.CycleParts;
import io.datasync.core.cycle.CycleResult;
import io.datasync.core.cycle.CycleSettings;
import io.datasync.core.cycle.JobCycle;
import io.datasync.core.cycle.seal.RememberedProbes;
import io.datasync.core.cycle.seal.Sealing;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.JobPool;
import io.datasync.core.journal.Journal;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RandomIds;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.path.PathFilter;
import io.datasync.core.protocol.fleet.JobDefinition;
import io.datasync.core.protocol.fleet.JobKind;
import io.datasync.core.protocol.fleet.JobList;
import io.datasync.core.scan.ClockWatch;
import io.datasync.core.store.ArchiveMarker;
import io.datasync.core.store.ArchiveOpener;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.transfer.TransferSettings;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Executes jobs, one cycle a call. Thread-safe for different jobs. */
public final class JobExecution {
    private static final Logger LOG = LoggerFactory.getLogger(JobExecution.class);

    private final AgentSettings settings;
    private final AgentHome home;
    private final StateStore states;
    private final Journal journal;
    private final Coordinator coordinator;
    private final ArchiveOpener archives;
    private final Clock clock;
    private final ClockWatch clockWatch;
    private final RandomIds ids;
    private final StopSignal stop;
    private final CrashPoints crash;

    /** One for each job that was ever executed; a PC has few. */
    private final Map<JobId, RememberedProbes> probes = new ConcurrentHashMap<>();

    /** Executes them with these belongings. */
    public JobExecution(
            AgentSettings settings,
            AgentHome home,
            StateStore states,
            Journal journal,
            Coordinator coordinator,
            ArchiveOpener archives,
            Clock clock,
            SecureRandom random,
            StopSignal stop,
            CrashPoints crash) {
        this.settings = settings;
        this.home = home;
        this.states = states;
        this.journal = journal;
        this.coordinator = coordinator;
        this.archives = archives;
        this.clock = clock;
        this.clockWatch = new ClockWatch(clock, System::nanoTime);
        ids = new RandomIds(random);
        this.stop = stop;
        this.crash = crash;
    }

    /**
     * One cycle of a job.
     *
     * @param single set for a single execution
     * @throws SyncException {@code ROOT_FORBIDDEN}; {@code CONFIGURATION_INVALID} when source, archive and home lie in each other;
     *     {@code SHARE_FOREIGN} when the archive is that of another job (I-14); and as {@link JobCycle#run}
     */
    public CycleResult execute(JobDefinition job, Optional<SingleExecution> single, CycleListener listener)
            throws SyncException {
        CycleSettings plain = CycleSettings.defaults(job.job())
                .with(
                        PathFilter.of(job.include(), job.exclude()),
                        settings.quietPeriod().orElse(job.quietPeriod()))
                .with(TransferSettings.DEFAULTS.withThreads(settings.concurrency()))
                .with(settings.massChange());
        CycleSettings cycle = pool(job).map(plain::with).orElse(plain);
        Path source = new AllowedRoots(settings.roots()).check(job.root());
        SeparatePlaces.check(source, job.archiveUrl(), home.folder());
        try (ArchiveStore store = archives.open(job.archiveUrl())) {
            checkOwner(store, job);
            CycleParts parts = new CycleParts(
                    source,
                    crash.around(JobJournal.class, journal.job(job.job())),
                    crash.around(ArchiveStore.class, store),
                    crash.around(Coordinator.class, coordinator),
                    clock,
                    clockWatch,
                    stop,
                    stop::isGiven,
                    states.state().machine(),
                    sealing(job),
                    ids::run);
            return new JobCycle(parts, single.map(asked -> as(asked, cycle)).orElse(cycle), listener).run();
        }
    }

    /** The job's pool, with the other jobs of this PC that are worked on and belong to it. */
    private Optional<JobPool> pool(JobDefinition job) throws SyncException {
        if (job.pool().isEmpty()) {
            return Optional.empty();
        }
        List<JobJournal> neighbours = new ArrayList<>();
        for (JobDefinition other : states.state().jobs().map(JobList::jobs).orElse(List.of())) {
            boolean shares = other.pool()
                    .filter(pool -> pool.name().equals(job.pool().get().name()))
                    .isPresent();
            if (shares && other.enabled() && !other.job().equals(job.job())) {
                neighbours.add(journal.job(other.job()));
            }
        }
        return Optional.of(new JobPool(job.pool().get(), neighbours));
    }

    /** Only the folders of geometry jobs are days; and who has no name yet signs nothing. */
    private Optional<Sealing> sealing(JobDefinition job) {
        return job.kind() == JobKind.GEOMETRY
                ? states.state()
                        .runner()
                        .map(runner -> new Sealing(
                                runner,
                                job.zone(),
                                settings.rescanDays(),
                                states.state().deviceKey(),
                                home.scratch(),
                                probes.computeIfAbsent(job.job(), any -> new RememberedProbes(System::nanoTime))))
                : Optional.empty();
    }

    private static CycleSettings as(SingleExecution asked, CycleSettings cycle) {
        CycleSettings once = cycle.once(asked.settleMax()).deciding(asked.changes());
        return asked.acceptsSource() ? once.acceptingSource() : once;
    }

    /** An archive that cannot be looked at just now is for the cycle to find out, which tells the server. */
    private void checkOwner(ArchiveStore store, JobDefinition job) throws SyncException {
        Optional<RunnerId> runner = states.state().runner();
        if (runner.isEmpty()) {
            return;
        }
        ArchiveMarker marker;
        try {
            marker = store.marker();
        } catch (SyncException e) {
            LOG.debug(
                    "event=marker_not_read job={} code={}", job.job(), e.code().text());
            return;
        }
        boolean own = marker.job().equals(job.job().text())
                && marker.runner().equals(runner.get().text());
        if (!own) {
            throw SyncException.permanent(
                    ErrorCode.SHARE_FOREIGN,
                    "The archive " + job.archiveUrl() + " is that of job " + marker.job() + " of runner "
                            + marker.runner());
        }
    }
}
