package io.datasync.core.reconcile;

import io.datasync.core.failure.SyncException;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.FolderRow;
import io.datasync.core.index.StateIndex;
import io.datasync.core.manifest.Fact;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.PathHash;
import io.datasync.core.path.RelativePath;
import io.datasync.core.repair.MovingFiles;
import io.datasync.core.repair.Pacing;
import io.datasync.core.repair.RowChange;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.StoredFile;
import io.datasync.core.store.VersionName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Holds one folder of the index against the share, and decides what is to be changed. Changes nothing. For one thread. */
final class FolderComparison {
    private final StateIndex index;
    private final ArchiveStore store;
    private final Pacing pacing;
    private final ReconcileSettings settings;
    private final Optional<FolderRow> folder;
    private final Set<RelativePath> firstLevel;
    private final List<RowChange> changes = new ArrayList<>();
    private Map<RelativePath, StoredFile> listed = Map.of();
    private Set<RelativePath> standing = Set.of();
    private long files;
    private long rows;
    private long held;

    /**
     * A comparison, not yet begun.
     *
     * @param folder as it was read; empty when the index has no such folder
     * @param firstLevel the folders directly under the root of the archive
     */
    FolderComparison(
            StateIndex index,
            ArchiveStore store,
            Pacing pacing,
            ReconcileSettings settings,
            Optional<FolderRow> folder,
            Set<RelativePath> firstLevel) {
        this.index = index;
        this.store = store;
        this.pacing = pacing;
        this.settings = settings;
        this.folder = folder;
        this.firstLevel = firstLevel;
    }

    /** Makes a planner of the files that may be moving. */
    @FunctionalInterface
    interface Planners {
        ReconcilePlanner of(MovingFiles moving);
    }

    /** Lists the folder, then reads its rows: a file that was published in between has no row yet, and never the other way round. */
    void compare(FolderName name, Planners planners) throws SyncException {
        FolderListing listing = FolderListing.of(store, pacing, settings, name, firstLevel);
        listed = listing.files();
        standing = listing.standing();
        files = listed.size();
        ReconcilePlanner planner = planners.of(listing.moving());
        if (folder.isPresent()) {
            compareRows(planner, folder.get().id());
        }
        for (StoredFile file : listed.values()) {
            Optional<StoredFile> withDigest = withDigest(file);
            if (withDigest.isPresent()) {
                planner.unknown(withDigest.get()).ifPresent(changes::add);
            }
        }
    }

    private void compareRows(ReconcilePlanner planner, long folderId) throws SyncException {
        Optional<PathHash> after = Optional.empty();
        boolean more = true;
        while (more) {
            Optional<PathHash> from = after;
            List<EntryRow> page = index.transact(tx -> tx.page(folderId, from, Optional.empty(), settings.batchRows()));
            for (EntryRow row : page) {
                compare(planner, row);
            }
            more = page.size() == settings.batchRows();
            if (more) {
                after = Optional.of(
                        page.get(page.size() - 1).fact().entry().path().hash());
            }
        }
    }

    private void compare(ReconcilePlanner planner, EntryRow row) throws SyncException {
        rows++;
        Optional<StoredFile> file =
                Optional.ofNullable(listed.remove(row.fact().entry().path()));
        if (file.isPresent() && planner.wantsDigest(Optional.of(row))) {
            file = withDigest(file.get());
        }
        if (file.isEmpty() && standing.contains(row.fact().entry().path()) && planner.mayBeRetired(row)) {
            Optional<RowChange> retired = planner.retired(row, versionOf(store, pacing, row.fact()));
            if (retired.isPresent()) {
                changes.add(retired.get());
                return;
            }
        }
        planner.known(row, file).ifPresent(changes::add);
        if (planner.holds(row, file)) {
            held++;
        }
    }

    /** What the share has of a file's content among the file's versions. */
    static Optional<StoredFile> versionOf(ArchiveStore store, Pacing pacing, Fact fact) throws SyncException {
        pacing.await(0);
        return store.findVersion(
                fact.entry().path(), new VersionName(fact.entry().ticks(), fact.digest()));
    }

    /** The file with the digest that the share keeps for it; empty when it is gone since it was listed. */
    private Optional<StoredFile> withDigest(StoredFile file) throws SyncException {
        if (!store.capabilities().keepsDigest()) {
            return Optional.of(file);
        }
        pacing.await(0);
        return store.find(file.path());
    }

    List<RowChange> changes() {
        return changes;
    }

    long files() {
        return files;
    }

    long rows() {
        return rows;
    }

    long held() {
        return held;
    }

    /** The folder as the index has it, and the index's time when it was read. */
    record Read(Optional<FolderRow> folder, Instant now) {}
}
