package io.datasync.testkit.index;

import static io.datasync.testkit.index.IndexSamples.TOKEN;
import static io.datasync.testkit.index.IndexSamples.digest;
import static io.datasync.testkit.index.IndexSamples.newJobId;
import static io.datasync.testkit.index.IndexSamples.newRunId;
import static io.datasync.testkit.index.IndexSamples.run;

import io.datasync.core.failure.SyncException;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.FolderRow;
import io.datasync.core.index.JobRow;
import io.datasync.core.index.RunFileRow;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.PathHash;
import io.datasync.core.path.RelativePath;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What most tests of an index do first, in a transaction each. */
interface IndexSteps extends StateIndexFixture {
    default JobId newJob() {
        JobId job = newJobId();
        addJob(job, RUNNER, "file:///archive/" + job);
        return job;
    }

    /** Opens a run of a job under {@link IndexSamples#TOKEN}. */
    default RunId open(JobId job) throws SyncException {
        RunId id = newRunId();
        index().transact(tx -> {
            tx.lockJob(job);
            tx.insertRun(run(id, job));
            tx.updateJob(job, TOKEN, Optional.of(id));
            return id;
        });
        return id;
    }

    default JobRow job(JobId job) throws SyncException {
        return index().transact(tx -> tx.lockJob(job)).orElseThrow();
    }

    default FolderRow folder(JobId job, FolderName name) throws SyncException {
        return index().transact(tx -> {
            tx.lockJob(job);
            return tx.folder(job, name);
        });
    }

    default void upsert(JobId job, FolderName name, Collection<EntryRow> rows) throws SyncException {
        index().transact(tx -> {
            tx.lockJob(job);
            tx.upsertEntries(tx.folder(job, name).id(), rows);
            return rows;
        });
    }

    default Map<PathHash, EntryRow> entries(JobId job, FolderName name, Collection<PathHash> keys)
            throws SyncException {
        return index().transact(tx -> {
            tx.lockJob(job);
            return tx.entries(tx.folder(job, name).id(), keys);
        });
    }

    static List<PathHash> keys(Collection<EntryRow> rows) {
        return rows.stream()
                .map(entry -> entry.fact().entry().path().hash())
                .sorted()
                .toList();
    }

    static RunFileRow verified(String path, int content) {
        return new RunFileRow(
                RelativePath.known(path),
                RunFileRow.Outcome.VERIFIED,
                content,
                Optional.of(digest(content)),
                Optional.empty());
    }
}
