package io.datasync.core.reconcile;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.EntryCounts;
import io.datasync.core.index.FolderRow;
import io.datasync.core.index.RepairRow;
import io.datasync.core.index.StateIndex;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.repair.ChangeKind;
import io.datasync.core.repair.FolderRepair;
import io.datasync.core.repair.Pacing;
import io.datasync.core.repair.RepairListener;
import io.datasync.core.repair.RepairTurn;
import io.datasync.core.repair.RowChange;
import io.datasync.core.store.ArchiveStore;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Holds the whole index of a job against its archive, folder by folder, and repairs the index (CORE-7).
 *
 * <p>It never changes or deletes a file, and never drops a row. It takes no lease, and no upload waits for it: a folder that a run changed
 * meanwhile is looked at again, three times, and then left for the next reconcile (D-24). One that is interrupted goes on where it had come
 * to, see {@link RepairTurn}. A file is marked missing by the second of two reconciles that missed it; when these are more than a part of
 * all files, none is marked, everything else is done, and the report says so. For one thread; blocks.
 */
public final class Reconciler {
    private final StateIndex index;
    private final ArchiveStore store;
    private final JobId job;
    private final ReconcileSettings settings;
    private final Pacing pacing;
    private final RepairListener listener;
    private final FolderRepair repair;

    private final Map<ChangeKind, Long> changes = new EnumMap<>(ChangeKind.class);
    private final List<FolderName> left = new ArrayList<>();
    private final Set<RelativePath> firstLevel = new HashSet<>();
    private long folders;
    private long files;
    private long rows;
    private long held;

    /** A reconcile of one job. Use it once. */
    public Reconciler(
            StateIndex index,
            ArchiveStore store,
            JobId job,
            ReconcileSettings settings,
            Pacing pacing,
            RepairListener listener) {
        this.index = index;
        this.store = store;
        this.job = job;
        this.settings = settings;
        this.pacing = pacing;
        this.listener = listener;
        repair = new FolderRepair(index, job, settings.batchRows());
    }

    /**
     * Reconciles.
     *
     * @param id names this repair; the id of one that was interrupted goes on with it
     * @throws SyncException {@code JOB_UNKNOWN}; {@code REPAIR_BUSY}; {@code REPAIR_REFUSED} when a folder has more files, or the archive more
     *     folders, than the settings allow; what the store and the index throw. What was done until then stays done, and a repeat goes on
     */
    public ReconcileReport run(RunId id) throws SyncException {
        if (settings.dryRun()) {
            reconcile(id, Optional.empty());
        } else {
            RepairTurn turn = RepairTurn.begin(index, job, id, RepairRow.Kind.RECONCILE);
            reconcile(id, Optional.of(turn));
            turn.end();
        }
        return new ReconcileReport(folders, files, rows, changes, held, left);
    }

    private void reconcile(RunId id, Optional<RepairTurn> turn) throws SyncException {
        boolean mayMiss = mayMiss();
        Optional<FolderName> done = turn.flatMap(RepairTurn::doneTo);
        NavigableSet<FolderName> names = names();
        for (FolderName name : done.isPresent() ? names.tailSet(done.get(), false) : names) {
            reconcile(id, name, mayMiss);
            folders++;
            if (turn.isPresent()) {
                turn.get().done(name);
            }
            listener.folderDone(name);
        }
    }

    /** Only what an earlier listing missed can be marked missing now, so that its count bounds what this reconcile would mark. */
    private boolean mayMiss() throws SyncException {
        long entries = 0;
        long absent = 0;
        for (FolderRow folder : index.<List<FolderRow>>transact(tx -> tx.folders(job))) {
            EntryCounts counts = index.transact(tx -> tx.counts(folder.id()));
            entries += counts.entries();
            absent += counts.absent();
        }
        return settings.mayMiss(absent, entries);
    }

    /** The folders of either side, in their order, so that an interrupted reconcile can tell which are done. */
    private NavigableSet<FolderName> names() throws SyncException {
        NavigableSet<FolderName> names = new TreeSet<>();
        pacing.await(0);
        names.addAll(store.folders(settings.foldersMax() + 1));
        names.forEach(name -> firstLevel.add(name.path()));
        if (names.size() > settings.foldersMax()) {
            throw SyncException.permanent(
                    ErrorCode.REPAIR_REFUSED, "The archive has more than " + settings.foldersMax() + " folders");
        }
        index.<List<FolderRow>>transact(tx -> tx.folders(job)).forEach(folder -> names.add(folder.name()));
        names.add(FolderName.ROOT);
        return names;
    }

    private void reconcile(RunId id, FolderName name, boolean mayMiss) throws SyncException {
        for (int attempt = 1; attempt <= ReconcileSettings.ATTEMPTS_MAX; attempt++) {
            FolderComparison.Read read =
                    index.transact(tx -> new FolderComparison.Read(tx.findFolder(job, name), tx.now()));
            FolderComparison comparison =
                    new FolderComparison(index, store, pacing, settings, read.folder(), firstLevel);
            comparison.compare(
                    name, moving -> new ReconcilePlanner(id, read.now(), settings.absence(), moving, mayMiss));
            if (settings.dryRun() ? isUnchanged(name, read) : apply(name, read, comparison.changes())) {
                count(comparison);
                return;
            }
            listener.overtaken(name);
        }
        left.add(name);
    }

    private boolean isUnchanged(FolderName name, FolderComparison.Read read) throws SyncException {
        return index.transact(tx -> tx.findFolder(job, name)).equals(read.folder());
    }

    private boolean apply(FolderName name, FolderComparison.Read read, List<RowChange> wanted) throws SyncException {
        return wanted.isEmpty() || repair.apply(name, read.folder(), wanted);
    }

    private void count(FolderComparison comparison) {
        files += comparison.files();
        rows += comparison.rows();
        held += comparison.held();
        for (RowChange change : comparison.changes()) {
            changes.merge(change.kind(), 1L, Long::sum);
            listener.changed(change);
        }
    }
}
