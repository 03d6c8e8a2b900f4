package io.datasync.testkit.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.cycle.CycleListener;
import io.datasync.core.cycle.CycleResult;
import io.datasync.core.failure.SyncException;
import io.datasync.core.path.RelativePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Files that are being written")
class QuietPeriodTest extends OnePc {
    /** Writes into a file between its scan and the last look. */
    private void rewrite() {
        try {
            pc.write("2026-04-22/b.csv", "changed", Duration.ZERO);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @DisplayName("CORE-2 a file younger than the quiet period is in flight, and archived by a later cycle")
    void aYoungFileWaits() throws Exception {
        pc.write("2026-04-23/d.csv", "being written", Duration.ofSeconds(3));

        CycleResult young = pc.cycle();
        assertThat(young.balance()).isEqualTo(balance(4, 3, 1, 0, 0, 0));
        assertThat(named(young.waiting())).containsExactly("2026-04-23/d.csv file_changed");
        CycleResult still = pc.cycleAfter(LATER);
        assertThat(still.balance()).isEqualTo(balance(4, 4, 0, 0, 0, 0));
        assertThat(still.waiting()).isEmpty();
    }

    @Test
    @DisplayName("D-25 CORE-2 after a step of the clock every new file waits for a quiet period, old as it looks")
    void aStepOfTheClockRestartsQuietPeriods() throws Exception {
        pc.step(Duration.ofHours(5));

        assertThat(pc.cycle().balance()).isEqualTo(balance(3, 0, 3, 0, 0, 0));
        assertThat(pc.cycleAfter(LATER).balance()).isEqualTo(balance(3, 3, 0, 0, 0, 0));
    }

    @Test
    @DisplayName("CORE-2 a single execution waits for files to come to rest, as long as it was told")
    void aSingleExecutionWaits() throws Exception {
        pc.write("2026-04-23/d.csv", "being written", Duration.ofSeconds(3));
        pc.settings = pc.settings.once(Duration.ofSeconds(30));

        assertThat(pc.cycle().balance()).isEqualTo(balance(4, 4, 0, 0, 0, 0));
        assertThat(pc.now()).isEqualTo("2026-04-23T10:00:07Z");
    }

    @Test
    @DisplayName("CORE-2 a file dated in the future waits for the quiet period once, not until its time comes")
    void aFileFromTheFutureWaitsOnce() throws Exception {
        pc.write("2026-04-23/d.csv", "from tomorrow", Duration.ofDays(-1));

        assertThat(pc.cycle().balance().inFlight()).isEqualTo(1);
        assertThat(pc.cycleAfter(LATER).balance().inFlight()).isZero();
    }

    @Test
    @DisplayName(
            "CORE-2 a file that changes while it is read is in flight, and named with its code, until it is at rest")
    void aFileThatChangesIsNamed() throws Exception {
        List<CycleResult.NamedFile> heard = new ArrayList<>();
        pc.listener = new CycleListener() {
            @Override
            public void phase(Phase phase) {
                if (phase == Phase.UPLOAD) {
                    rewrite();
                }
            }

            @Override
            public void waiting(RelativePath path, SyncException why) {
                heard.add(new CycleResult.NamedFile(path, why));
            }
        };
        CycleResult changed = pc.cycle();
        assertThat(changed.balance()).isEqualTo(balance(3, 2, 1, 0, 0, 0));
        assertThat(changed.isSuccess()).as("in flight is no failure").isTrue();
        assertThat(changed.failures()).isEmpty();
        assertThat(named(changed.waiting())).containsExactly("2026-04-22/b.csv file_changed");
        assertThat(heard).isEqualTo(changed.waiting());

        pc.clock.advance(LATER);
        pc.settings = pc.settings.once(Duration.ofSeconds(30));
        CycleResult settled = pc.cycle();
        assertThat(heard).as("read in vain once more").hasSize(2);
        assertThat(settled.balance()).isEqualTo(balance(3, 3, 0, 0, 0, 0));
        assertThat(settled.waiting()).as("came to rest").isEmpty();
    }
}
