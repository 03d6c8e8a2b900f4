package io.datasync.core.coordinator;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.IndexTransaction;
import io.datasync.core.index.StateIndex;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.PathHash;
import io.datasync.core.protocol.CompareAnswer;
import io.datasync.core.protocol.CompareLine;
import io.datasync.core.protocol.CompareVerdict;
import io.datasync.core.protocol.OpenRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares what an agent has with the index: read some lines, one short transaction, the next lines (D-31). Thread-safe.
 *
 * <p>Each transaction passes the gate anew, so that a run that was overtaken in the middle stops there.
 */
final class CompareRule {
    private final StateIndex index;
    private final CoordinatorSettings settings;

    CompareRule(StateIndex index, CoordinatorSettings settings) {
        this.index = index;
        this.settings = settings;
    }

    void compare(
            RunnerId runner, RunId run, FencingToken token, long scanSeq, CompareLines lines, CompareAnswers answers)
            throws SyncException {
        Comparison comparison = new Comparison(runner, run, token, scanSeq, answers);
        comparison.begin();
        for (CompareLine line = lines.next(); line != null; line = lines.next()) {
            if (line instanceof CompareLine.Start start) {
                comparison.start(start.folder());
            } else if (line instanceof CompareLine.Item item) {
                comparison.item(item);
            } else if (line instanceof CompareLine.End end) {
                comparison.end(end);
            }
        }
        comparison.finish();
    }

    /** An item and its key in the index. */
    private record Named(PathHash key, CompareLine.Item item) {}

    /** One comparison; for one thread. */
    private final class Comparison {
        private final RunnerId runner;
        private final RunId run;
        private final FencingToken token;
        private final long scanSeq;
        private final CompareAnswers answers;
        private final List<Named> batch = new ArrayList<>();
        private @Nullable FolderName folder;
        private @Nullable SourceEntry previous;
        private int folders;

        Comparison(RunnerId runner, RunId run, FencingToken token, long scanSeq, CompareAnswers answers) {
            this.runner = runner;
            this.run = run;
            this.token = token;
            this.scanSeq = scanSeq;
            this.answers = answers;
        }

        /** Refuses a stale run before anything is read. */
        void begin() throws SyncException {
            if (!EntryRules.isScanSeq(scanSeq)) {
                throw malformed("Not the number of a scan: " + scanSeq);
            }
            index.transact(this::enter);
        }

        /** Passes the gate and renews the lease. */
        private RunGate.Held enter(IndexTransaction tx) throws SyncException {
            RunGate.Held held = RunGate.enter(tx, runner, run, token);
            tx.updateRun(held.run().heard(held.run().state(), tx.now(), settings.lease()));
            return held;
        }

        void start(FolderName name) throws SyncException {
            if (folder != null) {
                throw malformed("Folder " + name + " starts within folder " + folder);
            }
            if (++folders > 2 * OpenRequest.FOLDERS_MAX) {
                throw SyncException.permanent(ErrorCode.MESSAGE_TOO_LARGE, "Too many folders in one comparison");
            }
            folder = name;
            previous = null;
        }

        void item(CompareLine.Item item) throws SyncException {
            SourceEntry entry = item.entry();
            if (folder == null || !entry.path().folder().equals(folder)) {
                throw malformed("The entry " + entry.path() + " stands outside its folder");
            }
            EntryRules.checkLength(entry.path());
            if (previous != null && SourceEntry.CANONICAL_ORDER.compare(previous, entry) >= 0) {
                throw malformed("The entry " + entry.path() + " is not in canonical order after " + previous.path());
            }
            previous = entry;
            batch.add(new Named(entry.path().hash(), item));
            if (batch.size() == settings.batch()) {
                flush(folder);
            }
        }

        void end(CompareLine.End end) throws SyncException {
            if (folder == null || !end.folder().equals(folder)) {
                throw malformed("Folder " + end.folder() + " ends and was not the one that started");
            }
            flush(folder);
            if (end.complete()) {
                leave(folder);
            }
            folder = null;
        }

        void finish() throws SyncException {
            if (folder != null) {
                throw malformed("Folder " + folder + " does not end");
            }
        }

        private void flush(FolderName name) throws SyncException {
            if (batch.isEmpty()) {
                return;
            }
            for (CompareAnswer answer : index.transact(tx -> judge(tx, name))) {
                answers.answer(answer);
            }
            batch.clear();
        }

        private List<CompareAnswer> judge(IndexTransaction tx, FolderName name) throws SyncException {
            RunGate.Held held = enter(tx);
            TreeSet<PathHash> keys = new TreeSet<>();
            batch.forEach(named -> keys.add(named.key()));
            FolderWork work = FolderWork.of(tx, held.job().job(), name, keys);
            TreeSet<PathHash> seen = new TreeSet<>();
            List<CompareAnswer> verdicts = new ArrayList<>();
            for (Named named : batch) {
                verdicts.add(judge(work, seen, named.key(), named.item()));
            }
            if (!seen.isEmpty()) {
                tx.markSeen(work.id(), seen, scanSeq);
            }
            work.store(tx, tx.now());
            return verdicts;
        }

        private CompareAnswer judge(FolderWork work, Set<PathHash> seen, PathHash key, CompareLine.Item item) {
            Optional<EntryRow> row = work.row(key);
            CompareVerdict verdict = EntryRules.verdict(row, item);
            if (row.isPresent() && isToldNext(row.get(), verdict, item)) {
                work.put(key, row.get().observed(false, row.get().scanSeq()));
            } else if (row.isPresent() && row.get().countsAtSource()) {
                seen.add(key);
            } else if (verdict == CompareVerdict.KNOWN) {
                EntryRules.named(row.get(), scanSeq).ifPresent(back -> work.put(key, back));
            }
            boolean tells =
                    switch (verdict) {
                        case KNOWN, CHANGED, DISAGREES -> true;
                        case UNKNOWN, WANTED -> false;
                    };
            return new CompareAnswer(
                    item.entry().path(), verdict, row.filter(known -> tells).map(known -> known.fact()
                            .digest()));
        }

        /**
         * Whether the agent has archived other content than the row speaks of, and tells so next. What the row speaks of is not at the source then; it
         * must not be marked as seen in this scan, since that proof would be taken for a late one if the clock by which it was made was behind that of the
         * row's.
         */
        private boolean isToldNext(EntryRow row, CompareVerdict verdict, CompareLine.Item item) {
            return verdict == CompareVerdict.CHANGED
                    && item.digest().isPresent()
                    && row.countsAtSource()
                    && row.scanSeq() < scanSeq;
        }

        /** What the folder no longer names leaves its {@code at_source} summary, a page at a time; the archive keeps it (D-1). */
        private void leave(FolderName name) throws SyncException {
            Optional<PathHash> after = Optional.empty();
            do {
                Optional<PathHash> from = after;
                after = index.transact(tx -> leave(tx, name, from));
            } while (after.isPresent());
        }

        /** Takes a page of entries out; returns the last of a full page. */
        private Optional<PathHash> leave(IndexTransaction tx, FolderName name, Optional<PathHash> after)
                throws SyncException {
            RunGate.Held held = enter(tx);
            FolderWork work = FolderWork.unseen(tx, held.job().job(), name, scanSeq, after, settings.batch());
            NavigableMap<PathHash, EntryRow> page = work.rows();
            page.forEach((key, row) -> work.put(key, row.observed(false, scanSeq)));
            work.store(tx, tx.now());
            return page.size() < settings.batch() ? Optional.empty() : Optional.of(page.lastKey());
        }
    }

    private static SyncException malformed(String fault) {
        return SyncException.permanent(ErrorCode.MESSAGE_MALFORMED, fault);
    }
}
