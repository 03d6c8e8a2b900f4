package io.datasync.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.Property;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class TicksTest {
    @Test
    @DisplayName("CORE-1 a time of 100 ns or coarser comes back exactly")
    void exact() {
        Property.holds(1_000, random -> {
            long ticks = random.nextBoolean() ? random.nextLong() / 10 : random.nextLong() >> 20;

            assertThat(Ticks.of(Ticks.toInstant(ticks))).isEqualTo(ticks);
            assertThat(Ticks.of(FileTime.from(Ticks.toInstant(ticks)))).isEqualTo(ticks);
        });
        assertThat(Ticks.of(Instant.EPOCH)).isZero();
        assertThat(Ticks.of(Instant.parse("2026-04-23T10:00:00.0000001Z"))).isEqualTo(17_769_384_000_000_001L);
    }

    @Test
    @DisplayName("CORE-1 a finer time is floored, before 1970 too")
    void floored() {
        assertThat(Ticks.of(Instant.ofEpochSecond(0, 199))).isEqualTo(1);
        assertThat(Ticks.of(Instant.ofEpochSecond(0, -1))).isEqualTo(-1);
        assertThat(Ticks.of(Instant.ofEpochSecond(0, -100))).isEqualTo(-1);
        assertThat(Ticks.of(Instant.ofEpochSecond(0, -101))).isEqualTo(-2);
    }

    @Test
    @DisplayName("CORE-1 a time that no clock has shown stops nothing")
    void absurdTimes() {
        assertThat(Ticks.of(FileTime.from(Long.MAX_VALUE, TimeUnit.SECONDS))).isEqualTo(Long.MAX_VALUE);
        assertThat(Ticks.of(FileTime.from(Long.MIN_VALUE, TimeUnit.SECONDS))).isEqualTo(Long.MIN_VALUE);
        assertThat(Ticks.of(Instant.MAX)).isEqualTo(Long.MAX_VALUE);
        assertThat(Ticks.of(Instant.MIN)).isEqualTo(Long.MIN_VALUE);
        assertThat(Ticks.of(Ticks.toInstant(Long.MAX_VALUE))).isEqualTo(Long.MAX_VALUE);
        assertThat(Ticks.of(Ticks.toInstant(Long.MIN_VALUE))).isEqualTo(Long.MIN_VALUE);
    }
}
