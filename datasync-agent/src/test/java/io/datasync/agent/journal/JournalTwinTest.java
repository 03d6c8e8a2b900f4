package io.datasync.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.lease.JobId;
import io.datasync.testkit.journal.JournalScript;
import io.datasync.testkit.journal.JournalState;
import io.datasync.testkit.journal.memory.InMemoryJournal;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Seeded sequences of calls leave the journal on disk and its twin in memory equal. */
@Tag("slow")
final class JournalTwinTest {
    private static final int SEEDS = 15;
    private static final int STEPS = 120;
    private static final JobId JOB = new JobId("geometry");

    @TempDir
    Path folder;

    @Test
    @DisplayName("I-8 random sequences of calls leave both journals equal after each call")
    void theTwinsStayEqual() throws SyncException {
        for (long seed = 1; seed <= SEEDS; seed++) {
            try (SqliteJournal disk =
                            SqliteJournal.open(folder.resolve("journal-" + seed + ".db"), JournalVictim.START);
                    InMemoryJournal memory = new InMemoryJournal()) {
                JobJournal onDisk = disk.job(JOB);
                JobJournal inMemory = memory.job(JOB);
                JournalScript first = new JournalScript(seed);
                JournalScript second = new JournalScript(seed);
                for (int step = 1; step <= STEPS; step++) {
                    String call = first.step(onDisk);
                    assertThat(call).describedAs("seed %d, step %d", seed, step).isEqualTo(second.step(inMemory));
                    assertThat(JournalState.of(onDisk))
                            .describedAs("seed %d, step %d, %s", seed, step, call)
                            .isEqualTo(JournalState.of(inMemory));
                }
                assertThat(memory.openCursors()).isZero();
            }
        }
    }
}
