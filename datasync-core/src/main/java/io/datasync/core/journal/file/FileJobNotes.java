package io.datasync.core.journal.file;

import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.ChangeCensus;
import io.datasync.core.journal.HeldFiles;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.JournalCounts;
import io.datasync.core.journal.LossNote;
import io.datasync.core.journal.QueuedReport;
import io.datasync.core.journal.RunLoss;
import io.datasync.core.journal.RunNote;
import io.datasync.core.journal.file.change.Change;
import io.datasync.core.journal.file.change.Totals;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.seal.SealedFolder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a job's journal has beside its entries: the source, the run, the token, reports, losses, and what stands of a mass change. */
abstract class FileJobNotes implements JobJournal {
    final JobState state;
    private final FileJournal journal;
    private final JobId job;

    FileJobNotes(FileJournal journal, JobId job, JobState state) {
        this.journal = journal;
        this.job = job;
        this.state = state;
    }

    /** A question. */
    interface Asking<T> {
        T ask() throws SyncException;
    }

    final <T> T read(Asking<T> asking) throws SyncException {
        synchronized (journal) {
            journal.requireUsable();
            return asking.ask();
        }
    }

    /** What a call would change. */
    interface Drafting<T> {
        T draft(Draft draft) throws SyncException;
    }

    final <T> T change(Drafting<T> drafting) throws SyncException {
        synchronized (journal) {
            journal.requireUsable();
            Draft draft = new Draft(state);
            T result = drafting.draft(draft);
            journal.commit(job, state, draft.steps());
            return result;
        }
    }

    /** As {@link Drafting}, for what gives nothing. */
    interface Step {
        void draft(Draft draft) throws SyncException;
    }

    final void step(Step step) throws SyncException {
        this.<Boolean>change(draft -> {
            step.draft(draft);
            return true;
        });
    }

    final void requireCurrent(long scanSeq) {
        if (scanSeq < 1 || scanSeq != state.scanSeq()) {
            throw new IllegalArgumentException("Scan " + scanSeq + " is not the one begun last, " + state.scanSeq());
        }
    }

    final void requireBegun(long scanSeq) {
        if (scanSeq < 1 || scanSeq > state.scanSeq()) {
            throw new IllegalArgumentException("Scan " + scanSeq + " was never begun; the last is " + state.scanSeq());
        }
    }

    static void requireSome(int max) {
        if (max < 1) {
            throw new IllegalArgumentException("A maximum below 1: " + max);
        }
    }

    @Override
    public Optional<String> sourceIdentity() throws SyncException {
        return read(state::source);
    }

    @Override
    public void acceptSource(String identity) throws SyncException {
        step(draft -> draft.add(new Change.Source(identity)));
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
    public ChangeCensus changeCensus() throws SyncException {
        return read(() -> HeldBack.census(state));
    }

    @Override
    public long newNames() throws SyncException {
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
    public List<SourceEntry> held(int max) throws SyncException {
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
    public Optional<String> purgeMemory() throws SyncException {
        return read(state::purgeMemory);
    }

    @Override
    public void notePurge(String memory) throws SyncException {
        step(draft -> draft.add(new Change.Purge(memory)));
    }

    @Override
    public List<QueuedReport> unreported(int max) throws SyncException {
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
    public Map<FolderName, Long> unfinished() throws SyncException {
        return read(() -> {
            Map<FolderName, Long> unfinished = new TreeMap<>();
            state.folders().forEach((name, folder) -> {
                if (folder.totals().unfinished() > 0) {
                    unfinished.put(name, folder.totals().unfinished());
                }
            });
            return unfinished;
        });
    }

    @Override
    public List<SealedFolder> sealedFolders() throws SyncException {
        return read(() -> List.copyOf(state.sealed()));
    }

    @Override
    public void seal(List<SealedFolder> folders) throws SyncException {
        step(draft -> folders.forEach(folder -> draft.add(new Change.Seal(folder))));
    }

    @Override
    public void unseal(List<FolderName> folders) throws SyncException {
        step(draft -> folders.forEach(folder -> draft.add(new Change.Unseal(folder))));
    }

    @Override
    public Optional<Instant> sealDueAt() throws SyncException {
        return read(state::sealDueAt);
    }

    @Override
    public void noteSealDue(Optional<Instant> at) throws SyncException {
        step(draft -> draft.add(new Change.SealDue(at)));
    }

    @Override
    public JournalCounts counts() throws SyncException {
        return read(() -> {
            Totals totals = state.totals();
            return new JournalCounts(
                    totals.entries() - totals.unfinished(),
                    totals.waiting(),
                    state.reports().size(),
                    state.losses().size(),
                    totals.heldBack());
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
    public List<RunId> unwrittenLosses(int max) throws SyncException {
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
    public void noteLossesWritten(RunId run, long upTo) throws SyncException {
        step(draft -> state.lossRuns().headMap(upTo, true).forEach((number, of) -> {
            if (of.equals(run) && !state.isWritten(number)) {
                draft.add(new Change.LossWritten(number));
            }
        }));
    }

    @Override
    public Optional<RunNote> currentRun() throws SyncException {
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
    public FencingToken highestToken() throws SyncException {
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

    @Override
    public List<LossNote> lossesOf(long scanSeq, int max) throws SyncException {
        return read(() -> {
            requireSome(max);
            return state.losses().stream()
                    .filter(loss -> loss.scanSeq() == scanSeq)
                    .limit(max)
                    .toList();
        });
    }

    @Override
    public List<RunLoss> lossesOf(RunId run, long after, int max) throws SyncException {
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
}
