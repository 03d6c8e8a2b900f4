package io.datasync.testkit.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.balance.Balance;
import io.datasync.core.cycle.CycleResult;
import io.datasync.core.journal.JournalCounts;
import io.datasync.core.transfer.TransferSettings;
import io.datasync.testkit.fault.SimulatedCrash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that dies at any change of the archive, and the next one that makes good. */
class CrashTest {
    private static final int FILES = 7;

    @TempDir
    Path folder;

    private CycleFixture pcWithFiles(Path source) throws Exception {
        Files.createDirectories(source);
        CycleFixture pc = new CycleFixture(source);
        // Small batches, so that there are durable files while others are under way.
        pc.settings =
                pc.settings.with(TransferSettings.DEFAULTS.withThreads(1).withBatches(2, 1 << 20, Duration.ofHours(1)));
        for (int i = 0; i < FILES; i++) {
            pc.write("2026-04-22/" + i + ".csv", "content " + i);
        }
        return pc;
    }

    @Test
    @DisplayName(
            "DR-N I-8 D-7 killed before or after any change of the archive, the next cycle uploads only what was not verified")
    void everyCrashIsMadeGood() throws Exception {
        CycleFixture whole = pcWithFiles(folder.resolve("whole"));
        long before = whole.store.points();
        whole.cycle();
        long points = whole.store.points();
        assertThat(points - before).as("crash points of a cycle").isGreaterThan(FILES * 4);

        for (long point = before; point < points; point++) {
            CycleFixture pc = pcWithFiles(folder.resolve("at-" + point));
            pc.store.crashAt(point);
            crash(pc);
            pc.restart();
            JournalCounts known = pc.job().counts();
            assertThat(pc.archive())
                    .as("no name without its whole file, at %s", point)
                    .allSatisfy(path ->
                            assertThat(pc.content(path)).startsWith("content ").hasSize(9));

            CycleResult result = pc.cycleAfter(Duration.ofMinutes(1));

            assertThat(result.balance())
                    .as("balance after a crash at %s", point)
                    .isEqualTo(new Balance(FILES, FILES, 0, 0, 0, 0));
            assertThat(result.uploaded())
                    .as("uploads after a crash at %s", point)
                    .isLessThanOrEqualTo(FILES - known.verified());
            assertThat(pc.store.staged(100))
                    .as("staging after a crash at %s", point)
                    .isEmpty();
            assertThat(pc.archive()).hasSize(FILES);
            assertThat(pc.server.archived).hasSize(FILES);
            assertThat(pc.server.completed).hasSize(1);
        }
    }

    private static void crash(CycleFixture pc) throws Exception {
        List<SimulatedCrash> crashes = new ArrayList<>();
        try {
            pc.cycle();
        } catch (SimulatedCrash e) {
            crashes.add(e);
        }
        assertThat(crashes).hasSize(1);
    }
}
