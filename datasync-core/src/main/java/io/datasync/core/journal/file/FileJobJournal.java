package io.datasync.core.journal.file;

import io.datasync.core.digest.SetSummary;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.ChangeCensus;
import io.datasync.core.journal.HeldFiles;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.JournalCounts;
import io.datasync.core.journal.JournalCursor;
import io.datasync.core.journal.JournalEntry;
import io.datasync.core.journal.LossNote;
import io.datasync.core.journal.QueuedReport;
import io.datasync.core.journal.RunLoss;
import io.datasync.core.journal.RunNote;
import io.datasync.core.journal.VanishCensus;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
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
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;

/** One job of a {@link FileJournal}: each call that changes something drafts its changes first and commits them as one. */
final class FileJobJournal implements JobJournal {
    private final FileJournal journal;
    private final JobId job;
    private final JobState state;
    private final InstantSource clock;

    FileJobJournal(FileJournal journal, JobId job, JobState state, InstantSource clock) {
        this.journal = journal;
        this.job = job;
        this.state = state;
        this.clock = clock;
    }

    /** A question. */
    private interface Asking<T> {
        T ask();
    }

    private <T> T read(Asking<T> asking) {
        synchronized (journal) {
            journal.requireUsable();
            return asking.ask();
        }
    }

    /** What a call would change. */
    private interface Drafting<T> {
        T draft(Draft draft);
    }

    private <T> T change(Drafting<T> drafting) throws SyncException {
        synchronized (journal) {
            journal.requireUsable();
            Draft draft = new Draft(state);
            T result = drafting.draft(draft);
            journal.commit(job, state, draft.changes());
            return result;
        }
    }

    /** As {@link Drafting}, for what gives nothing. */
    private interface Step {
        void draft(Draft draft);
    }

    private void step(Step step) throws SyncException {
        this.<Boolean>change(draft -> {
            step.draft(draft);
            return true;
        });
    }

    @Override
    public Optional<String> sourceIdentity() {
        return read(state::source);
    }

    @Override
    public void acceptSource(String identity) throws SyncException {
        step(draft -> draft.add(new Change.Source(identity)));
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
    public void raiseScan(long scanSeq) throws SyncException {
        step(draft -> {
            if (scanSeq > state.scanFloor()) {
                draft.add(new Change.ScanFloor(scanSeq));
            }
        });
    }

    @Override
    public List<FolderName> folders() {
        return read(() -> List.copyOf(state.folders()));
    }

    @Override
    public JournalCursor entries(FolderName folder) {
        return read(() -> new ListCursor(List.copyOf(state.entries(folder))));
    }

    @Override
    public List<JournalEntry> find(List<RelativePath> paths) {
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
                    draft.put(new JournalEntry(entry, Optional.empty()), scanSeq);
                } else {
                    draft.put(before.entry().observed(entry), before.firstScan());
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
    public VanishCensus vanishCensus(long scanSeq) {
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
            for (FolderName folder : state.folders()) {
                for (Known known : state.entries(folder)) {
                    if (known.firstScan() == scanSeq && known.entry().verified().isEmpty()) {
                        draft.remove(known.observed(), scanSeq, null);
                    }
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
    public ChangeCensus changeCensus() {
        return read(() -> HeldBack.census(state));
    }

    @Override
    public long newNames() {
        return read(() -> HeldBack.newNames(state));
    }

    @Override
    public HeldFiles hold(long scanSeq, long renamed, Instant noticedAt) throws SyncException {
        return change(draft -> {
            requireCurrent(scanSeq);
            return HeldBack.hold(state, draft, renamed, noticedAt);
        });
    }

    @Override
    public List<SourceEntry> held(int max) {
        return read(() -> {
            requireSome(max);
            return HeldBack.held(state, max);
        });
    }

    @Override
    public void acceptChanges() throws SyncException {
        step(draft -> HeldBack.accept(state, draft));
    }

    @Override
    public void quarantineChanges() throws SyncException {
        step(draft -> HeldBack.quarantine(state, draft));
    }

    @Override
    public void noteChangesTold(long files) throws SyncException {
        step(draft -> draft.add(new Change.MassChange(
                state.massChange().since(), state.massChange().renamed(), files)));
    }

    @Override
    public List<SourceEntry> pending(PurgeOrder order, Optional<SourceEntry> after, int max) {
        return read(() -> {
            requireSome(max);
            NavigableSet<SourceEntry> all = state.pending(order);
            return (after.isPresent() ? all.tailSet(after.get(), false) : all)
                    .stream().limit(max).toList();
        });
    }

    @Override
    public Standings standings() {
        return read(() -> Census.standings(state));
    }

    @Override
    public Optional<String> purgeMemory() {
        return read(state::purgeMemory);
    }

    @Override
    public void notePurge(String memory) throws SyncException {
        step(draft -> draft.add(new Change.Purge(memory)));
    }

    @Override
    public void recordVerified(long scanSeq, List<Fact> facts) throws SyncException {
        step(draft -> {
            requireBegun(scanSeq);
            for (Fact fact : facts) {
                Known before = draft.find(fact.entry());
                JournalEntry entry = before == null ? new JournalEntry(fact.entry(), Optional.empty()) : before.entry();
                draft.put(entry.verified(Optional.of(fact)), before == null ? scanSeq : before.firstScan());
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
                    draft.put(known.entry().verified(Optional.of(fact)), known.firstScan());
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
                        draft.put(known.entry().verified(Optional.empty()), known.firstScan());
                    }
                }
            }
        });
    }

    @Override
    public List<QueuedReport> unreported(int max) {
        return read(() -> {
            requireSome(max);
            return state.reports().stream().limit(max).toList();
        });
    }

    @Override
    public void acknowledge(long upTo) throws SyncException {
        step(draft -> {
            if (upTo < 1 || upTo > state.lastReport()) {
                throw new IllegalArgumentException("No report has the number " + upTo);
            }
            QueuedReport first = state.reports().peek();
            if (first != null && first.number() <= upTo) {
                draft.add(new Change.Acknowledge(upTo));
            }
        });
    }

    @Override
    public Map<FolderName, SetSummary> summaries() {
        return read(() -> {
            Map<FolderName, SetSummary> summaries = new TreeMap<>();
            for (FolderName folder : state.folders()) {
                state.summary(folder).ifPresent(summary -> summaries.put(folder, summary));
            }
            return summaries;
        });
    }

    @Override
    public JournalCounts counts() {
        return read(() -> new JournalCounts(
                state.entries() - state.pending() - state.heldBack(),
                state.pending(),
                state.reports().size(),
                state.losses().size(),
                state.heldBack()));
    }

    @Override
    public List<LossNote> losses(int max) {
        return read(() -> {
            requireSome(max);
            return state.losses().stream().limit(max).toList();
        });
    }

    @Override
    public List<LossNote> lossesOf(long scanSeq, int max) {
        return read(() -> {
            requireSome(max);
            return state.losses().stream()
                    .filter(loss -> loss.scanSeq() == scanSeq)
                    .limit(max)
                    .toList();
        });
    }

    @Override
    public void assignLosses(RunId run) throws SyncException {
        step(draft -> {
            for (long number = 1; number <= state.losses().size(); number++) {
                if (!state.lossRuns().containsKey(number)) {
                    draft.add(new Change.LossRun(number, run));
                }
            }
        });
    }

    @Override
    public List<RunId> unwrittenLosses(int max) {
        return read(() -> {
            requireSome(max);
            return state.lossRuns().entrySet().stream()
                    .filter(loss -> !state.isWritten(loss.getKey()))
                    .map(Map.Entry::getValue)
                    .distinct()
                    .limit(max)
                    .toList();
        });
    }

    @Override
    public List<RunLoss> lossesOf(RunId run, long after, int max) {
        return read(() -> {
            requireSome(max);
            return state.lossRuns().tailMap(after, false).entrySet().stream()
                    .filter(loss -> loss.getValue().equals(run))
                    .limit(max)
                    .map(loss -> new RunLoss(
                            loss.getKey(),
                            state.losses().get(Math.toIntExact(loss.getKey() - 1)),
                            state.isWritten(loss.getKey())))
                    .toList();
        });
    }

    @Override
    public void noteLossesWritten(RunId run, long upTo) throws SyncException {
        step(draft -> state.lossRuns().headMap(upTo, true).forEach((number, of) -> {
            if (of.equals(run) && !state.isWritten(number)) {
                draft.add(new Change.LossWritten(number));
            }
        }));
    }

    @Override
    public Optional<RunNote> currentRun() {
        return read(state::run);
    }

    @Override
    public void noteRun(RunNote run) throws SyncException {
        step(draft -> {
            if (!state.run().equals(Optional.of(run))) {
                draft.add(new Change.Run(Optional.of(run)));
            }
        });
    }

    @Override
    public void endRun(RunId run) throws SyncException {
        step(draft -> {
            if (state.run().isPresent() && state.run().get().run().equals(run)) {
                draft.add(new Change.Run(Optional.empty()));
            }
        });
    }

    @Override
    public FencingToken highestToken() {
        return read(state::token);
    }

    @Override
    public void raiseToken(FencingToken token) throws SyncException {
        step(draft -> {
            if (token.compareTo(state.token()) > 0) {
                draft.add(new Change.Token(token));
            }
        });
    }

    private void requireCurrent(long scanSeq) {
        if (scanSeq < 1 || scanSeq != state.scanSeq()) {
            throw new IllegalArgumentException("Scan " + scanSeq + " is not the one begun last, " + state.scanSeq());
        }
    }

    private void requireBegun(long scanSeq) {
        if (scanSeq < 1 || scanSeq > state.scanSeq()) {
            throw new IllegalArgumentException("Scan " + scanSeq + " was never begun; the last is " + state.scanSeq());
        }
    }

    private static void requireSome(int max) {
        if (max < 1) {
            throw new IllegalArgumentException("A maximum below 1: " + max);
        }
    }
}
