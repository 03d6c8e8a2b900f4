package io.datasync.drills.demo.watching;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.balance.Balance;
import io.datasync.drills.demo.seats.JobProgress;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MeterTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    @DisplayName("The rate is that of the last seconds, over the end of a cycle too")
    void theRateIsThatOfTheLastSeconds() {
        var meter = new Meter();
        assertThat(meter.text()).isEqualTo("0 files/s, 0 bytes/s.");
        meter.read(0, 0, 0);
        meter.read(SECOND, 100, 1_000);
        assertThat(meter.text()).isEqualTo("100 files/s, 1 kB/s.");
        meter.read(2 * SECOND, 20, 200);
        assertThat(meter.text()).isEqualTo("60 files/s, 600 bytes/s.");
        meter.read(20 * SECOND, 20, 200);
        meter.read(21 * SECOND, 20, 200);
        assertThat(meter.text()).isEqualTo("0 files/s, 0 bytes/s.");
        meter.read(22 * SECOND, 20, 100);
        assertThat(meter.text()).as("another cycle of as many files").isEqualTo("10 files/s, 50 bytes/s.");
    }

    private static JobProgress progress(String phase, long done, Optional<String> first, Optional<String> code) {
        return new JobProgress(phase, new Balance(5, 5, 0, 0, 0, 0), done, done, 0, first, code);
    }

    @Test
    @DisplayName("The first file is told when it is verified, or when all were before")
    void theFirstFileIsTold() {
        assertThat(FirstFile.step(progress("upload", 0, Optional.empty(), Optional.empty())))
                .isEmpty();
        assertThat(FirstFile.step(progress("upload", 1, Optional.of("a/b.csv"), Optional.empty())))
                .contains(" 5/5 first file   a/b.csv verified: same SHA-256 twice");
        assertThat(FirstFile.step(progress("idle", 0, Optional.empty(), Optional.of("share_missing"))))
                .isEmpty();
        assertThat(FirstFile.step(progress("idle", 0, Optional.empty(), Optional.empty())))
                .contains(" 5/5 first file   none is new: 5 files verified before");
    }
}
