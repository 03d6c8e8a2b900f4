package io.datasync.agent.journal;

import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.Journal;
import io.datasync.core.lease.JobId;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A {@link Journal} in one SQLite file: write-ahead log, synchronised at every commit, each call one transaction.
 *
 * <p>One connection writes, under a lock; each open cursor has a connection of its own that sees the file as it was when the cursor was
 * opened. Memory is bounded by the lists given and asked for, and by one line for each folder of which entries are known.
 *
 * <p>One process at a time may write: the agent's lock on its home sees to that. Others may read.
 */
public final class SqliteJournal implements Journal {
    private static final String ADD_JOB = "INSERT INTO jobs (job) VALUES (?) ON CONFLICT DO NOTHING";
    private static final String JOB_ID = "SELECT id FROM jobs WHERE job = ?";

    private final JournalDatabase database;
    private final Map<JobId, JobJournal> jobs = new ConcurrentHashMap<>();

    private SqliteJournal(JournalDatabase database) {
        this.database = database;
    }

    /**
     * Opens the journal of this file, made when it is not there yet. SQLite's own library is unpacked into {@code tmp} beside the file,
     * unless the system property {@code org.sqlite.tmpdir} names another place.
     *
     * @throws SyncException {@code JOURNAL_IO} when the file cannot be read or written, also one that a newer version made (not
     *     retryable); {@code JOURNAL_CORRUPT} when it is no journal or damaged
     */
    public static SqliteJournal open(Path file) throws SyncException {
        return new SqliteJournal(JournalDatabase.open(file));
    }

    @Override
    public JobJournal job(JobId job) throws SyncException {
        JobJournal known = jobs.get(job);
        if (known == null) {
            known = new SqliteJobJournal(database, database.write(statements -> idOf(job, statements)));
            jobs.put(job, known);
        }
        return known;
    }

    private static long idOf(JobId job, Statements statements) throws SQLException {
        PreparedStatement add = statements.of(ADD_JOB);
        add.setString(1, job.text());
        add.executeUpdate();
        PreparedStatement find = statements.of(JOB_ID);
        find.setString(1, job.text());
        try (ResultSet row = find.executeQuery()) {
            return row.getLong(1);
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
