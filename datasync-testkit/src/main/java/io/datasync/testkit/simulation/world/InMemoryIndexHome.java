package io.datasync.testkit.simulation.world;

import io.datasync.core.index.EntryRow;
import io.datasync.core.index.FolderRow;
import io.datasync.core.index.JobRow;
import io.datasync.core.index.RunRow;
import io.datasync.core.index.StateIndex;
import io.datasync.core.index.notice.LossRow;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunnerId;
import io.datasync.testkit.index.memory.InMemoryStateIndex;
import io.datasync.testkit.simulation.invariant.IndexView;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A database in memory. */
public final class InMemoryIndexHome implements IndexHome, IndexView {
    private final InMemoryStateIndex index;
    private @Nullable Runnable backup;

    /** An empty one, whose time is that of this clock. */
    public InMemoryIndexHome(Clock clock) {
        index = new InMemoryStateIndex(clock);
    }

    @Override
    public StateIndex index() {
        return index;
    }

    @Override
    public IndexView view() {
        return this;
    }

    @Override
    public void addJob(JobId job, RunnerId runner, String archiveUrl) {
        index.addJob(job, runner, archiveUrl);
    }

    @Override
    public JobRow job(JobId job) {
        return index.job(job);
    }

    @Override
    public List<RunRow> runs(JobId job) {
        return index.runs(job);
    }

    @Override
    public List<FolderRow> folders(JobId job) {
        return index.folders(job);
    }

    @Override
    public List<EntryRow> entries(long folderId) {
        return index.entries(folderId);
    }

    @Override
    public List<LossRow> losses(JobId job) {
        return index.losses(job);
    }

    @Override
    public void spoil(RunId run) {
        index.age(run, Duration.ofSeconds(1));
    }

    @Override
    public void backUp() {
        backup = index.snapshot();
    }

    @Override
    public void restore() {
        if (backup == null) {
            throw new IllegalStateException("Nothing was backed up");
        }
        backup.run();
    }

    @Override
    public void close() {
        // Nothing outside this process.
    }
}
