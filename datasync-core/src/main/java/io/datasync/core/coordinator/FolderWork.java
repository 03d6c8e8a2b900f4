package io.datasync.core.coordinator;

import io.datasync.core.failure.SyncException;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.FolderRow;
import io.datasync.core.index.IndexTransaction;
import io.datasync.core.index.VersionRow;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.PathHash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The part of one folder that a transaction works on: its row, some of its entries, and what changes of them. Both summaries follow from
 * the rows' own facts, and are stored together with them (D-1, CORE-4). For one thread, within one transaction.
 */
final class FolderWork {
    private FolderRow folder;
    private final Map<PathHash, EntryRow> rows = new TreeMap<>();
    private final Map<PathHash, EntryRow> changed = new TreeMap<>();
    private final List<VersionRow> versions = new ArrayList<>();
    private boolean fresh;

    private FolderWork(FolderRow folder) {
        this.folder = folder;
    }

    /** The folder, and those entries of it that have these keys. The job is held. */
    static FolderWork of(IndexTransaction tx, JobId job, FolderName name, Collection<PathHash> keys)
            throws SyncException {
        FolderWork work = new FolderWork(tx.folder(job, name));
        work.rows.putAll(tx.entries(work.folder.id(), keys));
        return work;
    }

    /** As {@link #of}, of a folder that is there; it is not made. */
    static Optional<FolderWork> ofExisting(IndexTransaction tx, JobId job, FolderName name, Collection<PathHash> keys)
            throws SyncException {
        Optional<FolderRow> folder = tx.findFolder(job, name);
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        FolderWork work = new FolderWork(folder.get());
        work.rows.putAll(tx.entries(work.folder.id(), keys));
        return Optional.of(work);
    }

    /** The folder, and a page of the entries that count as at the source and were not seen since that scan. */
    static FolderWork unseen(
            IndexTransaction tx, JobId job, FolderName name, long scanSeq, Optional<PathHash> after, int max)
            throws SyncException {
        FolderWork work = new FolderWork(tx.folder(job, name));
        for (EntryRow row : tx.notSeenSince(work.folder.id(), scanSeq, after, max)) {
            work.rows.put(row.fact().entry().path().hash(), row);
        }
        return work;
    }

    long id() {
        return folder.id();
    }

    boolean sealed() {
        return folder.sealed();
    }

    /** Whether {@link #freshContent} was called. */
    boolean fresh() {
        return fresh;
    }

    /** The entries that were read, as changed so far, by key. */
    NavigableMap<PathHash, EntryRow> rows() {
        return new TreeMap<>(rows);
    }

    Optional<EntryRow> row(PathHash key) {
        return Optional.ofNullable(rows.get(key));
    }

    /** Replaces or adds a row. */
    void put(PathHash key, EntryRow row) {
        folder = folder.replacing(Optional.ofNullable(rows.put(key, row)), row);
        changed.put(key, row);
    }

    /** Keeps what an archived file was until now, because its content is another one (CORE-11). */
    void retire(EntryRow before, Instant now, RunId run) {
        versions.add(new VersionRow(before.fact(), now, run));
    }

    /** Notes that a name, or the content of one, is new: that unseals (D-1). */
    void freshContent() {
        fresh = true;
    }

    /**
     * Writes what changed, and nothing when nothing did. Rows never change without the folder's revision, even if both summaries stay as
     * they were, so that a repair and a run cannot overwrite each other unnoticed (D-24).
     */
    void store(IndexTransaction tx, Instant now) throws SyncException {
        if (changed.isEmpty()) {
            return;
        }
        if (!versions.isEmpty()) {
            tx.insertVersions(folder.id(), versions);
        }
        tx.upsertEntries(folder.id(), changed.values());
        tx.updateFolder(
                fresh
                        ? folder.with(folder.archived(), folder.atSource(), Optional.of(now))
                                .unsealed()
                        : folder);
    }
}
