package io.datasync.testkit.index.memory;

import io.datasync.core.index.EntryRow;
import io.datasync.core.index.FolderRow;
import io.datasync.core.index.ListingNote;
import io.datasync.core.index.VersionRow;
import io.datasync.core.lease.JobId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.PathHash;
import io.datasync.testkit.index.memory.IndexMemory.FolderKey;
import io.datasync.testkit.index.memory.IndexMemory.VersionKey;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The folders of an index and the entries in them, within one transaction. */
final class InMemoryFolders {
    private final IndexMemory memory;
    private final InMemoryChanges changes;
    private final Set<Long> repaired = new HashSet<>();

    InMemoryFolders(IndexMemory memory, InMemoryChanges changes) {
        this.memory = memory;
        this.changes = changes;
    }

    List<FolderRow> of(JobId job) {
        changes.use();
        return memory.folders.of(job);
    }

    Optional<FolderRow> find(JobId job, FolderName folder) {
        changes.use();
        Long known = memory.folderIds.get(new FolderKey(job, folder));
        return known == null ? Optional.empty() : Optional.ofNullable(memory.folders.get(known));
    }

    FolderRow made(JobId job, FolderName folder) {
        changes.useHolding(job);
        FolderKey key = new FolderKey(job, folder);
        Long known = memory.folderIds.get(key);
        if (known != null) {
            return Objects.requireNonNull(memory.folders.get(known));
        }
        long id = memory.folders.size() + 1L;
        FolderRow row = FolderRow.empty(id, job, folder);
        changes.put(memory.folderIds, key, id);
        changes.put(memory.folders, id, row);
        return row;
    }

    /** A folder that this transaction repairs from here on, if it is still as it was read. */
    Optional<FolderRow> forRepair(JobId job, FolderName name, long revision) {
        Optional<FolderRow> row = find(job, name).filter(folder -> folder.revision() == revision);
        row.ifPresent(folder -> repaired.add(folder.id()));
        return row;
    }

    /** A folder that may be written: its job is held, or this is a repair of it. */
    FolderRow held(long folderId) {
        FolderRow folder = memory.folders.get(folderId);
        if (!repaired.contains(folderId)) {
            changes.useHolding(folder == null ? null : folder.job());
        }
        return Objects.requireNonNull(folder);
    }

    void update(FolderRow folder) {
        FolderRow before = held(folder.id());
        changes.put(
                memory.folders,
                folder.id(),
                new FolderRow(
                        before.id(),
                        before.job(),
                        before.name(),
                        folder.archived(),
                        folder.atSource(),
                        folder.lastNewAt().map(InMemoryChanges::micros),
                        folder.sealedAt().map(InMemoryChanges::micros),
                        folder.certificate(),
                        before.listing(),
                        before.revision() + 1));
    }

    void noteListing(long folderId, ListingNote listing) {
        FolderRow row = held(folderId);
        changes.put(
                memory.folders,
                folderId,
                new FolderRow(
                        row.id(),
                        row.job(),
                        row.name(),
                        row.archived(),
                        row.atSource(),
                        row.lastNewAt(),
                        row.sealedAt(),
                        row.certificate(),
                        Optional.of(new ListingNote(InMemoryChanges.micros(listing.at()), listing.outstanding())),
                        row.revision()));
    }

    long unarchived(long folderId) {
        changes.use();
        return rows(folderId).values().stream()
                .filter(row -> !row.state().archived())
                .count();
    }

    NavigableMap<PathHash, EntryRow> rows(long folderId) {
        return memory.entriesOf(folderId);
    }

    Map<PathHash, EntryRow> entries(long folderId, Collection<PathHash> keys) {
        changes.use();
        InMemoryChanges.bounded(keys);
        Map<PathHash, EntryRow> found = new LinkedHashMap<>();
        for (PathHash key : keys) {
            EntryRow row = rows(folderId).get(key);
            if (row != null) {
                found.put(key, row);
            }
        }
        return found;
    }

    void upsertEntries(long folderId, Collection<EntryRow> entries) {
        FolderRow folder = held(folderId);
        InMemoryChanges.bounded(entries);
        for (EntryRow row : entries) {
            Fact fact = row.fact();
            if (!fact.entry().path().folder().equals(folder.name())) {
                throw new IllegalStateException(fact.entry().path() + " is not in folder " + folder.name());
            }
            changes.put(rows(folderId), fact.entry().path().hash(), kept(row));
        }
    }

    /** A row as a database keeps it. */
    static EntryRow kept(EntryRow row) {
        Fact fact = row.fact();
        return row.repaired(
                new Fact(fact.entry(), fact.digest(), InMemoryChanges.micros(fact.verifiedAt())),
                row.state(),
                row.check().map(check -> new EntryRow.Check(check.by(), InMemoryChanges.micros(check.at()))),
                row.absentSince().map(InMemoryChanges::micros));
    }

    void markSeen(long folderId, Collection<PathHash> keys, long scanSeq) {
        held(folderId);
        InMemoryChanges.bounded(keys);
        for (PathHash key : keys) {
            EntryRow row = rows(folderId).get(key);
            if (row != null && row.scanSeq() < scanSeq) {
                changes.put(rows(folderId), key, row.observed(row.atSource(), scanSeq));
            }
        }
    }

    List<EntryRow> notSeenSince(long folderId, long scanSeq, Optional<PathHash> after, int max) {
        changes.use();
        InMemoryChanges.boundedPage(max);
        NavigableMap<PathHash, EntryRow> rows = rows(folderId);
        Map<PathHash, EntryRow> rest = after.isPresent() ? rows.tailMap(after.get(), false) : rows;
        return rest.values().stream()
                .filter(row -> row.countsAtSource() && row.scanSeq() < scanSeq)
                .limit(max)
                .toList();
    }

    void insertVersions(long folderId, Collection<VersionRow> versions) {
        FolderRow folder = memory.folders.get(folderId);
        changes.useHolding(folder == null ? null : folder.job());
        InMemoryChanges.bounded(versions);
        for (VersionRow version : versions) {
            Fact fact = version.fact();
            VersionKey key =
                    new VersionKey(folderId, fact.entry().path(), fact.entry().ticks(), fact.digest());
            if (!memory.versions.containsKey(key)) {
                Fact stored = new Fact(fact.entry(), fact.digest(), InMemoryChanges.micros(fact.verifiedAt()));
                changes.put(
                        memory.versions,
                        key,
                        new VersionRow(stored, InMemoryChanges.micros(version.retiredAt()), version.run()));
            }
        }
    }
}
