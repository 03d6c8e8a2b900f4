package io.datasync.core.archiver;

import io.datasync.core.balance.Balance;
import io.datasync.core.cycle.CycleListener;
import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.Ticks;
import io.datasync.core.path.RelativePath;
import io.datasync.core.transfer.publish.Publication;

/** Passes on what a cycle says, in the words of this package, one call at a time; counts what only it sees. */
final class CycleEvents implements CycleListener {
    private final ArchiveListener listener;
    private long plannedFiles;
    private long plannedBytes;
    private long doneFiles;
    private long doneBytes;
    private long adopted;
    private long newVersions;

    CycleEvents(ArchiveListener listener) {
        this.listener = listener;
    }

    synchronized long adopted() {
        return adopted;
    }

    synchronized long newVersions() {
        return newVersions;
    }

    @Override
    public synchronized void planned(long files, long bytes) {
        plannedFiles = files;
        plannedBytes = bytes;
    }

    @Override
    public synchronized void counted(Balance soFar) {
        listener.progress(new ArchiveProgress(plannedFiles, plannedBytes, doneFiles, doneBytes, soFar));
    }

    @Override
    public synchronized void verified(Fact fact, Publication how) {
        if (fact.entry().kind() != EntryKind.FILE) {
            return;
        }
        ArchivedFile.How told =
                switch (how) {
                    case NEW -> ArchivedFile.How.SENT;
                    case ADOPTED -> ArchivedFile.How.ADOPTED;
                    case NEW_VERSION -> ArchivedFile.How.NEW_VERSION;
                    case REPAIRED -> ArchivedFile.How.REPAIRED;
                };
        adopted += told == ArchivedFile.How.ADOPTED ? 1 : 0;
        newVersions += told == ArchivedFile.How.NEW_VERSION || told == ArchivedFile.How.REPAIRED ? 1 : 0;
        doneFiles++;
        doneBytes += fact.entry().sizeBytes();
        listener.archived(new ArchivedFile(
                fact.entry().path(),
                fact.entry().sizeBytes(),
                Ticks.toInstant(fact.entry().ticks()),
                fact.digest(),
                told));
    }

    @Override
    public synchronized void failed(RelativePath path, SyncException why) {
        listener.failed(new UnarchivedFile(path, why));
    }

    @Override
    public synchronized void waiting(RelativePath path, SyncException why) {
        listener.beingWritten(new UnarchivedFile(path, why));
    }
}
