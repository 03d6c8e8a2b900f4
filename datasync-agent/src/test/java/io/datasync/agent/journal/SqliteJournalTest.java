package io.datasync.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.agent.journal.database.JournalDatabase;
import io.datasync.agent.journal.database.Statements;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.Journal;
import io.datasync.core.journal.JournalCursor;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.purge.PurgeOrder;
import io.datasync.testkit.journal.JournalContract;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteJournalTest implements JournalContract {
    private static final InstantSource START = JournalVictim.START;

    @TempDir
    Path folder;

    private int crashes;

    private Path file() {
        return folder.resolve(crashes + "/journal.db");
    }

    @Override
    public Journal openEmpty() throws SyncException {
        makeFolder();
        return SqliteJournal.open(file(), START);
    }

    /** What a kill leaves is what is in the files while the journal is still open. */
    @Override
    public Journal crash(Journal journal) throws SyncException {
        Path before = file();
        crashes++;
        makeFolder();
        try {
            for (String ending : List.of("", "-wal")) {
                Files.copy(before.resolveSibling("journal.db" + ending), file().resolveSibling("journal.db" + ending));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        journal.close();
        return SqliteJournal.open(file(), START);
    }

    private void makeFolder() {
        try {
            Files.createDirectories(file().getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SyncException failure(ThrowingCall call) {
        try {
            call.run();
        } catch (SyncException e) {
            return e;
        }
        throw new AssertionError("Nothing failed");
    }

    private interface ThrowingCall {
        void run() throws SyncException;
    }

    @Test
    @DisplayName("a file that is no database is damage")
    void aForeignFileIsDamage() throws IOException {
        makeFolder();
        Files.writeString(file(), "not a database, and longer than the hundred bytes of its header ".repeat(9));
        SyncException e = failure(() -> SqliteJournal.open(file(), START));
        assertThat(e.code()).isEqualTo(ErrorCode.JOURNAL_CORRUPT);
        assertThat(e.retryable()).isFalse();
        assertThat(e).hasMessageContaining(file().toString());
    }

    @Test
    @DisplayName("a database of something else is damage")
    void aForeignDatabaseIsDamage() throws Exception {
        makeFolder();
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = other.createStatement()) {
            statement.executeUpdate("CREATE TABLE other (id INTEGER)");
        }
        assertThat(failure(() -> SqliteJournal.open(file(), START)).code()).isEqualTo(ErrorCode.JOURNAL_CORRUPT);
    }

    @Test
    @DisplayName("D-11 a page of pending entries is read from an index alone, without sorting, in each order")
    void pagesAreReadFromAnIndex() throws SyncException {
        makeFolder();
        JournalDatabase database = JournalDatabase.open(file());
        try {
            PendingPages pages = new PendingPages(database, database.columns(), 1);
            for (PurgeOrder order : PurgeOrder.values()) {
                pages.page(order, Optional.empty(), 1);
                for (boolean first : List.of(true, false)) {
                    String question = "EXPLAIN QUERY PLAN " + PendingPages.question(order, first);
                    String plan = database.read(statements -> plan(statements, question));
                    assertThat(plan)
                            .as(question)
                            .contains(order == PurgeOrder.TIME ? "USING PRIMARY KEY" : "USING COVERING INDEX")
                            .contains(first ? "(job_id=?)" : "(job_id=? AND ")
                            .doesNotContain("B-TREE");
                }
            }
        } finally {
            database.close();
        }
    }

    private static String plan(Statements statements, String question) throws SQLException {
        StringBuilder plan = new StringBuilder();
        try (ResultSet row = statements.of(question).executeQuery()) {
            while (row.next()) {
                plan.append(row.getString("detail")).append('\n');
            }
        }
        return plan.toString();
    }

    @Test
    @DisplayName("pages overwritten with nonsense are damage, whichever call meets them")
    void overwrittenPagesAreDamage() throws Exception {
        try (Journal journal = openEmpty()) {
            JobJournal job = journal.job(JOB);
            job.observe(job.beginScan(), files(5_000));
        }
        try (RandomAccessFile raw = new RandomAccessFile(file().toFile(), "rw")) {
            byte[] nonsense = new byte[4096];
            Arrays.fill(nonsense, (byte) 0xA5);
            for (long at = 4096; at < raw.length(); at += 4096) {
                raw.seek(at);
                raw.write(nonsense);
            }
        }
        SyncException e = failure(() -> {
            try (Journal journal = SqliteJournal.open(file(), START)) {
                JobJournal job = journal.job(JOB);
                try (JournalCursor cursor = job.entries(FolderName.ROOT)) {
                    while (cursor.next() != null) {}
                }
                job.counts();
            }
        });
        assertThat(e.code()).isEqualTo(ErrorCode.JOURNAL_CORRUPT);
    }

    @Test
    @DisplayName("D-21 the first scan of a new journal has a higher number than any in a lost one")
    void theFirstScanIsNumberedByTheClock() throws SyncException {
        makeFolder();
        InstantSource now = InstantSource.fixed(Instant.parse("2026-04-23T10:00:00Z"));
        long last;
        try (Journal journal = SqliteJournal.open(file(), now)) {
            assertThat(journal.job(JOB).beginScan()).isEqualTo(now.millis() + 1);
            last = journal.job(JOB).beginScan();
        }
        try (Journal journal = SqliteJournal.open(file(), InstantSource.fixed(Instant.EPOCH))) {
            assertThat(journal.job(JOB).beginScan()).isEqualTo(last + 1);
        }
        SqliteJournal.setAside(file(), now);
        InstantSource later = InstantSource.fixed(now.instant().plusSeconds(60));
        try (Journal journal = SqliteJournal.open(file(), later)) {
            assertThat(journal.job(JOB).beginScan()).isGreaterThan(last);
        }
    }

    @Test
    @DisplayName("AGT-5 a damaged journal is set aside and an empty one takes its place, once")
    void aDamagedJournalIsReplaced() throws Exception {
        try (SqliteJournal journal = SqliteJournal.open(preparedFile(), START)) {
            assertThat(journal.replaceDamaged()).isEmpty();
            JobJournal before = journal.job(JOB);
            try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
                    Statement statement = other.createStatement()) {
                statement.executeUpdate("UPDATE entries SET name = CAST('../x' AS BLOB)");
            }
            try (JournalCursor cursor = before.entries(FolderName.ROOT)) {
                assertThat(failure(() -> assertThat(cursor.next()).isNull()).code())
                        .isEqualTo(ErrorCode.JOURNAL_CORRUPT);
            }
            Optional<Path> aside = journal.replaceDamaged();
            assertThat(aside.orElseThrow()).exists().hasFileName("journal.db.corrupt-19700101T000000000Z");
            assertThat(failure(before::counts).code()).isEqualTo(ErrorCode.JOURNAL_IO);
            assertThat(journal.job(JOB).counts().pending()).isZero();
            assertThat(journal.replaceDamaged()).isEmpty();
        }
    }

    private Path preparedFile() throws SyncException {
        try (Journal journal = openEmpty()) {
            JobJournal job = journal.job(JOB);
            job.observe(job.beginScan(), files(1));
        }
        return file();
    }

    @Test
    @DisplayName("a value that no journal writes is damage")
    void aStrangeValueIsDamage() throws Exception {
        try (Journal journal = openEmpty()) {
            JobJournal job = journal.job(JOB);
            job.observe(job.beginScan(), files(1));
        }
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = other.createStatement()) {
            statement.executeUpdate("UPDATE entries SET name = CAST('../x' AS BLOB)");
            statement.executeUpdate("UPDATE pending SET size = -1");
        }
        try (Journal journal = SqliteJournal.open(file(), START)) {
            JobJournal job = journal.job(JOB);
            try (JournalCursor cursor = job.entries(FolderName.ROOT)) {
                assertThat(failure(() -> assertThat(cursor.next()).isNull()).code())
                        .isEqualTo(ErrorCode.JOURNAL_CORRUPT);
            }
            assertThat(failure(() -> job.pending(Optional.empty(), 1)).code()).isEqualTo(ErrorCode.JOURNAL_CORRUPT);
        }
    }

    @Test
    @DisplayName("a call that fails in its middle changes nothing, and the next one works")
    void aFailingCallChangesNothing() throws SyncException {
        try (Journal journal = openEmpty()) {
            JobJournal job = journal.job(JOB);
            long scan = job.beginScan();
            List<SourceEntry> broken = new ArrayList<>(files(10));
            broken.add(null);
            assertThatThrownBy(() -> job.observe(scan, broken)).isInstanceOf(NullPointerException.class);
            assertThat(job.counts().pending()).isZero();
            assertThat(job.folders()).isEmpty();
            job.observe(scan, files(10));
            assertThat(job.counts().pending()).isEqualTo(10);
        }
    }

    @Test
    @DisplayName("a folder that cannot be written is a failure that may pass")
    void anUnwritablePlaceMayPass() throws IOException {
        Path notAFolder = Files.writeString(folder.resolve("file"), "x");
        SyncException e = failure(() -> SqliteJournal.open(notAFolder.resolve("journal.db"), START));
        assertThat(e.code()).isEqualTo(ErrorCode.JOURNAL_IO);
        assertThat(e.retryable()).isTrue();
    }

    private static List<SourceEntry> files(int count) {
        List<SourceEntry> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            files.add(SourceEntry.file(RelativePath.known("file-" + i), i, i));
        }
        return files;
    }
}
