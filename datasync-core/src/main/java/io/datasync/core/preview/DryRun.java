package io.datasync.core.preview;

import io.datasync.core.diff.DiffVisitor;
import io.datasync.core.diff.EntryDiff;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.FailureScope;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.JournalCounts;
import io.datasync.core.journal.JournalCursor;
import io.datasync.core.journal.JournalEntry;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.PathFilter;
import io.datasync.core.purge.Volume;
import io.datasync.core.scan.FolderReport;
import io.datasync.core.scan.FolderScan;
import io.datasync.core.scan.ScanSettings;
import io.datasync.core.scan.Skipped;
import io.datasync.core.scan.SourceGuard;
import io.datasync.core.scan.SourceIdentity;
import io.datasync.core.scan.SourceRoot;
import io.datasync.core.scan.StillnessRule;
import io.datasync.core.scan.TreeScanner;
import io.datasync.core.store.ArchiveMarker;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.StoredFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds out what archiving would do, and writes nothing: not to the source, the journal or the archive, and to no server (USE-1).
 *
 * <p>It lists the source as a cycle would, and looks in the archive for every file that the journal does not know as archived, one request
 * each; it reads no content. For one thread, once; uses threads of its own while it runs.
 */
public final class DryRun {
    private final Path source;
    private final PathFilter filter;
    private final StillnessRule stillness;
    private final int threads;
    private final JobJournal journal;
    private final ArchiveStore store;
    private final Instant now;
    private final Picture picture = new Picture();

    /**
     * A dry run, not yet begun.
     *
     * @param threads how many folders are looked at at a time, 1 to 64
     * @param journal is asked only
     * @param store is asked only; the archive need not be there yet
     * @param now the one time of its decisions
     */
    public DryRun(
            Path source,
            PathFilter filter,
            StillnessRule stillness,
            int threads,
            JobJournal journal,
            ArchiveStore store,
            Instant now) {
        this.source = source;
        this.filter = filter;
        this.stillness = stillness;
        this.threads = threads;
        this.journal = journal;
        this.store = store;
        this.now = now;
    }

    /**
     * Looks.
     *
     * @param owner what the archive's marker must say, if there is one
     * @throws SyncException {@code SOURCE_UNREACHABLE}, {@code SOURCE_CHANGED} as archiving would; {@code SHARE_FOREIGN} when the archive is
     *     another's, and what else the share, or the journal, has against being looked at; {@code INTERRUPTED}
     */
    public Preview run(ArchiveMarker owner) throws SyncException {
        SourceRoot root = SourceRoot.open(source);
        Optional<String> known = journal.sourceIdentity();
        JournalCounts counts = journal.counts();
        SourceGuard.checkRoot(
                known.isPresent() ? Optional.of(SourceIdentity.parse(known.get())) : Optional.empty(),
                root.identity(),
                root.isEmpty(),
                counts.verified() + counts.pending());
        Preview.Place place = place(owner);
        TreeScanner scanner = new TreeScanner(root, new ScanSettings(filter, threads, Preview.NAMED_MAX));
        Set<FolderName> folders = new TreeSet<>(scanner.folders());
        scanner.scan(folders, this::look);
        return picture.of(place);
    }

    private Preview.Place place(ArchiveMarker owner) throws SyncException {
        try {
            ArchiveMarker found = store.marker();
            if (!found.sameOwner(owner)) {
                throw SyncException.permanent(
                        ErrorCode.SHARE_FOREIGN,
                        "The archive is that of job " + found.job() + " of runner " + found.runner());
            }
            return Preview.Place.ARCHIVE;
        } catch (SyncException e) {
            if (e.code() != ErrorCode.SHARE_MISSING) {
                throw e;
            }
            return store.isVacant() ? Preview.Place.VACANT : Preview.Place.OCCUPIED;
        }
    }

    private void look(FolderScan scan) throws SyncException {
        try (JournalCursor cursor = journal.entries(scan.folder())) {
            EntryDiff.merge(scan::next, cursor::next, JournalEntry::observed, new Visitor());
        }
        FolderReport report = scan.report();
        picture.count(Fate.EXCLUDED, new Volume(report.excluded(), 0));
        picture.count(Fate.FAILED, new Volume(report.failed(), 0));
        for (Skipped skipped : report.skipped()) {
            if (skipped.code().isPresent()) {
                picture.name(Fate.FAILED, skipped.path());
            }
        }
        if (!report.complete()) {
            picture.incompleteFolder();
        }
    }

    /** Tells the fate of each file. */
    private final class Visitor implements DiffVisitor<JournalEntry> {
        @Override
        public void added(SourceEntry entry) throws SyncException {
            if (entry.kind() == EntryKind.FILE) {
                picture.add(fateOf(entry), entry.path(), entry.sizeBytes());
            }
        }

        @Override
        public void changed(SourceEntry entry, JournalEntry before) throws SyncException {
            unchanged(entry, before.observed(entry));
        }

        @Override
        public void unchanged(SourceEntry entry, JournalEntry before) throws SyncException {
            if (before.waits() || entry.kind() != EntryKind.FILE) {
                added(entry);
            } else {
                picture.add(before.pending() ? Fate.HELD : Fate.ARCHIVED, entry.path(), entry.sizeBytes());
            }
        }

        @Override
        public void vanished(JournalEntry before) {
            // What is no longer there has no fate left; a cycle says whether it is lost.
        }
    }

    private Fate fateOf(SourceEntry entry) throws SyncException {
        if (now.isBefore(stillness.stillFrom(entry, now, Instant.MIN))) {
            return Fate.IN_FLIGHT;
        }
        Optional<StoredFile> there;
        try {
            there = store.peek(entry.path());
        } catch (SyncException e) {
            if (FailureScope.of(e.code()) == FailureScope.FILE) {
                return Fate.FAILED;
            }
            throw e;
        }
        if (there.isEmpty()) {
            return Fate.UPLOAD;
        }
        if (there.get().sizeBytes() != entry.sizeBytes()) {
            return Fate.VERSION;
        }
        return there.get().ticks() == entry.ticks() ? Fate.ADOPT : Fate.COMPARE;
    }
}
