package io.datasync.core.cycle;

import io.datasync.core.cycle.seal.SealedFolders;
import io.datasync.core.diff.EntryDiff;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.JournalCounts;
import io.datasync.core.journal.JournalCursor;
import io.datasync.core.journal.JournalEntry;
import io.datasync.core.journal.VanishCensus;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.scan.FolderReport;
import io.datasync.core.scan.FolderScan;
import io.datasync.core.scan.ScanSettings;
import io.datasync.core.scan.Skipped;
import io.datasync.core.scan.SourceGuard;
import io.datasync.core.scan.SourceIdentity;
import io.datasync.core.scan.SourceRoot;
import io.datasync.core.scan.TreeScanner;
import io.datasync.core.seal.FolderProbe;
import io.datasync.core.seal.SealedFolder;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lists the source and notes in the journal what is new, changed and gone; counts what was seen.
 *
 * <p>Nothing is called vanished unless every doubt about the source is ruled out first (D-2).
 */
final class ScanPhase {
    private final CycleSettings settings;
    private final JobJournal journal;
    private final Tally tally;
    private final CycleListener listener;
    private final SourceRoot root;
    private final Stillness stillness;
    private final PurgeWatch purges;
    private final SealedFolders seals;
    private final Instant now;
    private final InstantSource clock;
    private final Set<FolderName> complete = ConcurrentHashMap.newKeySet();

    /**
     * A scan of this root, not yet begun.
     *
     * @param now the one time of this scan's decisions
     * @param clock says how long something waits to be written
     */
    ScanPhase(
            CycleSettings settings,
            JobJournal journal,
            Tally tally,
            CycleListener listener,
            SourceRoot root,
            Stillness stillness,
            PurgeWatch purges,
            SealedFolders seals,
            Instant now,
            InstantSource clock) {
        this.settings = settings;
        this.journal = journal;
        this.tally = tally;
        this.listener = listener;
        this.root = root;
        this.stillness = stillness;
        this.purges = purges;
        this.seals = seals;
        this.now = now;
        this.clock = clock;
    }

    /**
     * Scans.
     *
     * @return the folders that were listed to their end under a root known before: of them alone it may be said what is gone
     * @throws SyncException {@code SOURCE_UNREACHABLE}, {@code SOURCE_CHANGED}: nothing is called vanished then; what the journal throws
     */
    Set<FolderName> scan(long scanSeq) throws SyncException {
        Optional<SourceIdentity> known = knownIdentity();
        JournalCounts before = journal.counts();
        if (!settings.acceptsSource()) {
            SourceGuard.checkRoot(known, root.identity(), root.isEmpty(), before.entries());
        }
        if (known.isEmpty()) {
            // Before anything is observed, so that a scan that is killed is followed by one that knows its root.
            journal.acceptSource(root.identity().text());
        }
        ChangeWatch changes = new ChangeWatch(settings, journal, tally, listener);
        changes.begin();
        ScanSettings scanning = new ScanSettings(settings.filter(), settings.scanThreads(), CycleResult.NAMED_MAX);
        TreeScanner scanner = new TreeScanner(root, scanning);
        Set<FolderName> folders = new TreeSet<>(scanner.folders());
        folders.addAll(journal.folders());
        Set<FolderName> inhabited = new TreeSet<>();
        for (SealedFolder skipped : seals.skip(root, folders)) {
            folders.remove(skipped.folder());
            if (skipped.files() > 0) {
                inhabited.add(skipped.folder());
            }
            tally.sealed(skipped.files());
            purges.skipped(skipped);
        }
        Observations observations = new Observations(journal, scanSeq, clock);
        try {
            scanner.scan(folders, inhabited, folder -> merge(folder, scanSeq, observations));
        } catch (SyncException e) {
            if (!JobCycle.endsCycle(e)) {
                observations.write();
            }
            throw e;
        }
        observations.write();
        if (settings.acceptsSource()) {
            journal.acceptSource(root.identity().text());
            changes.judge(scanSeq, 0, now);
            purges.scanned(Optional.empty());
        } else {
            VanishCensus census = journal.vanishCensus(scanSeq);
            believe(census, scanSeq);
            purges.scanned(Optional.of(census));
            if (known.isEmpty()) {
                return Set.of();
            }
            changes.judge(scanSeq, census.outOfOrder().least(), now);
        }
        noteLosses(scanSeq, journal.applyVanished(scanSeq, now));
        seals.believed().forEach(listener::unsealed);
        changes.end();
        return complete;
    }

    /** Refuses a scan in which too much is missing, and with it what it found new: that may be another source's (D-2). */
    private void believe(VanishCensus census, long scanSeq) throws SyncException {
        try {
            SourceGuard.checkFall(
                    census.known(),
                    tally.filesListed(),
                    census.vanished(),
                    census.outOfOrder().of(purges.order()),
                    census.newestVanishedTicks(),
                    census.oldestSurvivorTicks());
        } catch (SyncException refused) {
            journal.forgetNew(scanSeq);
            throw refused;
        }
    }

    private Optional<SourceIdentity> knownIdentity() throws SyncException {
        Optional<String> text = journal.sourceIdentity();
        return text.isPresent() ? Optional.of(SourceIdentity.parse(text.get())) : Optional.empty();
    }

    private void merge(FolderScan scan, long scanSeq, Observations observations) throws SyncException {
        Optional<FolderProbe> probe = seals.probe(root, scan.folder());
        FolderMerge merge =
                new FolderMerge(journal, settings.filter(), tally, scanSeq, stillness, purges, observations);
        try (JournalCursor cursor = journal.entries(scan.folder())) {
            EntryDiff.merge(scan::next, cursor::next, JournalEntry::observed, merge);
        }
        FolderReport report = scan.report();
        Set<RelativePath> unreadable = count(report);
        merge.end(report.folder(), report.complete(), unreadable, report.failed());
        if (report.complete()) {
            complete.add(report.folder());
            probe.ifPresent(before -> seals.listed(
                    report.folder(),
                    before,
                    report.files(),
                    report.files() + report.excluded(),
                    merge.bytes(),
                    merge.foundNew()));
        } else {
            tally.incompleteFolder();
            seals.unsettled(report.folder());
        }
    }

    /** Counts what the scan saw and gave no entry for. */
    private Set<RelativePath> count(FolderReport report) {
        tally.listed(report.files(), report.excluded(), report.failed());
        purges.listed(report);
        Set<RelativePath> unreadable = new HashSet<>();
        for (Skipped skipped : report.skipped()) {
            skipped.code().ifPresent(code -> {
                unreadable.add(skipped.path());
                SyncException why = SyncException.passing(code, code.meaning());
                tally.name(skipped.path(), why);
                listener.failed(skipped.path(), why);
            });
        }
        return unreadable;
    }

    private void noteLosses(long scanSeq, long lost) throws SyncException {
        if (lost > 0) {
            SyncException why = SyncException.permanent(ErrorCode.FILE_VANISHED, ErrorCode.FILE_VANISHED.meaning());
            List<CycleResult.NamedFile> first = journal.lossesOf(scanSeq, CycleResult.NAMED_MAX).stream()
                    .map(loss -> new CycleResult.NamedFile(loss.entry().path(), why))
                    .toList();
            tally.seen(lost);
            tally.lost(lost, first);
            listener.lost(lost, first);
        }
    }
}
