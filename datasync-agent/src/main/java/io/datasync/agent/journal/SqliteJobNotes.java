package io.datasync.agent.journal;

import io.datasync.agent.journal.database.Columns;
import io.datasync.agent.journal.database.JournalDatabase;
import io.datasync.agent.journal.database.Statements;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.LossNote;
import io.datasync.core.journal.QueuedReport;
import io.datasync.core.journal.RunLoss;
import io.datasync.core.journal.RunNote;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.RunId;
import io.datasync.core.path.FolderName;
import io.datasync.core.seal.SealedFolder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a job's journal has beside its entries: the source, the run, the token, reports and losses. */
abstract class SqliteJobNotes implements JobJournal {
    final JournalDatabase database;
    final Columns columns;
    final JobTable job;
    final long jobId;
    private final SealTable seals;

    SqliteJobNotes(JournalDatabase database, long jobId) {
        this.database = database;
        this.columns = database.columns();
        this.job = new JobTable(columns, jobId);
        this.jobId = jobId;
        this.seals = new SealTable(columns, jobId);
    }

    @Override
    public Optional<String> sourceIdentity() throws SyncException {
        return database.read(job::sourceIdentity);
    }

    @Override
    public void acceptSource(String identity) throws SyncException {
        database.change(statements -> job.acceptSource(statements, identity));
    }

    @Override
    public List<LossNote> losses(int max) throws SyncException {
        requireSome(max);
        return database.read(statements -> losses(statements).oldest(max));
    }

    @Override
    public void assignLosses(RunId run) throws SyncException {
        database.change(statements -> losses(statements).assign(run));
    }

    @Override
    public List<RunId> unwrittenLosses(int max) throws SyncException {
        requireSome(max);
        return database.read(statements -> losses(statements).unwritten(max));
    }

    @Override
    public void noteLossesWritten(RunId run, long upTo) throws SyncException {
        database.change(statements -> losses(statements).written(run, upTo));
    }

    @Override
    public Optional<RunNote> currentRun() throws SyncException {
        return database.read(job::run);
    }

    @Override
    public void noteRun(RunNote run) throws SyncException {
        database.change(statements -> job.noteRun(statements, run));
    }

    @Override
    public void endRun(RunId run) throws SyncException {
        database.change(statements -> job.endRun(statements, run));
    }

    @Override
    public FencingToken highestToken() throws SyncException {
        return database.read(job::token);
    }

    @Override
    public void raiseScan(long scanSeq) throws SyncException {
        database.change(statements -> job.raiseScan(statements, scanSeq));
    }

    @Override
    public void raiseToken(FencingToken token) throws SyncException {
        database.change(statements -> job.raiseToken(statements, token));
    }

    @Override
    public Optional<String> purgeMemory() throws SyncException {
        return database.read(job::purgeMemory);
    }

    @Override
    public void notePurge(String memory) throws SyncException {
        database.change(statements -> job.notePurge(statements, memory));
    }

    @Override
    public Map<FolderName, Long> unfinished() throws SyncException {
        return database.read(seals::unfinished);
    }

    @Override
    public List<SealedFolder> sealedFolders() throws SyncException {
        return database.read(seals::all);
    }

    @Override
    public void seal(List<SealedFolder> folders) throws SyncException {
        database.change(statements -> seals.put(statements, folders));
    }

    @Override
    public void unseal(List<FolderName> folders) throws SyncException {
        database.change(statements -> seals.remove(statements, folders));
    }

    @Override
    public Optional<Instant> sealDueAt() throws SyncException {
        return database.read(seals::due);
    }

    @Override
    public void noteSealDue(Optional<Instant> at) throws SyncException {
        database.change(statements -> seals.noteDue(statements, at));
    }

    @Override
    public List<QueuedReport> unreported(int max) throws SyncException {
        requireSome(max);
        return database.read(statements -> new ReportQueue(statements, columns, jobId).oldest(max));
    }

    @Override
    public void acknowledge(long upTo) throws SyncException {
        database.change(statements -> {
            JobTable.Numbers numbers = job.numbers(statements);
            if (upTo < 1 || upTo > numbers.lastReport()) {
                throw new IllegalArgumentException("No report has the number " + upTo);
            }
            if (upTo > numbers.acknowledged()) {
                new ReportQueue(statements, columns, jobId).remove(upTo);
                job.acknowledge(statements, upTo);
            }
        });
    }

    @Override
    public List<LossNote> lossesOf(long scanSeq, int max) throws SyncException {
        requireSome(max);
        return database.read(statements -> losses(statements).of(scanSeq, max));
    }

    @Override
    public List<RunLoss> lossesOf(RunId run, long after, int max) throws SyncException {
        requireSome(max);
        return database.read(statements -> losses(statements).of(run, after, max));
    }

    private LossTable losses(Statements statements) {
        return new LossTable(statements, columns, jobId);
    }

    static void requireSome(int max) {
        if (max < 1) {
            throw new IllegalArgumentException("A maximum below 1: " + max);
        }
    }
}
