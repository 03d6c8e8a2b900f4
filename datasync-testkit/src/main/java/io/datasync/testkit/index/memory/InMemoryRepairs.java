package io.datasync.testkit.index.memory;

import io.datasync.core.index.EntryCounts;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.EntryState;
import io.datasync.core.index.RepairRow;
import io.datasync.core.index.notice.FindingRow;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.path.PathHash;
import io.datasync.testkit.index.memory.IndexMemory.RotationKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/** What repairs read and write, within one {@link InMemoryTransaction}. */
final class InMemoryRepairs {
    private final IndexMemory memory;
    private final InMemoryChanges changes;
    private final InMemoryFolders folders;

    InMemoryRepairs(IndexMemory memory, InMemoryChanges changes, InMemoryFolders folders) {
        this.memory = memory;
        this.changes = changes;
        this.folders = folders;
    }

    List<EntryRow> page(long folderId, Optional<PathHash> after, Optional<PathHash> last, int max) {
        changes.use();
        InMemoryChanges.boundedPage(max);
        NavigableMap<PathHash, EntryRow> rows = folders.rows(folderId);
        Map<PathHash, EntryRow> rest = after.isPresent() ? rows.tailMap(after.get(), false) : rows;
        return rest.entrySet().stream()
                .filter(row -> last.isEmpty() || row.getKey().compareTo(last.get()) <= 0)
                .map(Map.Entry::getValue)
                .limit(max)
                .toList();
    }

    EntryCounts counts(long folderId) {
        changes.use();
        List<EntryRow> there = folders.rows(folderId).values().stream()
                .filter(row -> row.state() != EntryState.MISSING)
                .filter(row -> row.fact().entry().kind() == EntryKind.FILE)
                .toList();
        long absent =
                there.stream().filter(row -> row.absentSince().isPresent()).count();
        return new EntryCounts(there.size(), absent);
    }

    void store(long folderId, Collection<EntryRow> entries) {
        folders.held(folderId);
        InMemoryChanges.bounded(entries);
        NavigableMap<PathHash, EntryRow> rows = folders.rows(folderId);
        for (EntryRow row : entries) {
            PathHash key = row.fact().entry().path().hash();
            EntryRow before = rows.get(key);
            if (before != null) {
                EntryRow kept = InMemoryFolders.kept(row);
                changes.put(rows, key, before.repaired(kept.fact(), kept.state(), kept.check(), kept.absentSince()));
            }
        }
    }

    void markChecked(long folderId, Collection<EntryRow> entries, EntryRow.Check check) {
        changes.use();
        InMemoryChanges.bounded(entries);
        NavigableMap<PathHash, EntryRow> rows = folders.rows(folderId);
        for (EntryRow row : entries) {
            PathHash key = row.fact().entry().path().hash();
            EntryRow now = rows.get(key);
            if (now != null
                    && now.state() == row.state()
                    && now.fact().entry().equals(row.fact().entry())
                    && now.fact().digest().equals(row.fact().digest())) {
                EntryRow checked = now.repaired(now.fact(), now.state(), Optional.of(check), now.absentSince());
                changes.put(rows, key, InMemoryFolders.kept(checked));
            }
        }
    }

    void insert(JobId job, Collection<FindingRow> findings) {
        changes.use();
        InMemoryChanges.bounded(findings);
        List<FindingRow> all = new ArrayList<>(memory.findings.getOrDefault(job, List.of()));
        for (FindingRow row : findings) {
            all.add(new FindingRow(
                    row.kind(),
                    row.folder(),
                    row.path(),
                    row.expected(),
                    row.found(),
                    InMemoryChanges.micros(row.foundAt())));
        }
        changes.put(memory.findings, job, all);
    }

    Optional<Long> rotation(JobId job, RepairRow.Kind kind) {
        changes.use();
        return Optional.ofNullable(memory.rotations.get(new RotationKey(job, kind)));
    }

    void storeRotation(JobId job, RepairRow.Kind kind, long day) {
        changes.useHolding(job);
        changes.put(memory.rotations, new RotationKey(job, kind), day);
    }

    Optional<RepairRow> underWay(JobId job) {
        changes.use();
        return Optional.ofNullable(memory.repairs.get(job));
    }

    void begin(RepairRow repair) {
        changes.useHolding(repair.job());
        changes.put(memory.repairs, repair.job(), repair);
    }

    boolean advance(RepairRow repair) {
        changes.use();
        boolean still = underWay(repair.job())
                .filter(row -> row.repair().equals(repair.repair()))
                .isPresent();
        if (still) {
            changes.put(memory.repairs, repair.job(), repair);
        }
        return still;
    }

    void end(JobId job, RunId repair) {
        changes.use();
        if (underWay(job).filter(row -> row.repair().equals(repair)).isPresent()) {
            changes.remove(memory.repairs, job);
        }
    }
}
