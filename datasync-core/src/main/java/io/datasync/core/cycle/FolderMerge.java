package io.datasync.core.cycle;

import io.datasync.core.diff.DiffVisitor;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.Hold;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.JournalEntry;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.PathFilter;
import io.datasync.core.path.RelativePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Takes what the comparison of one folder with the journal finds. For one thread.
 *
 * <p>Everything goes to the journal in batches. What was not found is staged only: taken back when the listing turns out not to be
 * complete, and whether it vanished is judged over all folders (D-2).
 */
final class FolderMerge implements DiffVisitor<JournalEntry> {
    private static final int BATCH = 1_000;

    private final JobJournal journal;
    private final PathFilter filter;
    private final Tally tally;
    private final long scanSeq;
    private final Stillness stillness;
    private final PurgeWatch purges;
    private final Observations observations;

    private final List<SourceEntry> leftOut = new ArrayList<>();
    private final List<SourceEntry> missed = new ArrayList<>();

    /** Known unarchived files that were not found: what is counted of them when the folder was not listed to its end. */
    private long missedFiles;

    private long missedBytes;

    /** Held files that were not found, likewise. */
    private long missedHeld;

    private boolean foundNew;
    private long bytes;

    FolderMerge(
            JobJournal journal,
            PathFilter filter,
            Tally tally,
            long scanSeq,
            Stillness stillness,
            PurgeWatch purges,
            Observations observations) {
        this.journal = journal;
        this.filter = filter;
        this.tally = tally;
        this.scanSeq = scanSeq;
        this.stillness = stillness;
        this.purges = purges;
        this.observations = observations;
    }

    @Override
    public void added(SourceEntry entry) throws SyncException {
        purges.added(entry);
        observe(entry);
    }

    @Override
    public void changed(SourceEntry entry, JournalEntry before) throws SyncException {
        purges.changed(entry, before.observed());
        note(entry);
        count(before.observed(entry));
    }

    private void observe(SourceEntry entry) throws SyncException {
        note(entry);
        tally.planned(entry);
    }

    private void note(SourceEntry entry) throws SyncException {
        foundNew = true;
        bytes += entry.sizeBytes();
        stillness.observed(entry);
        observations.add(entry);
    }

    @Override
    public void unchanged(SourceEntry entry, JournalEntry before) {
        purges.unchanged(entry);
        bytes += entry.sizeBytes();
        count(before);
    }

    /** Counts an entry as the journal knows it now. */
    private void count(JournalEntry known) {
        SourceEntry entry = known.observed();
        if (!known.pending()) {
            tally.verified(entry);
            return;
        }
        switch (known.hold()) {
            case NONE, ACCEPTED -> tally.planned(entry);
            case HELD -> tally.held(entry);
            case QUARANTINED -> tally.quarantined(entry);
        }
    }

    @Override
    public void vanished(JournalEntry before) throws SyncException {
        if (filter.leavesOut(before.observed().path())) {
            leftOut.add(before.observed());
            if (leftOut.size() >= BATCH) {
                journal.leaveOut(scanSeq, leftOut);
                leftOut.clear();
            }
        } else {
            missed(before);
        }
    }

    private void missed(JournalEntry before) throws SyncException {
        SourceEntry entry = before.observed();
        missed.add(entry);
        if (waits(before)) {
            missedFiles++;
            missedBytes += entry.sizeBytes();
        } else if (before.hold() == Hold.HELD) {
            missedHeld++;
        }
        if (missed.size() >= BATCH) {
            journal.stageVanished(scanSeq, missed);
            missed.clear();
        }
    }

    private static boolean waits(JournalEntry entry) {
        return entry.waits() && entry.observed().kind() == EntryKind.FILE;
    }

    /** Whether something is new or changed. */
    boolean foundNew() {
        return foundNew;
    }

    /** The bytes of all that is there. */
    long bytes() {
        return bytes;
    }

    /**
     * Ends the folder.
     *
     * @param complete whether everything was listed
     * @param unreadable files that were listed and are counted as failed already, those that are named
     * @param unreadableFiles how many there are
     */
    void end(FolderName folder, boolean complete, Set<RelativePath> unreadable, long unreadableFiles)
            throws SyncException {
        observations.folderEnded();
        journal.leaveOut(scanSeq, leftOut);
        if (complete) {
            journal.stageVanished(scanSeq, missed);
        } else {
            journal.unstageVanished(scanSeq, folder);
            countUnlisted(unreadable, unreadableFiles);
        }
    }

    /** Known unarchived files behind a folder that could not be listed count as seen: they are tried, or held still (D-3, D-12). */
    private void countUnlisted(Set<RelativePath> unreadable, long unreadableFiles) throws SyncException {
        List<JournalEntry> named = journal.find(List.copyOf(unreadable));
        long namedWaiting = named.stream().filter(FolderMerge::waits).count();
        long namedHeld =
                named.stream().filter(entry -> entry.hold() == Hold.HELD).count();
        // Of those beyond the named ones as many as can be: a file must not count twice.
        long beyond = Math.max(0, unreadableFiles - unreadable.size());
        long waiting = Math.min(beyond, missedFiles - namedWaiting);
        long held = Math.min(beyond - waiting, missedHeld - namedHeld);
        tally.plannedUnlisted(missedFiles, missedBytes, namedWaiting + waiting);
        tally.heldUnlisted(missedHeld, namedHeld + held);
    }
}
