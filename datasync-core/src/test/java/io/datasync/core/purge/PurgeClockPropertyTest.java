package io.datasync.core.purge;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.Property;
import io.datasync.core.manifest.SourceEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class PurgeClockPropertyTest {
    private static final Instant START = Instant.parse("2026-04-23T09:17:00Z");
    private static final int MINUTE = 60;

    @Test
    @DisplayName(
            "CORE-9 a file is never deleted before the early end while no more is made than the rate that was assumed")
    void neverBeforeTheEarlyEnd() {
        int[] deleted = new int[1];
        Property.holds(150, random -> {
            Simulation simulation = new Simulation(random);
            simulation.learn();
            PurgeForecast.Due due = simulation.forecast();
            Optional<Instant> gone = simulation.goOn();
            if (gone.isPresent()) {
                deleted[0]++;
                assertThat(gone.get()).isAfterOrEqualTo(due.from());
            }
        });
        assertThat(deleted[0]).as("cases in which the file was deleted").isGreaterThan(75);
    }

    /** A PC that works for some days, and then goes on at the rate that is reckoned with. */
    private static final class Simulation {
        private final Random random;
        private final PurgePool pool;
        private final PurgingDirectory directory;
        private int batchMax;
        private Instant now = START;
        private long number;
        private SourceEntry waiting = PurgingDirectory.file(new Random(0), START, 0);

        Simulation(Random random) {
            this.random = random;
            int filesMax = 40 + random.nextInt(200);
            boolean byBytes = random.nextInt(3) == 0;
            pool = new PurgePool(
                    "d",
                    byBytes ? OptionalLong.empty() : OptionalLong.of(filesMax),
                    byBytes ? OptionalLong.of(filesMax * 500L) : OptionalLong.empty());
            batchMax = 1 + random.nextInt(filesMax / 4);
            directory = new PurgingDirectory(
                    pool, PurgingDirectory.anyOrder(random).comparator(), () -> 1 + random.nextInt(batchMax));
        }

        void learn() {
            int hours = 20 + random.nextInt(60);
            for (int hour = 0; hour < hours; hour++) {
                int files = random.nextInt(4) == 0 ? 0 : random.nextInt(25);
                for (int i = 0; i < files; i++) {
                    now = now.plusSeconds(random.nextInt(3_600 / 25));
                    directory.make(PurgingDirectory.file(random, now, number++), now);
                    if (random.nextInt(8) == 0) {
                        directory.scan(now);
                    }
                }
                now = START.plus(Duration.ofHours(hour + 1L));
            }
            directory.scan(now);
        }

        PurgeForecast.Due forecast() {
            List<SourceEntry> files = directory.files();
            int rank = random.nextInt(files.size());
            SourceEntry first = files.get(rank);
            int oneIn = 1 + random.nextInt(5);
            Standings standings = directory.standings(file ->
                    file.equals(first) || (directory.order().compare(file, first) > 0 && file.hashCode() % oneIn == 0));
            PurgeForecast forecast =
                    PurgeClock.forecast(Optional.of(pool), directory.memory, List.of(), standings, now);
            waiting = first;
            return forecast.due().orElseThrow();
        }

        /** When the file was deleted; purges take no more than was seen, and production never more than the rate so far allows. */
        Optional<Instant> goOn() {
            ProductionRate rate = directory.memory.rate(now).orElseThrow();
            // A batch that is larger than any seen is not forecast.
            directory
                    .memory
                    .largestBatch(now)
                    .ifPresent(seen ->
                            batchMax = pool.filesMax().isPresent() ? (int) Math.min(batchMax, seen.files()) : 1);
            Instant begin = now;
            double files = 0;
            double bytes = 0;
            SourceEntry next = PurgingDirectory.file(random, now, number++);
            for (int minute = 1; minute < 60 * 24 * 30; minute++) {
                now = begin.plusSeconds((long) minute * MINUTE);
                double hours = minute / 60.0;
                boolean pause = random.nextInt(3) == 0;
                while (!pause
                        && files + 1 <= rate.perHour().files() * hours
                        && bytes + next.sizeBytes() <= rate.perHour().bytes() * hours) {
                    files++;
                    bytes += next.sizeBytes();
                    directory.make(next, now);
                    next = PurgingDirectory.file(random, now, number++);
                    if (!directory.holds(waiting)) {
                        return Optional.of(now);
                    }
                }
            }
            return Optional.empty();
        }
    }

    @Test
    @DisplayName(
            "CORE-9 more production, more files, larger batches and a lower limit never make a deadline later, a higher rank never"
                    + " earlier")
    void monotonic() {
        Property.holds(2_000, random -> {
            PurgePool pool = pool(random, 0);
            Volume present = volume(random, 1_500);
            Volume rate = volume(random, 100).plus(new Volume(1, 1));
            Volume batch = volume(random, 50);
            Volume ahead = volume(random, 1_500);
            Volume more = volume(random, 300);
            Instant from = deadline(pool, present, rate, Optional.of(batch), ahead);
            assertThat(from).isAfterOrEqualTo(START);
            assertThat(deadline(pool, present.plus(more), rate, Optional.of(batch), ahead))
                    .isBeforeOrEqualTo(from);
            assertThat(deadline(pool, present, rate.plus(more), Optional.of(batch), ahead))
                    .isBeforeOrEqualTo(from);
            assertThat(deadline(pool, present, rate, Optional.of(batch.plus(more)), ahead))
                    .isBeforeOrEqualTo(from);
            assertThat(deadline(pool, present, rate, Optional.of(batch), ahead.plus(more)))
                    .isAfterOrEqualTo(from);
        });
        Property.holds(500, random -> {
            long seed = random.nextLong();
            Volume present = volume(random, 1_500);
            Volume rate = new Volume(10, 10_000);
            Volume ahead = volume(random, 1_500);
            assertThat(deadline(pool(new Random(seed), 100), present, rate, Optional.empty(), ahead))
                    .isAfterOrEqualTo(deadline(pool(new Random(seed), 0), present, rate, Optional.empty(), ahead));
        });
    }

    private static PurgePool pool(Random random, int more) {
        int kind = random.nextInt(3);
        return new PurgePool(
                "d",
                kind == 0 ? OptionalLong.empty() : OptionalLong.of(1 + more + random.nextInt(2_000)),
                kind == 1 ? OptionalLong.empty() : OptionalLong.of(1 + more + random.nextInt(2_000_000)));
    }

    private static Volume volume(Random random, int files) {
        return new Volume(random.nextInt(files), random.nextInt(files * 1_000));
    }

    private static Instant deadline(
            PurgePool pool, Volume present, Volume perHour, Optional<Volume> batch, Volume ahead) {
        ProductionRate rate = new ProductionRate(perHour, 1, 1_000);
        PurgeForecast.Due due = new PurgeClock(pool, present, rate, batch).deadline(ahead, ahead, START);
        assertThat(due.until()).isAfterOrEqualTo(due.from());
        return due.from();
    }

    @Test
    @DisplayName("CORE-9 files that wait behind the first one change nothing")
    void whatWaitsBehindDoesNotMatter() {
        Property.holds(100, random -> {
            Simulation simulation = new Simulation(random);
            simulation.learn();
            PurgeMemory memory = simulation.directory.memory;
            List<SourceEntry> files = simulation.directory.files();
            SourceEntry first = files.get(random.nextInt(files.size()));
            Standings alone = simulation.directory.standings(first::equals);
            Standings withOthers = simulation.directory.standings(file -> file.equals(first)
                    || (random.nextBoolean()
                            && alone.first().entrySet().stream()
                                    .allMatch(each -> each.getKey().comparator().compare(file, first) > 0)));
            assertThat(PurgeClock.forecast(Optional.of(simulation.pool), memory, List.of(), withOthers, simulation.now))
                    .isEqualTo(PurgeClock.forecast(
                            Optional.of(simulation.pool), memory, List.of(), alone, simulation.now));
        });
    }
}
