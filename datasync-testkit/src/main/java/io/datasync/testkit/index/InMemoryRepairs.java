package io.datasync.testkit.index;

import io.datasync.core.index.EntryCounts;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.EntryState;
import io.datasync.core.index.FolderRow;
import io.datasync.core.index.RepairRow;
import io.datasync.core.index.notice.FindingRow;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.PathHash;
import io.datasync.testkit.index.IndexMemory.RotationKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;

/** What repairs read and write, within one {@link InMemoryTransaction}. */
final class InMemoryRepairs {
    private final IndexMemory memory;
    private final InMemoryTransaction transaction;
    private final Set<Long> repaired = new HashSet<>();

    InMemoryRepairs(IndexMemory memory, InMemoryTransaction transaction) {
        this.memory = memory;
        this.transaction = transaction;
    }

    /** Whether the transaction is a repair of this folder. */
    boolean repairs(long folderId) {
        return repaired.contains(folderId);
    }

    Optional<FolderRow> folder(JobId job, FolderName name, long revision) {
        Optional<FolderRow> row = transaction.findFolder(job, name).filter(folder -> folder.revision() == revision);
        row.ifPresent(folder -> repaired.add(folder.id()));
        return row;
    }

    List<EntryRow> page(long folderId, Optional<PathHash> after, Optional<PathHash> last, int max) {
        transaction.use();
        InMemoryTransaction.boundedPage(max);
        NavigableMap<PathHash, EntryRow> rows = transaction.rows(folderId);
        Map<PathHash, EntryRow> rest = after.isPresent() ? rows.tailMap(after.get(), false) : rows;
        return rest.entrySet().stream()
                .filter(row -> last.isEmpty() || row.getKey().compareTo(last.get()) <= 0)
                .map(Map.Entry::getValue)
                .limit(max)
                .toList();
    }

    EntryCounts counts(long folderId) {
        transaction.use();
        List<EntryRow> there = transaction.rows(folderId).values().stream()
                .filter(row -> row.state() != EntryState.MISSING)
                .filter(row -> row.fact().entry().kind() == EntryKind.FILE)
                .toList();
        long absent =
                there.stream().filter(row -> row.absentSince().isPresent()).count();
        return new EntryCounts(there.size(), absent);
    }

    void store(long folderId, Collection<EntryRow> entries) {
        transaction.held(folderId);
        InMemoryTransaction.bounded(entries);
        NavigableMap<PathHash, EntryRow> rows = transaction.rows(folderId);
        for (EntryRow row : entries) {
            PathHash key = row.fact().entry().path().hash();
            EntryRow before = rows.get(key);
            if (before != null) {
                EntryRow kept = InMemoryTransaction.kept(row);
                transaction.put(
                        rows, key, before.repaired(kept.fact(), kept.state(), kept.check(), kept.absentSince()));
            }
        }
    }

    void markChecked(long folderId, Collection<EntryRow> entries, EntryRow.Check check) {
        transaction.use();
        InMemoryTransaction.bounded(entries);
        NavigableMap<PathHash, EntryRow> rows = transaction.rows(folderId);
        for (EntryRow row : entries) {
            PathHash key = row.fact().entry().path().hash();
            EntryRow now = rows.get(key);
            if (now != null
                    && now.state() == row.state()
                    && now.fact().entry().equals(row.fact().entry())
                    && now.fact().digest().equals(row.fact().digest())) {
                EntryRow checked = now.repaired(now.fact(), now.state(), Optional.of(check), now.absentSince());
                transaction.put(rows, key, InMemoryTransaction.kept(checked));
            }
        }
    }

    void insert(JobId job, Collection<FindingRow> findings) {
        transaction.use();
        InMemoryTransaction.bounded(findings);
        List<FindingRow> all = new ArrayList<>(memory.findings.getOrDefault(job, List.of()));
        for (FindingRow row : findings) {
            all.add(new FindingRow(
                    row.kind(),
                    row.folder(),
                    row.path(),
                    row.expected(),
                    row.found(),
                    InMemoryTransaction.micros(row.foundAt())));
        }
        transaction.put(memory.findings, job, all);
    }

    Optional<Long> rotation(JobId job, RepairRow.Kind kind) {
        transaction.use();
        return Optional.ofNullable(memory.rotations.get(new RotationKey(job, kind)));
    }

    void storeRotation(JobId job, RepairRow.Kind kind, long day) {
        transaction.useHolding(job);
        transaction.put(memory.rotations, new RotationKey(job, kind), day);
    }

    Optional<RepairRow> underWay(JobId job) {
        transaction.use();
        return Optional.ofNullable(memory.repairs.get(job));
    }

    void begin(RepairRow repair) {
        transaction.useHolding(repair.job());
        transaction.put(memory.repairs, repair.job(), repair);
    }

    boolean advance(RepairRow repair) {
        transaction.use();
        boolean still = underWay(repair.job())
                .filter(row -> row.repair().equals(repair.repair()))
                .isPresent();
        if (still) {
            transaction.put(memory.repairs, repair.job(), repair);
        }
        return still;
    }

    void end(JobId job, RunId repair) {
        transaction.use();
        if (underWay(job).filter(row -> row.repair().equals(repair)).isPresent()) {
            transaction.remove(memory.repairs, job);
        }
    }
}
