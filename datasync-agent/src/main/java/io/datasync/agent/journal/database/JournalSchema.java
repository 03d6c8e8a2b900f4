package io.datasync.agent.journal.database;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The tables of a journal's file, and the version it notes in {@code user_version}.
 *
 * <p>Names are bytes, so that SQLite's order of them is the canonical one (D-16). An entry is stored without the name of its folder: it
 * stands once, in {@code folders}. {@code proven_size} and {@code proven_ticks} are NULL while what was verified is what is observed, the
 * usual case; {@code digest} is NULL while nothing is verified. {@code vanished_scan} is the scan
 * that did not find the entry; it counts only while that is the newest scan. {@code hold} is a number of
 * {@link Columns#number}. {@code touched_scan} is the last scan that was the first to see an entry of the folder, or that staged one: what looks for
 * such entries looks nowhere else.
 */
final class JournalSchema {
    /** {@code DSjn}, by which a journal is told from any other SQLite file. */
    private static final int APPLICATION = 0x44536A6E;

    /** The tables of version 1. */
    static final List<String> TABLES = List.of("""
            CREATE TABLE jobs (
              id INTEGER PRIMARY KEY,
              job TEXT NOT NULL UNIQUE,
              source_identity TEXT,
              scan_seq INTEGER NOT NULL,
              scan_floor INTEGER NOT NULL DEFAULT 0,
              last_report INTEGER NOT NULL DEFAULT 0,
              acknowledged INTEGER NOT NULL DEFAULT 0,
              losses INTEGER NOT NULL DEFAULT 0,
              token_epoch INTEGER NOT NULL DEFAULT 0,
              token_counter INTEGER NOT NULL DEFAULT 0,
              run TEXT,
              run_started_at INTEGER,
              run_started_offline INTEGER,
              run_continues TEXT
            ) STRICT""", """
            CREATE TABLE folders (
              id INTEGER PRIMARY KEY,
              job_id INTEGER NOT NULL,
              folder TEXT NOT NULL,
              entries INTEGER NOT NULL,
              pending INTEGER NOT NULL,
              proven_count INTEGER NOT NULL,
              proven_bytes INTEGER NOT NULL,
              proven_sum BLOB NOT NULL,
              UNIQUE (job_id, folder)
            ) STRICT""", """
            CREATE TABLE entries (
              folder_id INTEGER NOT NULL,
              name BLOB NOT NULL,
              size INTEGER NOT NULL,
              ticks INTEGER NOT NULL,
              first_scan INTEGER NOT NULL,
              vanished_scan INTEGER NOT NULL,
              proven_size INTEGER,
              proven_ticks INTEGER,
              digest BLOB,
              verified_at INTEGER,
              PRIMARY KEY (folder_id, name)
            ) STRICT, WITHOUT ROWID""", """
            CREATE TABLE pending (
              job_id INTEGER NOT NULL,
              ticks INTEGER NOT NULL,
              path BLOB NOT NULL,
              kind TEXT NOT NULL,
              size INTEGER NOT NULL,
              PRIMARY KEY (job_id, ticks, path, kind)
            ) STRICT, WITHOUT ROWID""", """
            CREATE TABLE reports (
              job_id INTEGER NOT NULL,
              number INTEGER NOT NULL,
              type TEXT NOT NULL,
              scan_seq INTEGER NOT NULL,
              order_key BLOB NOT NULL,
              size INTEGER,
              ticks INTEGER,
              digest BLOB,
              at INTEGER,
              PRIMARY KEY (job_id, number)
            ) STRICT, WITHOUT ROWID""", """
            CREATE TABLE losses (
              job_id INTEGER NOT NULL,
              number INTEGER NOT NULL,
              scan_seq INTEGER NOT NULL,
              order_key BLOB NOT NULL,
              size INTEGER NOT NULL,
              ticks INTEGER NOT NULL,
              noticed_at INTEGER NOT NULL,
              PRIMARY KEY (job_id, number)
            ) STRICT, WITHOUT ROWID""");

    /**
     * What makes version 2 of version 1, and so on; none is ever changed. The order key of an entry's folder is worked out, never stored
     * but in an index.
     */
    private static final List<List<String>> UPGRADES = List.of(
            List.of(
                    "ALTER TABLE jobs ADD COLUMN purge_memory TEXT",
                    "ALTER TABLE pending ADD COLUMN folder BLOB GENERATED ALWAYS AS (CASE instr(path, x'2F') WHEN 0 THEN x'2E2F'"
                            + " ELSE substr(path, 1, instr(path, x'2F')) END) VIRTUAL"),
            List.of(
                    "ALTER TABLE entries ADD COLUMN hold INTEGER NOT NULL DEFAULT 0",
                    "ALTER TABLE folders ADD COLUMN changed INTEGER NOT NULL DEFAULT 0",
                    "ALTER TABLE folders ADD COLUMN held INTEGER NOT NULL DEFAULT 0",
                    "ALTER TABLE folders ADD COLUMN quarantined INTEGER NOT NULL DEFAULT 0",
                    "ALTER TABLE folders ADD COLUMN archived INTEGER NOT NULL DEFAULT 0",
                    "UPDATE folders SET archived = (SELECT count(*) FROM entries e WHERE e.folder_id = folders.id"
                            + " AND e.digest IS NOT NULL AND substr(e.name, -1) <> x'2F')",
                    "UPDATE folders SET changed = (SELECT count(*) FROM entries e WHERE e.folder_id = folders.id"
                            + " AND e.digest IS NOT NULL AND e.proven_size IS NOT NULL)",
                    "ALTER TABLE jobs ADD COLUMN applied_scan INTEGER NOT NULL DEFAULT 0",
                    "UPDATE jobs SET applied_scan = scan_seq",
                    "ALTER TABLE jobs ADD COLUMN changed_since INTEGER",
                    "ALTER TABLE jobs ADD COLUMN renamed INTEGER NOT NULL DEFAULT 0",
                    "ALTER TABLE jobs ADD COLUMN changes_told INTEGER NOT NULL DEFAULT 0",
                    "ALTER TABLE losses ADD COLUMN run TEXT",
                    "ALTER TABLE losses ADD COLUMN written INTEGER NOT NULL DEFAULT 0",
                    "CREATE INDEX losses_of_run ON losses (job_id, run, number)",
                    "CREATE INDEX losses_unwritten ON losses (job_id, run) WHERE written = 0"),
            List.of("ALTER TABLE jobs ADD COLUMN seal_due_at INTEGER", """
            CREATE TABLE sealed (
              job_id INTEGER NOT NULL,
              folder BLOB NOT NULL,
              probe_entries INTEGER NOT NULL,
              probe_ticks INTEGER NOT NULL,
              files INTEGER NOT NULL,
              present INTEGER NOT NULL,
              bytes INTEGER NOT NULL,
              listed_at INTEGER NOT NULL,
              PRIMARY KEY (job_id, folder)
            ) STRICT, WITHOUT ROWID"""),
            List.of("ALTER TABLE losses ADD COLUMN archived BLOB"),
            List.of(
                    "ALTER TABLE folders ADD COLUMN files INTEGER NOT NULL DEFAULT 0",
                    "UPDATE folders SET files = (SELECT count(*) FROM entries e WHERE e.folder_id = folders.id"
                            + " AND substr(e.name, -1) <> x'2F')",
                    "ALTER TABLE folders ADD COLUMN touched_scan INTEGER NOT NULL DEFAULT 0",
                    "UPDATE folders SET touched_scan = (SELECT scan_seq FROM jobs WHERE jobs.id = folders.job_id)"));

    private static final int VERSION = 1 + UPGRADES.size();

    private JournalSchema() {}

    /** Makes the tables of a new file, and refuses one that is not this version's. */
    static void prepare(Connection connection, Path file, Corruption corruption) throws SQLException, SyncException {
        long version = number(connection, "PRAGMA user_version");
        if (version == 0 && number(connection, "SELECT count(*) FROM sqlite_schema") == 0) {
            create(connection);
            upgrade(connection, 1);
            return;
        }
        if (version < 1 || number(connection, "PRAGMA application_id") != APPLICATION) {
            throw corruption.of("it is not a journal of DataSync");
        }
        if (version > VERSION) {
            throw SyncException.permanent(
                    ErrorCode.JOURNAL_IO,
                    "The journal " + file + " was written by a newer agent (format " + version + ", this one knows "
                            + VERSION + ")");
        }
        upgrade(connection, version);
    }

    /** As version 1. */
    static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("BEGIN IMMEDIATE");
            for (String table : TABLES) {
                statement.executeUpdate(table);
            }
            statement.executeUpdate("PRAGMA application_id = " + APPLICATION);
            statement.executeUpdate("PRAGMA user_version = 1");
            statement.executeUpdate("COMMIT");
        }
    }

    /** One transaction for each version, so that a kill leaves a whole one. */
    private static void upgrade(Connection connection, long from) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (int version = Math.toIntExact(from); version < VERSION; version++) {
                statement.executeUpdate("BEGIN IMMEDIATE");
                for (String change : UPGRADES.get(version - 1)) {
                    statement.executeUpdate(change);
                }
                statement.executeUpdate("PRAGMA user_version = " + (version + 1));
                statement.executeUpdate("COMMIT");
            }
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.getLong(1);
        }
    }
}
