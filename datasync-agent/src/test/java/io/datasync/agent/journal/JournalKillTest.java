package io.datasync.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.testkit.journal.JournalScript;
import io.datasync.testkit.journal.JournalState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that writes, again and again, and looks at what is left. */
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
    private static int applied(Path file, int returned) throws SyncException {
        try (SqliteJournal journal = SqliteJournal.open(file, JournalVictim.START)) {
            JournalState state = JournalState.of(journal.job(JournalVictim.JOB));
            JournalScript script = new JournalScript(SEED);
            JobJournal twin = JournalVictim.replay(script, returned);
            if (state.equals(JournalState.of(twin))) {
                return returned;
            }
            String next = script.step(twin);
            assertThat(state)
                    .describedAs("seed %d, %d calls returned, the next was %s", SEED, returned, next)
                    .isEqualTo(JournalState.of(twin));
            return returned + 1;
        }
    }

    /** Lets a victim return some calls, waits a moment more, kills it, and says which call was the last to return. */
    private int killAfter(Path file, int applied, int calls, int nanos) throws IOException, InterruptedException {
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
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(victim.getInputStream(), StandardCharsets.UTF_8))) {
            int last = applied;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last = Integer.parseInt(line);
                if (last == applied + calls) {
                    long until = System.nanoTime() + nanos;
                    while (System.nanoTime() < until) {
                        Thread.onSpinWait();
                    }
                    // Not by the process itself, which would close the stream before it is read to its end.
                    victim.toHandle().destroyForcibly();
                }
            }
            return last;
        } finally {
            victim.destroyForcibly().waitFor();
        }
    }
}
