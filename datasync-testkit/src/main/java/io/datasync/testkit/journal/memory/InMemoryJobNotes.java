package io.datasync.testkit.journal.memory;

import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.LossNote;
import io.datasync.core.journal.QueuedReport;
import io.datasync.core.journal.RunLoss;
import io.datasync.core.journal.RunNote;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.RunId;
import io.datasync.core.path.FolderName;
import io.datasync.core.protocol.Report;
import io.datasync.core.seal.SealedFolder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/** What a job's memory has beside its entries: the source, the run, the token, reports and losses. */
abstract class InMemoryJobNotes implements JobJournal {
    final InMemoryJournal journal;
    final JobMemory job;

    InMemoryJobNotes(InMemoryJournal journal, JobMemory job) {
        this.journal = journal;
        this.job = job;
    }

    @Override
    public Optional<String> sourceIdentity() throws SyncException {
        synchronized (journal) {
            journal.call();
            return job.sourceIdentity;
        }
    }

    @Override
    public void acceptSource(String identity) throws SyncException {
        synchronized (journal) {
            journal.call();
            job.sourceIdentity = Optional.of(identity);
        }
    }

    @Override
    public void raiseScan(long scanSeq) throws SyncException {
        synchronized (journal) {
            journal.call();
            job.scanFloor = Math.max(job.scanFloor, scanSeq);
        }
    }

    @Override
    public List<QueuedReport> unreported(int max) throws SyncException {
        synchronized (journal) {
            requireSome(max);
            journal.call();
            return job.reports.stream().limit(max).toList();
        }
    }

    @Override
    public void acknowledge(long upTo) throws SyncException {
        synchronized (journal) {
            if (upTo < 1 || upTo > job.lastReport) {
                throw new IllegalArgumentException("No report has the number " + upTo);
            }
            journal.call();
            job.reports.removeIf(report -> report.number() <= upTo);
        }
    }

    @Override
    public List<LossNote> losses(int max) throws SyncException {
        synchronized (journal) {
            requireSome(max);
            journal.call();
            return job.losses.stream().limit(max).toList();
        }
    }

    @Override
    public List<LossNote> lossesOf(long scanSeq, int max) throws SyncException {
        synchronized (journal) {
            requireSome(max);
            journal.call();
            return job.losses.stream()
                    .filter(loss -> loss.scanSeq() == scanSeq)
                    .limit(max)
                    .toList();
        }
    }

    @Override
    public Optional<RunNote> currentRun() throws SyncException {
        synchronized (journal) {
            journal.call();
            return job.run;
        }
    }

    @Override
    public void noteRun(RunNote run) throws SyncException {
        synchronized (journal) {
            journal.call();
            job.run = Optional.of(run);
        }
    }

    @Override
    public void endRun(RunId run) throws SyncException {
        synchronized (journal) {
            journal.call();
            if (job.run.isPresent() && job.run.get().run().equals(run)) {
                job.run = Optional.empty();
            }
        }
    }

    @Override
    public FencingToken highestToken() throws SyncException {
        synchronized (journal) {
            journal.call();
            return job.token;
        }
    }

    @Override
    public void raiseToken(FencingToken token) throws SyncException {
        synchronized (journal) {
            journal.call();
            if (token.compareTo(job.token) > 0) {
                job.token = token;
            }
        }
    }

    @Override
    public Optional<String> purgeMemory() throws SyncException {
        synchronized (journal) {
            journal.call();
            return job.purgeMemory;
        }
    }

    @Override
    public void notePurge(String memory) throws SyncException {
        synchronized (journal) {
            journal.call();
            job.purgeMemory = Optional.of(memory);
        }
    }

    @Override
    public List<SealedFolder> sealedFolders() throws SyncException {
        synchronized (journal) {
            journal.call();
            return List.copyOf(job.sealed.values());
        }
    }

    @Override
    public void seal(List<SealedFolder> folders) throws SyncException {
        synchronized (journal) {
            journal.call();
            folders.forEach(folder -> job.sealed.put(folder.folder(), folder));
        }
    }

    @Override
    public void unseal(List<FolderName> folders) throws SyncException {
        synchronized (journal) {
            journal.call();
            folders.forEach(job.sealed::remove);
        }
    }

    @Override
    public Optional<Instant> sealDueAt() throws SyncException {
        synchronized (journal) {
            journal.call();
            return job.sealDueAt;
        }
    }

    @Override
    public void noteSealDue(Optional<Instant> at) throws SyncException {
        synchronized (journal) {
            journal.call();
            job.sealDueAt = at;
        }
    }

    @Override
    public void assignLosses(RunId run) throws SyncException {
        synchronized (journal) {
            journal.call();
            numbers().forEach(number -> job.lossRuns.putIfAbsent(number, run));
        }
    }

    private LongStream numbers() {
        return LongStream.rangeClosed(1, job.losses.size());
    }

    @Override
    public List<RunId> unwrittenLosses(int max) throws SyncException {
        synchronized (journal) {
            requireSome(max);
            journal.call();
            return job.lossRuns.entrySet().stream()
                    .filter(loss -> !job.lossesWritten.contains(loss.getKey()))
                    .map(Map.Entry::getValue)
                    .distinct()
                    .limit(max)
                    .toList();
        }
    }

    @Override
    public List<RunLoss> lossesOf(RunId run, long after, int max) throws SyncException {
        synchronized (journal) {
            requireSome(max);
            journal.call();
            return numbers()
                    .filter(number -> number > after && run.equals(job.lossRuns.get(number)))
                    .limit(max)
                    .mapToObj(number ->
                            new RunLoss(number, job.losses.get((int) number - 1), job.lossesWritten.contains(number)))
                    .toList();
        }
    }

    @Override
    public void noteLossesWritten(RunId run, long upTo) throws SyncException {
        synchronized (journal) {
            journal.call();
            numbers()
                    .filter(number -> number <= upTo && run.equals(job.lossRuns.get(number)))
                    .forEach(job.lossesWritten::add);
        }
    }

    final void queue(Report report) {
        job.reports.add(new QueuedReport(++job.lastReport, report));
    }

    final void requireCurrent(long scanSeq) {
        if (scanSeq < 1 || scanSeq != job.scanSeq) {
            throw new IllegalArgumentException("Scan " + scanSeq + " is not the one begun last, " + job.scanSeq);
        }
    }

    final void requireBegun(long scanSeq) {
        if (scanSeq < 1 || scanSeq > job.scanSeq) {
            throw new IllegalArgumentException("Scan " + scanSeq + " was never begun; the last is " + job.scanSeq);
        }
    }

    static void requireSome(int max) {
        if (max < 1) {
            throw new IllegalArgumentException("A maximum below 1: " + max);
        }
    }
}
