package io.datasync.core.journal.file;

import io.datasync.core.digest.SetSummary;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JournalCursor;
import io.datasync.core.journal.JournalEntry;
import io.datasync.core.journal.LossNote;
import io.datasync.core.journal.VanishCensus;
import io.datasync.core.journal.file.change.Change;
import io.datasync.core.journal.file.page.Known;
import io.datasync.core.lease.JobId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.Report;
import io.datasync.core.purge.PurgeOrder;
import io.datasync.core.purge.Standings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One job of a {@link FileJournal}: each call that changes something drafts its changes first and commits them as one. */
final class FileJobJournal extends FileJobNotes {
    private final InstantSource clock;

    FileJobJournal(FileJournal journal, JobId job, JobState state, InstantSource clock) {
        super(journal, job, state);
        this.clock = clock;
    }

    @Override
    public long beginScan() throws SyncException {
        return change(draft -> {
            long before = state.scanSeq() == 0 ? Math.max(0, clock.millis()) : state.scanSeq();
            long scan = Math.max(before, state.scanFloor()) + 1;
            draft.add(new Change.Scan(scan));
            return scan;
        });
    }

    @Override
    public List<FolderName> folders() throws SyncException {
        return read(() -> state.folders().entrySet().stream()
                .filter(folder -> folder.getValue().totals().entries() > 0)
                .map(Map.Entry::getKey)
                .toList());
    }

    @Override
    public JournalCursor entries(FolderName folder) throws SyncException {
        return read(() -> state.cursor(folder));
    }

    @Override
    public List<JournalEntry> find(List<RelativePath> paths) throws SyncException {
        return read(() -> {
            List<JournalEntry> found = new ArrayList<>();
            for (RelativePath path : new LinkedHashSet<>(paths)) {
                for (SourceEntry name : names(path)) {
                    Known known = state.find(name);
                    if (known != null) {
                        found.add(known.entry());
                    }
                }
            }
            return found;
        });
    }

    /** The entries that may have a path: a file and a folder. */
    private static List<SourceEntry> names(RelativePath path) {
        return List.of(SourceEntry.file(path, 0, 0), SourceEntry.folder(path));
    }

    @Override
    public void observe(long scanSeq, List<SourceEntry> entries) throws SyncException {
        step(draft -> {
            requireCurrent(scanSeq);
            for (SourceEntry entry : entries) {
                Known before = draft.find(entry);
                draft.unstage(entry);
                if (before == null) {
                    draft.put(null, new JournalEntry(entry, Optional.empty()), scanSeq);
                } else {
                    draft.put(before, before.entry().observed(entry), before.firstScan());
                }
            }
        });
    }

    @Override
    public void stageVanished(long scanSeq, List<SourceEntry> entries) throws SyncException {
        step(draft -> {
            requireCurrent(scanSeq);
            for (SourceEntry entry : entries) {
                if (state.find(entry) != null) {
                    draft.add(new Change.Stage(entry));
                }
            }
        });
    }

    @Override
    public void unstageVanished(long scanSeq, FolderName folder) throws SyncException {
        step(draft -> {
            requireCurrent(scanSeq);
            for (SourceEntry entry : state.staged()) {
                if (entry.path().folder().equals(folder)) {
                    draft.unstage(entry);
                }
            }
        });
    }

    @Override
    public VanishCensus vanishCensus(long scanSeq) throws SyncException {
        return read(() -> {
            requireCurrent(scanSeq);
            return Census.vanished(state, scanSeq);
        });
    }

    @Override
    public long applyVanished(long scanSeq, Instant noticedAt) throws SyncException {
        return change(draft -> {
            requireCurrent(scanSeq);
            Map<FolderName, List<SourceEntry>> staged = new TreeMap<>();
            for (SourceEntry entry : state.staged()) {
                staged.computeIfAbsent(entry.path().folder(), folder -> new ArrayList<>())
                        .add(entry);
            }
            long lost = 0;
            for (List<SourceEntry> folder : staged.values()) {
                for (SourceEntry entry : folder) {
                    lost += draft.remove(entry, scanSeq, noticedAt);
                }
            }
            draft.add(new Change.Applied(scanSeq));
            return lost;
        });
    }

    @Override
    public void forgetNew(long scanSeq) throws SyncException {
        step(draft -> {
            requireCurrent(scanSeq);
            JobState.Walk walk = state.walk(page -> page.firstScanMax() == scanSeq);
            for (Known known = walk.next(); known != null; known = walk.next()) {
                if (known.firstScan() == scanSeq && known.entry().verified().isEmpty()) {
                    draft.remove(known.observed(), scanSeq, null);
                }
            }
        });
    }

    @Override
    public void leaveOut(long scanSeq, List<SourceEntry> entries) throws SyncException {
        step(draft -> {
            requireBegun(scanSeq);
            for (SourceEntry entry : entries) {
                draft.remove(entry, scanSeq, null);
            }
        });
    }

    @Override
    public List<SourceEntry> pending(PurgeOrder order, Optional<SourceEntry> after, int max) throws SyncException {
        return read(() -> {
            requireSome(max);
            return state.pending(order, after, max);
        });
    }

    @Override
    public Standings standings() throws SyncException {
        return read(() -> Census.standings(state));
    }

    @Override
    public void recordVerified(long scanSeq, List<Fact> facts) throws SyncException {
        step(draft -> {
            requireBegun(scanSeq);
            for (Fact fact : facts) {
                Known before = draft.find(fact.entry());
                JournalEntry entry = before == null ? new JournalEntry(fact.entry(), Optional.empty()) : before.entry();
                draft.put(before, entry.verified(Optional.of(fact)), before == null ? scanSeq : before.firstScan());
                draft.queue(new Report.Verified(scanSeq, fact));
            }
        });
    }

    @Override
    public void adopt(List<Fact> facts) throws SyncException {
        step(draft -> {
            for (Fact fact : facts) {
                Known known = draft.find(fact.entry());
                if (known != null && known.observed().looksLike(fact.entry())) {
                    draft.put(known, known.entry().verified(Optional.of(fact)), known.firstScan());
                }
            }
        });
    }

    @Override
    public void reportAgain(long scanSeq, List<RelativePath> paths) throws SyncException {
        step(draft -> {
            requireBegun(scanSeq);
            for (RelativePath path : paths) {
                for (SourceEntry name : names(path)) {
                    Known known = draft.find(name);
                    if (known != null) {
                        known.entry().verified().ifPresent(fact -> draft.queue(new Report.Verified(scanSeq, fact)));
                    }
                }
            }
        });
    }

    @Override
    public void doubt(List<RelativePath> paths) throws SyncException {
        step(draft -> {
            for (RelativePath path : paths) {
                for (SourceEntry name : names(path)) {
                    Known known = draft.find(name);
                    if (known != null && known.entry().verified().isPresent()) {
                        draft.put(known, known.entry().verified(Optional.empty()), known.firstScan());
                    }
                }
            }
        });
    }

    @Override
    public Map<FolderName, SetSummary> summaries() throws SyncException {
        return read(() -> {
            Map<FolderName, SetSummary> summaries = new TreeMap<>();
            state.folders()
                    .forEach((name, folder) ->
                            folder.totals().summary().ifPresent(summary -> summaries.put(name, summary)));
            return summaries;
        });
    }

    @Override
    public List<LossNote> losses(int max) throws SyncException {
        return read(() -> {
            requireSome(max);
            return state.losses().stream().limit(max).toList();
        });
    }
}
