package io.datasync.server.sync.index;

import io.datasync.core.failure.SyncException;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.FolderRow;
import io.datasync.core.index.IndexTransaction;
import io.datasync.core.index.JobRow;
import io.datasync.core.index.RunRow;
import io.datasync.core.index.StateIndex;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.PathHash;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Single calls of an index, each in a transaction of its own. */
record Calls(StateIndex index) {
    /** Work without a result. */
    interface Work {
        void run(IndexTransaction transaction) throws SyncException;
    }

    void run(Work work) throws SyncException {
        index.transact(transaction -> {
            work.run(transaction);
            return true;
        });
    }

    Instant now() throws SyncException {
        return index.transact(IndexTransaction::now);
    }

    JobRow job(JobId job) throws SyncException {
        return index.transact(transaction -> transaction.lockJob(job)).orElseThrow();
    }

    boolean fence(JobId job, RunId run, FencingToken token) throws SyncException {
        return index.transact(transaction -> transaction.fence(job, run, token));
    }

    RunRow run(RunId run) throws SyncException {
        return index.transact(transaction -> transaction.run(run)).orElseThrow();
    }

    int renew(RunnerId runner, Collection<RunId> runs, Duration lease) throws SyncException {
        return index.transact(transaction -> transaction.renewLeases(runner, runs, lease));
    }

    FolderRow folder(JobId job, FolderName name) throws SyncException {
        return index.transact(transaction -> transaction.folder(job, name));
    }

    List<FolderRow> folders(JobId job) throws SyncException {
        return index.transact(transaction -> transaction.folders(job));
    }

    Map<PathHash, EntryRow> entries(long folderId, Collection<PathHash> keys) throws SyncException {
        return index.transact(transaction -> transaction.entries(folderId, keys));
    }
}
