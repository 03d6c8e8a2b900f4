package io.datasync.agent.work;

import io.datasync.agent.config.AgentSettings;
import io.datasync.agent.state.AgentHome;
import io.datasync.agent.state.AgentState;
import io.datasync.agent.state.HomeLock;
import io.datasync.agent.state.StateStore;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.Journal;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.path.PathFilter;
import io.datasync.core.preview.DryRun;
import io.datasync.core.preview.Preview;
import io.datasync.core.protocol.fleet.JobDefinition;
import io.datasync.core.scan.StillnessRule;
import io.datasync.core.store.ArchiveMarker;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.directory.DirectoryArchives;
import io.datasync.core.store.directory.DirectoryOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * Says what the jobs of this PC would do, without doing it: nothing is written to source, archive or the agent's home, and the server is not asked
 * (USE-1). What it knows of jobs is what the server said last.
 */
public final class JobPreview implements AutoCloseable {
    private final AgentHome home;
    private final AgentSettings settings;
    private final AgentState state;
    private final JournalCopy copy;
    private final Clock clock;

    private JobPreview(AgentHome home, AgentSettings settings, AgentState state, JournalCopy copy, Clock clock) {
        this.home = home;
        this.settings = settings;
        this.state = state;
        this.copy = copy;
        this.clock = clock;
    }

    /**
     * Looks at the agent's home.
     *
     * @throws SyncException {@code JOB_UNKNOWN} when the server has not told of any job yet; {@code HOME_BUSY} while an agent works there;
     *     {@code STATE_CORRUPT}, {@code JOURNAL_IO} and {@code JOURNAL_CORRUPT} when something there cannot be read
     */
    public static JobPreview open(AgentHome home, AgentSettings settings, Clock clock) throws SyncException {
        AgentState state = StateStore.look(home)
                .filter(known -> known.jobs().isPresent())
                .orElseThrow(() -> SyncException.permanent(
                        ErrorCode.JOB_UNKNOWN, "This PC was told of no job yet; enroll asks the server for them"));
        if (HomeLock.isTaken(home)) {
            throw SyncException.permanent(ErrorCode.HOME_BUSY, "An agent works in " + home.folder());
        }
        return new JobPreview(home, settings, state, JournalCopy.of(home.journal(), clock), clock);
    }

    /** The jobs, as the server had them last. */
    public List<JobDefinition> jobs() {
        return state.jobs().orElseThrow().jobs();
    }

    /**
     * What a job would do.
     *
     * @throws SyncException as {@link JobExecution#execute} where that refuses, and as {@link DryRun#run}
     */
    public Preview of(JobDefinition job) throws SyncException {
        PathFilter filter = PathFilter.of(job.include(), job.exclude());
        Path source = new AllowedRoots(settings.roots()).check(job.root());
        SeparatePlaces.check(source, job.archiveUrl(), home.folder());
        Journal journal = copy.journal();
        try (ArchiveStore store = new DirectoryArchives(DirectoryOptions.DEFAULTS).open(job.archiveUrl())) {
            return new DryRun(
                            source,
                            filter,
                            new StillnessRule(settings.quietPeriod().orElse(job.quietPeriod())),
                            settings.concurrency(),
                            journal.job(job.job()),
                            store,
                            clock.instant())
                    .run(owner(job));
        }
    }

    private ArchiveMarker owner(JobDefinition job) {
        return new ArchiveMarker(
                ArchiveMarker.FORMAT_VERSION,
                state.runner().map(RunnerId::text).orElse(""),
                job.job().text(),
                job.kind().text(),
                job.zone().getId(),
                List.of(job.root()));
    }

    /** Forgets what was copied to look at it. */
    @Override
    public void close() {
        copy.close();
    }
}
