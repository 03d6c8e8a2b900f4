package io.datasync.core.cycle;

import io.datasync.core.coordinator.CompareLines;
import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.digest.Digest;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.JournalCursor;
import io.datasync.core.journal.JournalEntry;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.manifest.Fact;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.CompareAnswer;
import io.datasync.core.protocol.CompareLine;
import io.datasync.core.scan.FolderProbes;
import io.datasync.core.scan.SourceRoot;
import io.datasync.core.seal.FolderProbe;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares the folders that differ, entry by entry, and mends the journal by what the server knows: takes over what is archived, queues
 * what the server has not heard of, and doubts what it holds in doubt (D-4).
 */
final class ComparePhase {
    private static final int BATCH = 1_000;

    private final JobJournal journal;
    private final Coordinator coordinator;
    private final Clock clock;
    private final RunSession session;
    private final Tally tally;
    private final SourceRoot root;
    private final Set<FolderName> complete;

    /** Folders that only the server knew. */
    private final Set<FolderName> gone = new TreeSet<>();

    private final Map<RelativePath, Digest> known = new HashMap<>();
    private final List<RelativePath> unheard = new ArrayList<>();
    private final List<RelativePath> doubtful = new ArrayList<>();

    /**
     * A comparison, not yet begun.
     *
     * @param root the source's
     * @param complete the folders that this scan listed to their end under a root known before (D-2)
     */
    ComparePhase(CycleParts parts, RunSession session, Tally tally, SourceRoot root, Set<FolderName> complete) {
        journal = parts.journal();
        coordinator = parts.coordinator();
        clock = parts.clock();
        this.session = session;
        this.tally = tally;
        this.root = root;
        this.complete = complete;
    }

    /**
     * Compares them.
     *
     * @return whether it came to its end; if not, the folders differ still, or the journal was not told what the server knows
     * @throws SyncException only what the journal throws; the server's failures make the session wait
     */
    boolean compare(long scanSeq, List<FolderName> differing) throws SyncException {
        Optional<FencingToken> token = session.token();
        if (token.isEmpty()) {
            return differing.isEmpty();
        }
        boolean whole = true;
        try (Lines lines = new Lines(differing.iterator())) {
            coordinator.compare(session.run(), token.get(), scanSeq, lines, answer -> take(scanSeq, answer));
        } catch (SyncException e) {
            if (JobCycle.endsCycle(e)) {
                throw e;
            }
            session.interrupted(e);
            whole = false;
        }
        settle(scanSeq);
        return whole;
    }

    /**
     * Whether the scan knows all that is in a folder. Of one that only the server knows, because the journal is new or the database is an earlier
     * one, that is nothing, when all first-level folders were listed and it is not there still.
     */
    private boolean isListed(FolderName folder) {
        if (complete.contains(folder) || !complete.contains(FolderName.ROOT)) {
            return complete.contains(folder);
        }
        boolean absent = FolderProbes.probe(root, folder)
                .filter(FolderProbe.ABSENT::equals)
                .isPresent();
        boolean isGone = absent && isRootThere();
        if (isGone) {
            gone.add(folder);
        }
        return isGone;
    }

    /** The folders of which the server knew and nothing is left; for after a comparison that came to its end. */
    Set<FolderName> gone() {
        return gone;
    }

    private boolean isRootThere() {
        try {
            root.requireThere();
            return true;
        } catch (SyncException gone) {
            // The next scan says so.
            return false;
        }
    }

    private void take(long scanSeq, CompareAnswer answer) throws SyncException {
        switch (answer.verdict()) {
            case KNOWN -> answer.digest().ifPresent(digest -> known.put(answer.path(), digest));
            case UNKNOWN, CHANGED -> unheard.add(answer.path());
            case WANTED, DISAGREES -> doubtful.add(answer.path());
        }
        if (known.size() + unheard.size() + doubtful.size() >= BATCH) {
            settle(scanSeq);
        }
    }

    private void settle(long scanSeq) throws SyncException {
        adopt();
        doubt();
        journal.reportAgain(scanSeq, List.copyOf(unheard));
        unheard.clear();
    }

    private void adopt() throws SyncException {
        List<Fact> adopted = new ArrayList<>();
        for (JournalEntry entry : journal.find(List.copyOf(known.keySet()))) {
            Digest digest = known.get(entry.observed().path());
            if (entry.waits() && digest != null) {
                adopted.add(new Fact(entry.observed(), digest, clock.instant()));
                tally.adopted(entry.observed());
            }
        }
        journal.adopt(adopted);
        known.clear();
    }

    /** Only what this scan saw can be read again now; the rest differs still when its folder can be listed. */
    private void doubt() throws SyncException {
        List<RelativePath> seen = doubtful.stream()
                .filter(path -> complete.contains(path.folder()))
                .toList();
        for (JournalEntry entry : journal.find(seen)) {
            if (!entry.pending()) {
                tally.doubted(entry.observed());
            }
        }
        journal.doubt(seen);
        doubtful.clear();
    }

    /** The journal's entries of one folder after the other, as lines. */
    private final class Lines implements CompareLines, AutoCloseable {
        private final Iterator<FolderName> folders;
        private @Nullable FolderName folder;
        private @Nullable JournalCursor cursor;

        Lines(Iterator<FolderName> folders) {
            this.folders = folders;
        }

        @Override
        public @Nullable CompareLine next() throws SyncException {
            if (folder == null || cursor == null) {
                if (!folders.hasNext()) {
                    return null;
                }
                folder = folders.next();
                cursor = journal.entries(folder);
                return new CompareLine.Start(folder);
            }
            JournalEntry entry = cursor.next();
            if (entry != null) {
                Optional<Digest> digest =
                        entry.pending() ? Optional.empty() : entry.verified().map(Fact::digest);
                return new CompareLine.Item(entry.observed(), digest);
            }
            CompareLine end = new CompareLine.End(folder, isListed(folder));
            close();
            return end;
        }

        @Override
        public void close() {
            if (cursor != null) {
                cursor.close();
                cursor = null;
            }
        }
    }
}
