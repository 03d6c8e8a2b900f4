package io.datasync.core.purge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.Property;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class PurgeMemoryTest {
    private static final Instant NOON = Instant.parse("2026-04-23T12:00:00Z");
    private static final long HOUR = HourlyProduction.hourOf(NOON);

    private static PurgeObservation seen(Instant at, Volume present, long known, Volume vanished, Disorder disorder) {
        return new PurgeObservation(at, present, Map.of(), known, vanished, disorder);
    }

    private static PurgeMemory any(Random random) {
        PurgeMemory memory = PurgeMemory.EMPTY;
        Instant now = NOON;
        for (int scans = random.nextInt(30); scans > 0; scans--) {
            now = now.plusSeconds(random.nextInt(20_000) - 2_000L);
            Map<Long, Volume> made = new HashMap<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                made.put(HourlyProduction.hourOf(now) - random.nextInt(5), volume(random));
            }
            Volume vanished = random.nextBoolean() ? Volume.NONE : volume(random);
            memory = memory.plus(new PurgeObservation(
                    now,
                    volume(random),
                    made,
                    vanished.files() + random.nextInt(50),
                    vanished,
                    new Disorder(random.nextInt(3), random.nextInt(3), random.nextInt(3))));
        }
        return memory;
    }

    private static Volume volume(Random random) {
        return new Volume(random.nextInt(100), random.nextLong() >>> (1 + random.nextInt(60)));
    }

    @Test
    @DisplayName("D-11 a memory is read as it was written, and its text is bounded")
    void roundTrip() {
        Property.holds(300, random -> {
            PurgeMemory memory = any(random);
            assertThat(PurgeMemory.parse(memory.text())).isEqualTo(memory);
            assertThat(memory.text().length()).isLessThan(20_000);
        });
        assertThat(PurgeMemory.parse(PurgeMemory.EMPTY.text())).isEqualTo(PurgeMemory.EMPTY);
    }

    @Test
    @DisplayName("D-11 D-38 the text of a memory of version 1 is read by all later versions")
    void golden() {
        String text = """
                purge 1
                at 2026-04-23T12:00:00Z
                present 30000 900000000000
                unexplained 1
                explained
                explained TIME FOLDER
                batch 228 17 5100
                before 40 12000
                hour 493355 120 36000
                hour 493356 0 17""";
        PurgeMemory memory = PurgeMemory.parse(text);
        assertThat(memory.text()).isEqualTo(text);
        assertThat(memory.notedAt()).contains(NOON);
        assertThat(memory.present()).isEqualTo(new Volume(30_000, 900_000_000_000L));
        assertThat(memory.evidence().purges().get(1)).containsExactlyInAnyOrder(PurgeOrder.TIME, PurgeOrder.FOLDER);
        assertThat(memory.evidence().unexplained()).isEqualTo(1);
        assertThat(memory.largestBatch(NOON)).contains(new Volume(40, 12_000));
        assertThat(memory.production().hours()).containsEntry(493_355L, new Volume(120, 36_000));
    }

    @Test
    @DisplayName("D-11 what is no memory is an empty one, whatever it is")
    void whatIsNoMemory() {
        for (String text : new String[] {
            "",
            "purge 2\nat 2026-04-23T12:00:00Z",
            "purge 1\n",
            "purge 1\nat yesterday",
            "purge 1\npresent 1",
            "purge 1\npresent -1 0",
            "purge 1\nexplained SIZE",
            "purge 1\nhour 1 2 x",
            "purge 1\nmore 1",
            "purge 1\nat 2026-04-23T12:00:00Z" + "\nhour 1 1 1".repeat(1_000)
        }) {
            assertThat(PurgeMemory.parse(text)).as(text).isEqualTo(PurgeMemory.EMPTY);
        }
        Property.holds(2_000, random -> {
            StringBuilder text = new StringBuilder(any(random).text());
            for (int i = random.nextInt(4); i >= 0; i--) {
                text.setCharAt(random.nextInt(text.length()), (char)
                        (random.nextInt(4) == 0 ? '\n' : 32 + random.nextInt(90)));
            }
            PurgeMemory read = PurgeMemory.parse(text.toString());
            assertThat(PurgeMemory.parse(read.text())).isEqualTo(read);
        });
    }

    @Test
    @DisplayName("D-11 a scan that tells nothing is noted only after a while")
    void notesAreRare() {
        Volume there = new Volume(10, 10);
        PurgeMemory memory = PurgeMemory.EMPTY.plus(seen(NOON, there, 0, Volume.NONE, Disorder.NONE));
        assertThat(memory.plus(seen(NOON.plusSeconds(1_799), there, 10, Volume.NONE, Disorder.NONE)))
                .isSameAs(memory);
        assertThat(memory.plus(seen(NOON.plusSeconds(1_800), there, 10, Volume.NONE, Disorder.NONE))
                        .notedAt())
                .contains(NOON.plusSeconds(1_800));
        assertThat(memory.plus(seen(NOON.plusSeconds(60), new Volume(11, 10), 10, Volume.NONE, Disorder.NONE))
                        .present())
                .isEqualTo(new Volume(11, 10));
    }

    @Test
    @DisplayName(
            "D-11 what vanished in a long gap between scans is many purges: the batch is what the source shrank by")
    void aGapIsNoBatch() {
        PurgeMemory memory =
                PurgeMemory.EMPTY.plus(seen(NOON, new Volume(1_000, 1_000), 0, Volume.NONE, Disorder.NONE));
        Volume went = new Volume(400, 400);
        Instant soon = NOON.plus(Duration.ofHours(2));
        assertThat(memory.plus(seen(soon, new Volume(995, 995), 1_000, went, Disorder.NONE))
                        .largestBatch(soon))
                .contains(went);
        Instant late = soon.plusSeconds(1);
        assertThat(memory.plus(seen(late, new Volume(995, 995), 1_000, went, Disorder.NONE))
                        .largestBatch(late))
                .contains(new Volume(5, 5));
        assertThat(memory.plus(seen(late, new Volume(1_000, 1_000), 1_000, went, Disorder.NONE))
                        .largestBatch(late))
                .isEmpty();
    }

    @Test
    @DisplayName("D-11 the largest batch is remembered for 90 to 180 days")
    void batchesAreForgotten() {
        LargestBatch batch = LargestBatch.NONE.plus(new Volume(50, 1), NOON).plus(new Volume(2, 9), NOON);
        assertThat(batch.largest(NOON.plus(Duration.ofDays(90)))).contains(new Volume(50, 9));
        assertThat(batch.largest(NOON.plus(Duration.ofDays(181)))).isEmpty();
        assertThat(batch.largest(NOON.minus(Duration.ofDays(900)))).contains(new Volume(50, 9));
        Instant next = NOON.plus(Duration.ofDays(90));
        LargestBatch later = batch.plus(new Volume(7, 7), next);
        assertThat(later.largest(next)).contains(new Volume(50, 9));
        assertThat(later.largest(next.plus(Duration.ofDays(90)))).contains(new Volume(7, 7));
    }

    @Test
    @DisplayName("D-11 new files are counted from the last note on, and from 14 days ago at the first scan")
    void countFrom() {
        assertThat(PurgeMemory.EMPTY.countFrom(NOON)).isEqualTo(NOON.minus(Duration.ofDays(14)));
        PurgeMemory memory = PurgeMemory.EMPTY.plus(seen(NOON, Volume.NONE, 0, Volume.NONE, Disorder.NONE));
        assertThat(memory.countFrom(NOON.plusSeconds(60))).isEqualTo(NOON);
        assertThat(memory.countFrom(NOON.plus(Duration.ofDays(30)))).isEqualTo(NOON.plus(Duration.ofDays(16)));
    }

    @Test
    @DisplayName("numbers that cannot be are bugs")
    void impossible() {
        assertThatThrownBy(() -> seen(NOON, Volume.NONE, 1, new Volume(2, 0), Disorder.NONE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Volume(-1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Disorder(0, -1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new Volume(Long.MAX_VALUE, 5).plus(new Volume(1, 5))).isEqualTo(new Volume(Long.MAX_VALUE, 10));
        assertThat(HOUR).isPositive();
    }
}
