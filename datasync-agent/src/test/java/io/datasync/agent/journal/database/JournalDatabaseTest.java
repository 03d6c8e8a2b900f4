package io.datasync.agent.journal.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.datasync.agent.journal.SqliteJournal;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.ChangeCensus;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.Journal;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.purge.PurgeOrder;
import io.datasync.core.purge.Volume;
import io.datasync.testkit.journal.JournalFixture;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files are a journal, what becomes of one of another version, and that what is committed is durable. */
final class JournalDatabaseTest {
    private static final InstantSource START = InstantSource.fixed(Instant.EPOCH);

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("journal.db");
    }

    @Test
    @DisplayName("D-38 a journal of the first version is brought up to this one with what it holds")
    void anOlderJournalIsUpgraded() throws Exception {
        try (Connection older = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = older.createStatement()) {
            JournalSchema.create(older);
            statement.executeUpdate("INSERT INTO jobs (id, job, scan_seq) VALUES (1, 'geometry', 7)");
            statement.executeUpdate("INSERT INTO folders VALUES (1, 1, 'b', 1, 1, 0, 0, x'00')");
            statement.executeUpdate(
                    "INSERT INTO entries VALUES (1, CAST('a' AS BLOB), 3, 9, 7, 0, NULL, NULL, NULL, NULL)");
            statement.executeUpdate("INSERT INTO pending VALUES (1, 9, CAST('b/a' AS BLOB), 'F', 3)");
        }
        SourceEntry known = SourceEntry.file(RelativePath.known("b/a"), 3, 9);
        for (int times = 0; times < 2; times++) {
            try (SqliteJournal journal = SqliteJournal.open(file(), START)) {
                JobJournal job = journal.job(JournalFixture.JOB);
                assertThat(job.pending(PurgeOrder.FOLDER, Optional.empty(), 9)).containsExactly(known);
                assertThat(job.standings().known()).isEqualTo(new Volume(1, 3));
                assertThat(job.purgeMemory()).isEqualTo(times == 0 ? Optional.empty() : Optional.of("kept"));
                job.notePurge("kept");
            }
        }
    }

    @Test
    @DisplayName("D-38 a journal of a newer agent is refused, not taken for damage")
    void aNewerJournalIsRefused() throws Exception {
        SqliteJournal.open(file(), START).close();
        try (Connection newer = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = newer.createStatement()) {
            statement.executeUpdate("PRAGMA user_version = 99");
        }
        SyncException e = catchThrowableOfType(SyncException.class, () -> SqliteJournal.open(file(), START));
        assertThat(e.code()).isEqualTo(ErrorCode.JOURNAL_IO);
        assertThat(e.retryable()).isFalse();
        assertThat(e).hasMessageContaining("newer agent");
    }

    @Test
    @DisplayName(
            "D-12 a journal of version 1 is taken over: what had changed in it counts as changed, its names are not new")
    void whatHadChangedCounts() throws Exception {
        String folder = "INSERT INTO folders VALUES (1, 1, '.', 3, 1, 2, 2, x'" + "00".repeat(32) + "')";
        String entry = "INSERT INTO entries (folder_id, name, size, ticks, first_scan, vanished_scan, proven_size,"
                + " proven_ticks, digest, verified_at) VALUES (1, ";
        try (Connection old = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = old.createStatement()) {
            JournalSchema.create(old);
            statement.executeUpdate("INSERT INTO jobs (id, job, scan_seq, losses) VALUES (1, 'geometry', 7, 1)");
            statement.executeUpdate(folder);
            statement.executeUpdate(entry + "x'61', 2, 2, 7, 0, 1, 1, x'" + "01".repeat(32) + "', 5)");
            statement.executeUpdate(entry + "x'62', 2, 2, 7, 0, NULL, NULL, x'" + "01".repeat(32) + "', 5)");
            statement.executeUpdate(entry + "x'63', 2, 2, 7, 0, NULL, NULL, NULL, NULL)");
            statement.executeUpdate("INSERT INTO losses VALUES (1, 1, 6, x'64', 3, 4, 5)");
        }
        try (Journal upgraded = SqliteJournal.open(file(), START)) {
            JobJournal journal = upgraded.job(JournalFixture.JOB);
            assertThat(journal.changeCensus()).isEqualTo(new ChangeCensus(2, 1, 0, 0, 0, Optional.empty(), 0));
            assertThat(journal.newNames()).isZero();
            assertThat(journal.vanishCensus(7).known())
                    .as("a scan may be under way")
                    .isZero();
            assertThat(journal.beginScan()).isEqualTo(8);
            assertThat(journal.vanishCensus(8).known()).isEqualTo(3);
            assertThat(journal.hold(8, 0, JournalFixture.NOON).files()).isEqualTo(1);
            journal.assignLosses(new RunId("run-1"));
            assertThat(journal.lossesOf(new RunId("run-1"), 0, 9)).hasSize(1);
        }
        SqliteJournal.open(file(), START).close();
    }

    @Test
    @DisplayName("D-7 AGT-5 the connection that writes has a write-ahead log and waits for the disk at every commit")
    void theJournalIsDurable() throws SyncException {
        JournalDatabase database = JournalDatabase.open(file());
        try {
            for (int times = 0; times < 2; times++) {
                String mode = database.read(statements -> ask(statements, "PRAGMA journal_mode"));
                String synchronous = database.read(statements -> ask(statements, "PRAGMA synchronous"));
                assertThat(mode).isEqualTo("wal");
                assertThat(synchronous).as("FULL").isEqualTo("2");
                // Its connection is given up, and the next call makes another.
                assertThatThrownBy(() -> database.change(statements -> {
                            throw new IllegalStateException("of the test");
                        }))
                        .hasMessage("of the test");
            }
        } finally {
            database.close();
        }
    }

    @Test
    @DisplayName("D-7 where there can be no write-ahead log, the journal is refused, not kept without")
    void withoutALogItIsRefused() throws SyncException {
        SqliteJournal.open(file(), START).close();
        SyncException e = catchThrowableOfType(SyncException.class, () -> JournalDatabase.open(Path.of(":memory:")));
        assertThat(e.code()).isEqualTo(ErrorCode.JOURNAL_IO);
        assertThat(e.retryable()).isFalse();
        assertThat(e).hasMessageContaining("journal_mode is memory");
    }

    private static String ask(Statements statements, String pragma) throws SQLException {
        try (ResultSet row = statements.of(pragma).executeQuery()) {
            return row.getString(1);
        }
    }
}
