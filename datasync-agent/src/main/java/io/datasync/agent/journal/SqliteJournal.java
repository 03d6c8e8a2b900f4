package io.datasync.agent.journal;

import io.datasync.agent.journal.database.JournalDatabase;
import io.datasync.agent.journal.database.Statements;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.Journal;
import io.datasync.core.lease.JobId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A {@link Journal} in one SQLite file: write-ahead log, synchronised at every commit, each call one transaction.
 *
 * <p>One connection writes, under a lock; each open cursor has a connection of its own that sees the file as it was when the cursor was
 * opened. Memory is bounded by the lists given and asked for, and by one line for each folder of which entries are known.
 *
 * <p>One process at a time may write: the agent's lock on its home sees to that. Others may read.
 */
public final class SqliteJournal implements Journal {
    private static final String ADD_JOB = "INSERT INTO jobs (job, scan_seq) VALUES (?, ?) ON CONFLICT DO NOTHING";
    private static final String JOB_ID = "SELECT id FROM jobs WHERE job = ?";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

    private final Path file;
    private final InstantSource clock;
    private final Map<JobId, JobJournal> jobs = new TreeMap<>();
    private JournalDatabase database;

    private SqliteJournal(Path file, InstantSource clock, JournalDatabase database) {
        this.file = file;
        this.clock = clock;
        this.database = database;
    }

    /**
     * Opens the journal of this file, made when it is not there yet. SQLite's own library is unpacked into {@code tmp} beside the file,
     * unless the system property {@code org.sqlite.tmpdir} names another place.
     *
     * @param clock gives the number before that of a job's first scan, in milliseconds
     * @throws SyncException {@code JOURNAL_IO} when the file cannot be read or written, also one that a newer version made (not
     *     retryable); {@code JOURNAL_CORRUPT} when it is no journal or damaged
     */
    public static SqliteJournal open(Path file, InstantSource clock) throws SyncException {
        return new SqliteJournal(file, clock, JournalDatabase.open(file));
    }

    /**
     * Puts a file that is no journal, or damaged, out of the way, as {@code <name>.corrupt-<time>}.
     *
     * @return where it is now
     * @throws SyncException {@code JOURNAL_IO} when it cannot be moved
     */
    public static Path setAside(Path file, InstantSource clock) throws SyncException {
        String ending = ".corrupt-" + STAMP.format(clock.instant());
        Path target = file.resolveSibling(file.getFileName() + ending);
        try {
            Files.move(file, target, StandardCopyOption.REPLACE_EXISTING);
            for (String part : List.of("-wal", "-shm")) {
                Path beside = file.resolveSibling(file.getFileName() + part);
                if (Files.exists(beside)) {
                    Files.move(
                            beside,
                            target.resolveSibling(target.getFileName() + part),
                            StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException e) {
            throw new SyncException(
                    ErrorCode.JOURNAL_IO, true, "The damaged journal " + file + " cannot be set aside: " + e, e);
        }
        return target;
    }

    /**
     * When any call found damage: sets the file aside and goes on with an empty one. What was got from {@link #job} before throws
     * {@code JOURNAL_IO} from then on. Repeating it changes nothing.
     *
     * @return where the damaged file is now; empty when none was found
     */
    public synchronized Optional<Path> replaceDamaged() throws SyncException {
        if (!database.isDamaged()) {
            return Optional.empty();
        }
        database.retire();
        Path aside = setAside(file, clock);
        database = JournalDatabase.open(file);
        jobs.clear();
        return Optional.of(aside);
    }

    @Override
    public synchronized JobJournal job(JobId job) throws SyncException {
        JobJournal known = jobs.get(job);
        if (known == null) {
            known = new SqliteJobJournal(database, database.write(statements -> idOf(job, statements)));
            jobs.put(job, known);
        }
        return known;
    }

    private long idOf(JobId job, Statements statements) throws SQLException {
        PreparedStatement add = statements.of(ADD_JOB);
        add.setString(1, job.text());
        add.setLong(2, clock.millis());
        add.executeUpdate();
        PreparedStatement find = statements.of(JOB_ID);
        find.setString(1, job.text());
        try (ResultSet row = find.executeQuery()) {
            return row.getLong(1);
        }
    }

    @Override
    public synchronized void close() {
        database.close();
    }
}
