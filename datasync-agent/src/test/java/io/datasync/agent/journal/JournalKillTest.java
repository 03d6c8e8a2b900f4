package io.datasync.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.testkit.journal.JournalScript;
import io.datasync.testkit.journal.JournalState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that writes, again and again, and looks at what is left. */
@Tag("slow")
final class JournalKillTest {
    private static final long SEED = 20_261_121;
    private static final int KILLS = 8;

    @TempDir
    Path folder;

    @Test
    @DisplayName("I-8 kill -9 at seeded moments loses no call that returned, and halves none")
    void aKillLosesNothing() throws Exception {
        Random random = new Random(SEED);
        Path file = folder.resolve("journal.db");
        int applied = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
            int returned = killAfter(file, applied, 1 + random.nextInt(150), random.nextInt(3_000_000));
            assertThat(returned).isGreaterThan(applied);
            applied = applied(file, returned);
        }
        System.out.println("Seed " + SEED + ": " + KILLS + " kills, " + applied + " calls");
    }

    /** The number of calls that are in the file: those that returned, or one more. */
    private static int applied(Path file, int returned) throws SyncException, SQLException {
        try (SqliteJournal journal = SqliteJournal.open(file, JournalVictim.START)) {
            JournalState state = JournalState.of(journal.job(JournalVictim.JOB));
            long scanSeq = scanSeq(file);
            JournalScript script = new JournalScript(SEED);
            JobJournal twin = JournalVictim.replay(script, returned);
            if (scanSeq == script.scanSeq() && state.equals(JournalState.of(twin))) {
                return returned;
            }
            String next = script.step(twin);
            String where = "seed " + SEED + ", " + returned + " calls returned, the next was " + next;
            assertThat(state).describedAs(where).isEqualTo(JournalState.of(twin));
            assertThat(scanSeq).describedAs(where).isEqualTo(script.scanSeq());
            return returned + 1;
        }
    }

    private static long scanSeq(Path file) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT scan_seq FROM jobs")) {
            return row.getLong(1);
        }
    }

    /**
     * Lets a victim return some calls, waits a moment more, kills it, and says which call was the last to return. Its output goes to a
     * file: of a pipe, Java may lose what is left in it when the process ends while somebody reads.
     */
    private int killAfter(Path file, int applied, int calls, int nanos) throws IOException, InterruptedException {
        Path output = folder.resolve("returned");
        Process victim = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-Dorg.sqlite.tmpdir=" + folder,
                        JournalVictim.class.getName(),
                        file.toString(),
                        Long.toString(SEED),
                        Integer.toString(applied))
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            await().atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> returned(output, applied) >= applied + calls || !victim.isAlive());
            long until = System.nanoTime() + nanos;
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
        } finally {
            victim.destroyForcibly().waitFor();
        }
        return returned(output, applied);
    }

    /** The last number that was written whole. */
    private static int returned(Path output, int applied) throws IOException {
        String text = Files.readString(output);
        int end = text.lastIndexOf('\n');
        return end < 0 ? applied : Integer.parseInt(text.substring(text.lastIndexOf('\n', end - 1) + 1, end));
    }
}
