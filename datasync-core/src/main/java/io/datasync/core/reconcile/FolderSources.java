package io.datasync.core.reconcile;

import io.datasync.core.failure.SyncException;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.EntryState;
import io.datasync.core.index.FolderRow;
import io.datasync.core.index.StateIndex;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.Fact;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.PathHash;
import io.datasync.core.path.RelativePath;
import io.datasync.core.repair.Pacing;
import io.datasync.core.repair.RowChange;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.StoredFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Brings together what the sources of a rebuild say of one folder, a batch of paths at a time. Changes nothing. For one thread. */
final class FolderSources {
    private final StateIndex index;
    private final ArchiveStore store;
    private final Pacing pacing;
    private final ReconcileSettings settings;
    private final JournalFacts journal;
    private final Map<RelativePath, Fact> certified;
    private final Set<RelativePath> firstLevel;
    private Map<RelativePath, StoredFile> listed = Map.of();
    private Set<RelativePath> standing = Set.of();

    FolderSources(
            StateIndex index,
            ArchiveStore store,
            Pacing pacing,
            ReconcileSettings settings,
            JournalFacts journal,
            Map<RelativePath, Fact> certified,
            Set<RelativePath> firstLevel) {
        this.index = index;
        this.store = store;
        this.pacing = pacing;
        this.settings = settings;
        this.journal = journal;
        this.certified = certified;
        this.firstLevel = firstLevel;
    }

    List<RowChange> merge(FolderName name, Optional<FolderRow> folder, RebuildMerge merge) throws SyncException {
        FolderListing listing = FolderListing.of(store, pacing, settings, name, firstLevel);
        listed = listing.files();
        standing = listing.standing();
        TreeSet<RelativePath> known = new TreeSet<>(certified.keySet());
        known.addAll(listed.keySet());
        List<RelativePath> paths = known.stream()
                .filter(path -> !listing.moving().maybe(path) && !path.isTooLong())
                .toList();
        List<RowChange> changes = new ArrayList<>();
        for (int start = 0; start < paths.size(); start += settings.batchRows()) {
            changes.addAll(
                    merge(folder, merge, paths.subList(start, Math.min(paths.size(), start + settings.batchRows()))));
        }
        return changes;
    }

    private List<RowChange> merge(Optional<FolderRow> folder, RebuildMerge merge, List<RelativePath> paths)
            throws SyncException {
        List<PathHash> keys = paths.stream().map(RelativePath::hash).toList();
        Map<PathHash, EntryRow> rows = folder.isPresent()
                ? index.transact(tx -> tx.entries(folder.get().id(), keys))
                : Map.of();
        Map<RelativePath, Fact> proven = new HashMap<>();
        journal.find(paths).forEach(fact -> proven.put(fact.entry().path(), fact));
        List<RowChange> changes = new ArrayList<>();
        for (RelativePath path : paths) {
            Optional<EntryRow> row = Optional.ofNullable(rows.get(path.hash()));
            var sources = new RebuildMerge.Sources(
                    Optional.ofNullable(certified.get(path)),
                    Optional.ofNullable(proven.get(path)),
                    listed(path, row),
                    retired(path));
            merge.merge(row, sources).ifPresent(changes::add);
        }
        return changes;
    }

    /** With the digest that the share keeps, which costs a request, unless the row is one that stays anyway. */
    private Optional<StoredFile> listed(RelativePath path, Optional<EntryRow> row) throws SyncException {
        Optional<StoredFile> file = Optional.ofNullable(listed.get(path));
        boolean stays = row.filter(known -> known.state() == EntryState.VERIFIED || known.state() == EntryState.DAMAGED)
                .isPresent();
        if (file.isEmpty() || stays || !store.capabilities().keepsDigest()) {
            return file;
        }
        pacing.await(0);
        return store.find(path);
    }

    /** The content that a certificate names, among the versions, where a folder has the file's name now (D-6). */
    private Optional<StoredFile> retired(RelativePath path) throws SyncException {
        Optional<Fact> file = Optional.ofNullable(certified.get(path))
                .filter(fact -> fact.entry().kind() == EntryKind.FILE);
        return file.isPresent() && standing.contains(path) && !listed.containsKey(path)
                ? FolderComparison.versionOf(store, pacing, file.get())
                : Optional.empty();
    }

    long files() {
        return listed.size();
    }
}
