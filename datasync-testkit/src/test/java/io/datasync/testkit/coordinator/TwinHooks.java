package io.datasync.testkit.coordinator;

import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.path.FolderName;
import io.datasync.testkit.coordinator.fixture.RulesFixture;
import io.datasync.testkit.index.memory.InMemoryStateIndex;
import java.time.Duration;

/** What the index in memory offers beside its port. */
record TwinHooks(InMemoryStateIndex index) implements RulesFixture.Hooks {
    @Override
    public void addJob(JobId job, RunnerId runner, String archiveUrl) {
        index.addJob(job, runner, archiveUrl);
    }

    @Override
    public void disable(JobId job) {
        index.setEnabled(job, false);
    }

    @Override
    public void seal(JobId job, FolderName folder) throws SyncException {
        index.seal(job, folder);
    }

    @Override
    public void age(RunId run, Duration by) {
        index.age(run, by);
    }

    @Override
    public boolean inTransaction() {
        return index.inTransaction();
    }
}
