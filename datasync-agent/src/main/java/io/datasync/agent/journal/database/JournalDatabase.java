package io.datasync.agent.journal.database;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * The file: one connection that writes, under a lock, and as many that read as cursors are open. Thread-safe; every call blocks.
 *
 * <p>Calls fail with {@code JOURNAL_IO} (retryable, except where a newer agent wrote the file or it cannot be kept durable) and
 * {@code JOURNAL_CORRUPT}; what failed has changed nothing. After {@link #close} they are an {@link IllegalStateException}, after
 * {@link #retire} {@code JOURNAL_IO}.
 */
public final class JournalDatabase {
    private static final String NATIVE_FOLDER = "org.sqlite.tmpdir";
    private static final int IDLE_READERS_MAX = 4;
    /** FULL, as SQLite answers it. */
    private static final String SYNCHRONOUS_FULL = "2";

    /** What is done with the connection in one call. */
    @FunctionalInterface
    public interface Work<T> {
        /** Does it; the statements are its own until it returns. */
        T on(Statements statements) throws SQLException, SyncException;
    }

    /** What is done, when nothing comes of it. */
    @FunctionalInterface
    public interface Change {
        /** Does it; the statements are its own until it returns. */
        void on(Statements statements) throws SQLException, SyncException;
    }

    private final Path file;
    private final Corruption corruption;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Statements> idleReaders = new ArrayDeque<>();
    private @Nullable Statements writer;
    private boolean closed;
    private boolean retired;

    private JournalDatabase(Path file) {
        this.file = file;
        this.corruption = new Corruption(file);
    }

    /** Opens the file, and makes its tables where there is none. */
    public static JournalDatabase open(Path file) throws SyncException {
        JournalDatabase database = new JournalDatabase(file);
        try {
            Path tmp = file.toAbsolutePath().resolveSibling("tmp");
            if (System.getProperty(NATIVE_FOLDER) == null) {
                Files.createDirectories(tmp);
                System.setProperty(NATIVE_FOLDER, tmp.toString());
            }
            database.read(statements -> statements);
        } catch (IOException e) {
            throw new SyncException(ErrorCode.JOURNAL_IO, true, "Cannot make a folder beside the journal " + file, e);
        } catch (SyncException e) {
            database.close();
            throw e;
        }
        return database;
    }

    /** How the values of this file are read; what does not decode counts as damage to it. */
    public Columns columns() {
        return new Columns(corruption);
    }

    /** Whether any call found damage so far. */
    public boolean isDamaged() {
        return corruption.found();
    }

    /** What a failure of SQLite on a connection that was borrowed is reported as; damage is remembered. */
    public SyncException failure(SQLException failure) {
        return corruption.of(failure);
    }

    /** Reads what is committed. */
    public <T> T read(Work<T> work) throws SyncException {
        lock.lock();
        try {
            return work.on(writer());
        } catch (SQLException e) {
            throw corruption.of(e);
        } finally {
            lock.unlock();
        }
    }

    /** Does work in one transaction, durable when it returns, without effect when it throws. */
    public <T> T write(Work<T> work) throws SyncException {
        lock.lock();
        try {
            Statements statements = writer();
            boolean done = false;
            try {
                statements.begin();
                T result = work.on(statements);
                statements.commit();
                done = true;
                return result;
            } finally {
                if (!done) {
                    // Closing rolls back, whatever state the transaction is in.
                    closeQuietly(statements);
                    writer = null;
                }
            }
        } catch (SQLException e) {
            throw corruption.of(e);
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #write}, when nothing comes of it. */
    public void change(Change change) throws SyncException {
        write(statements -> {
            change.on(statements);
            return statements;
        });
    }

    private Statements writer() throws SQLException, SyncException {
        requireOpen();
        Statements known = writer;
        if (known == null) {
            known = connect(
                    "PRAGMA busy_timeout = 10000",
                    "PRAGMA journal_mode = WAL",
                    "PRAGMA synchronous = FULL",
                    "PRAGMA temp_store = MEMORY",
                    "PRAGMA cache_size = -8192",
                    "PRAGMA cell_size_check = ON",
                    "PRAGMA journal_size_limit = 8388608");
            requireDurable(known);
            writer = known;
        }
        return known;
    }

    /** SQLite says nothing when it cannot do as it was told: without its log, or a commit that waits for the disk, nothing is proven (D-7). */
    private void requireDurable(Statements statements) throws SQLException, SyncException {
        String mode = answer(statements, "PRAGMA journal_mode");
        String synchronous = answer(statements, "PRAGMA synchronous");
        if (!mode.equals("wal") || !synchronous.equals(SYNCHRONOUS_FULL)) {
            closeQuietly(statements);
            throw SyncException.permanent(
                    ErrorCode.JOURNAL_IO,
                    "The journal " + file + " cannot be kept durable: journal_mode is " + mode + " and not wal, or"
                            + " synchronous is " + synchronous + " and not " + SYNCHRONOUS_FULL
                            + ". Put the agent's home on a local disk");
        }
    }

    private static String answer(Statements statements, String pragma) throws SQLException {
        try (ResultSet row = statements.of(pragma).executeQuery()) {
            return row.getString(1);
        }
    }

    private Statements connect(String... pragmas) throws SQLException, SyncException {
        SQLiteConfig config = new SQLiteConfig();
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        // Asked for after each insert otherwise, by a statement of its own.
        config.setGetGeneratedKeys(false);
        Connection connection = config.createConnection("jdbc:sqlite:" + file);
        boolean done = false;
        try {
            try (Statement statement = connection.createStatement()) {
                for (String pragma : pragmas) {
                    statement.execute(pragma);
                }
            }
            JournalSchema.prepare(connection, file, corruption);
            done = true;
            return new Statements(connection);
        } finally {
            if (!done) {
                connection.close();
            }
        }
    }

    /** A connection for one cursor, to be given back. */
    public Statements borrowReader() throws SyncException {
        lock.lock();
        try {
            requireOpen();
            Statements idle = idleReaders.poll();
            return idle == null
                    ? connect(
                            "PRAGMA busy_timeout = 10000",
                            "PRAGMA query_only = ON",
                            "PRAGMA temp_store = MEMORY",
                            "PRAGMA cell_size_check = ON",
                            "PRAGMA cache_size = -512")
                    : idle;
        } catch (SQLException e) {
            throw corruption.of(e);
        } finally {
            lock.unlock();
        }
    }

    /** Takes a connection back, with nothing left open on it. */
    public void giveBack(Statements reader) {
        lock.lock();
        try {
            if (closed || idleReaders.size() >= IDLE_READERS_MAX) {
                closeQuietly(reader);
            } else {
                idleReaders.push(reader);
            }
        } finally {
            lock.unlock();
        }
    }

    private void requireOpen() throws SyncException {
        if (retired) {
            throw SyncException.passing(ErrorCode.JOURNAL_IO, "The journal " + file + " was damaged and set aside");
        }
        if (closed) {
            throw new IllegalStateException("The journal " + file + " is closed");
        }
    }

    /** Closes it for good, so that its file can be moved; calls that are still made may be repeated on another. */
    public void retire() {
        lock.lock();
        try {
            retired = true;
            close();
        } finally {
            lock.unlock();
        }
    }

    /** Closes all connections. Repeating it changes nothing. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            idleReaders.forEach(JournalDatabase::closeQuietly);
            idleReaders.clear();
            if (writer != null) {
                closeQuietly(writer);
                writer = null;
            }
        } finally {
            lock.unlock();
        }
    }

    private static void closeQuietly(Statements statements) {
        try {
            statements.close();
        } catch (SQLException e) {
            // Everything that counts was committed; the write-ahead log is taken over at the next opening.
        }
    }
}
