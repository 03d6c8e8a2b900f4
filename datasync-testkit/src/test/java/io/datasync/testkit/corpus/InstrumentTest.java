package io.datasync.testkit.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.datasync.testkit.clock.MovableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstrumentTest {
    private static final Duration BOUND = Duration.ofSeconds(20);

    private final MovableClock clock = MovableClock.at("2026-04-23T10:00:00Z");
    private final Heard heard = new Heard();

    @TempDir
    Path root;

    @Test
    void aFileGrowsInPiecesUntilItIsDone() throws IOException {
        try (var instrument = new Instrument(root, new InstrumentPlan(10, 9_000, 9_000, 4), clock, 3, heard)) {
            var sizes = new ArrayList<Long>();
            while (instrument.made() == 0) {
                clock.advance(Duration.ofSeconds(1));
                instrument.tick();
                Path file = root.resolve("2026-04-23/part-0001.csv");
                sizes.add(Files.size(file));
                if (instrument.made() == 0) {
                    assertThat(heard.made).isEmpty();
                    assertThat(Files.getLastModifiedTime(file)).isEqualTo(FileTime.from(clock.instant()));
                }
            }
            assertThat(sizes).isSorted().endsWith(9_000L, 9_000L);
            assertThat(sizes.get(0)).isLessThan(9_000L);
            assertThat(heard.made).containsExactly("2026-04-23/part-0001.csv");
        }
    }

    @Test
    void whatIsToldOfAFileIsWhatIsOnTheDisk() throws Exception {
        try (var instrument = new Instrument(root, InstrumentPlan.keeping(10), clock, 4, heard)) {
            instrument.produce();
            byte[] content = Files.readAllBytes(root.resolve(heard.made.get(0)));
            byte[] digest = java.security.MessageDigest.getInstance("SHA-256").digest(content);
            assertThat(heard.digests).containsExactly(java.util.HexFormat.of().formatHex(digest));
            assertThat(heard.bytes).isEqualTo(content.length).isBetween(2_000L, 40_000L);
        }
    }

    @Test
    void theOldestGoBeyondTheCapAndEmptiedFoldersWithThem() throws IOException {
        try (var instrument = new Instrument(root, InstrumentPlan.keeping(5), clock, 5, heard)) {
            for (int i = 0; i < 4; i++) {
                instrument.produce();
            }
            clock.advance(Duration.ofDays(1));
            for (int i = 0; i < 4; i++) {
                instrument.produce();
                assertThat(instrument.present()).isLessThanOrEqualTo(5);
            }
            assertThat(heard.deleted)
                    .containsExactly(
                            "2026-04-23/part-0001.csv", "2026-04-23/part-0002.csv", "2026-04-23/part-0003.csv");
            instrument.produce();
            instrument.produce();
            assertThat(root.resolve("2026-04-23")).doesNotExist();
            assertThat(names()).hasSize(5).allMatch(name -> name.startsWith("2026-04-24/"));
            assertThat(instrument.made()).isEqualTo(10);
            assertThat(instrument.deleted()).isEqualTo(5);
        }
    }

    @Test
    void oneSeedMakesOneSeries() throws IOException {
        var first = digests(root.resolve("1"), 6);
        assertThat(digests(root.resolve("2"), 6)).isEqualTo(first);
        assertThat(digests(root.resolve("3"), 7)).isNotEqualTo(first);
    }

    @Test
    void filesThatAreThereCountAndGoFirst() throws IOException {
        new Corpus(root, 1).instrument(java.time.LocalDate.of(2026, 4, 23), 2, 3);
        try (var instrument = new Instrument(root, InstrumentPlan.keeping(4), clock, 8, heard)) {
            assertThat(instrument.present()).isEqualTo(6);
            instrument.produce();
            assertThat(heard.made).containsExactly("2026-04-23/part-0004.csv");
            assertThat(heard.deleted)
                    .containsExactly(
                            "2026-04-22/part-0001.csv", "2026-04-22/part-0002.csv", "2026-04-22/part-0003.csv");
            assertThat(names())
                    .containsExactly(
                            "2026-04-23/part-0001.csv",
                            "2026-04-23/part-0002.csv",
                            "2026-04-23/part-0003.csv",
                            "2026-04-23/part-0004.csv");
        }
    }

    @Test
    void theOldestIsToldByItsTimeNotByItsName() throws IOException {
        new Corpus(root, 1).instrument(java.time.LocalDate.of(2026, 4, 23), 1, 3);
        Path last = root.resolve("2026-04-23/part-0003.csv");
        Files.setLastModifiedTime(last, FileTime.from(clock.instant().minus(Duration.ofDays(9))));
        try (var instrument = new Instrument(root, InstrumentPlan.keeping(3), clock, 8, heard)) {
            instrument.produce();
            assertThat(heard.deleted).containsExactly("2026-04-23/part-0003.csv");
        }
    }

    @Test
    void aThreadKeepsItGoingUntilItIsClosed() throws IOException {
        var instrument = new Instrument(root, InstrumentPlan.keeping(3), Clock.systemUTC(), 9, heard);
        instrument.start(Duration.ofMillis(1));
        await().atMost(BOUND).until(() -> instrument.made() > 10);
        instrument.close();
        long made = instrument.made();
        assertThat(heard.made).hasSize((int) made);
        assertThat(instrument.present()).isEqualTo(3);
        instrument.close();
    }

    @Test
    void itsFailureIsNotHidden() throws IOException {
        var instrument = new Instrument(root, InstrumentPlan.keeping(3), clock, 9, heard);
        Files.writeString(root.resolve("2026-04-23"), "a file where a folder must be");
        assertThat(instrument.failure()).isEmpty();
        instrument.start(Duration.ofMillis(1));
        await().atMost(BOUND).until(() -> instrument.failure().isPresent());
        assertThatThrownBy(instrument::close)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("the instrument had stopped by itself");
    }

    private List<String> digests(Path folder, long seed) throws IOException {
        var each = new Heard();
        try (var instrument = new Instrument(folder, InstrumentPlan.keeping(100), clock, seed, each)) {
            for (int i = 0; i < 5; i++) {
                instrument.produce();
            }
        }
        return each.digests;
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private static final class Heard implements InstrumentListener {
        private final List<String> made = new CopyOnWriteArrayList<>();
        private final List<String> digests = new CopyOnWriteArrayList<>();
        private final List<String> deleted = new CopyOnWriteArrayList<>();
        private long bytes;

        @Override
        public void made(Path file, long size, String sha256) {
            made.add(file.toString());
            digests.add(sha256);
            bytes += size;
        }

        @Override
        public void deleted(Path file) {
            deleted.add(file.toString());
        }
    }
}
