package io.datasync.drills.demo.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 bytes",
        "999, 999 bytes",
        "1000, 1 kB",
        "8249, 8.2 kB",
        "99949, 99.9 kB",
        "99950, 100 kB",
        "999499, 999 kB",
        "999500, 1 MB",
        "214000000, 214 MB",
        "3100000000, 3.1 GB",
        "9223372036854775807, 9.2 EB"
    })
    @DisplayName("Sizes are decimal and have three figures at most")
    void sizesAreDecimal(long bytes, String text) {
        assertThat(Figures.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 s",
        "400, 0.4 s",
        "8600, 8.6 s",
        "59999, 1 min",
        "60000, 1 min",
        "70000, 1 min 10 s",
        "3600000, 1 h",
        "19320000, 5 h 22 min"
    })
    @DisplayName("Durations have two units at most")
    void durationsHaveTwoUnits(long millis, String text) {
        assertThat(Figures.duration(Duration.ofMillis(millis))).isEqualTo(text);
    }

    @Test
    @DisplayName("Counts are printed in full, rates are rounded")
    void countsAreInFull() {
        assertThat(Figures.count(412_620)).isEqualTo("412,620");
        assertThat(Figures.files(1)).isEqualTo("1 file");
        assertThat(Figures.files(1_302)).isEqualTo("1,302 files");
        assertThat(Figures.perSecond(11_198, Duration.ofMillis(8_600))).isEqualTo("1,302");
        assertThat(Figures.perSecond(4, Duration.ofSeconds(10))).isEqualTo("0.4");
        assertThat(Figures.perSecond(4, Duration.ZERO)).isEqualTo("0");
        assertThat(Figures.bytesPerSecond(36_000_000, Duration.ofSeconds(2))).isEqualTo("18 MB/s");
    }
}
