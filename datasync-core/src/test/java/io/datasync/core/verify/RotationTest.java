package io.datasync.core.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.datasync.core.Property;
import io.datasync.core.path.PathHash;
import io.datasync.core.path.RelativePath;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RotationTest {
    private static final long TODAY = 20_574;

    @Test
    @DisplayName("CORE-6 every hash is in one slice, the slices are cut where they say, and none is empty")
    void theSlicesAreAPartition() {
        Property.holds(200, random -> {
            Rotation rotation = new Rotation(1 + random.nextInt(400), 1);
            PathHash hash = hash(random);
            int slice = rotation.slice(hash);
            assertThat(slice).isBetween(0, rotation.days() - 1);
            assertThat(hash).isLessThanOrEqualTo(rotation.last(slice));
            rotation.before(slice).ifPresent(before -> assertThat(hash).isGreaterThan(before));
            assertThat(rotation.slice(rotation.last(slice))).isEqualTo(slice);
            assertThat(rotation.before(slice).isEmpty()).isEqualTo(slice == 0);
        });
        Rotation whole = new Rotation(7, 1);
        byte[] most = new byte[PathHash.BYTES];
        Arrays.fill(most, (byte) 0xff);
        assertThat(whole.last(6)).isEqualTo(PathHash.ofHash(most));
        assertThat(whole.slice(PathHash.ofHash(new byte[PathHash.BYTES]))).isZero();
    }

    private static PathHash hash(Random random) {
        byte[] bytes = new byte[PathHash.BYTES];
        random.nextBytes(bytes);
        return PathHash.ofHash(bytes);
    }

    @Test
    @DisplayName("CORE-6 a tidy set of names gives each day about the same work")
    void theLoadIsEven() {
        Rotation rotation = Rotation.FILES;
        int[] load = new int[rotation.days()];
        for (int day = 0; day < 30; day++) {
            for (int part = 0; part < 3_000; part++) {
                load[
                        rotation.slice(RelativePath.known("2026-04-%02d/part-%04d.csv".formatted(day, part))
                                .hash())]++;
            }
        }
        // 500 each on average; a fifth of it is nine standard deviations.
        assertThat(Arrays.stream(load).boxed())
                .allSatisfy(files -> assertThat(files).isBetween(400, 600));
    }

    @Test
    @DisplayName("CORE-6 whatever days are missed, each entry is read again within the period and the longest gap")
    void everythingIsCovered() {
        Property.holds(300, random -> {
            int days = 2 + random.nextInt(40);
            int catchUp = 2 + random.nextInt(Math.max(1, days - 1));
            Rotation rotation = new Rotation(days, Math.min(catchUp, days));
            long[] lastRead = new long[days];
            long[] longest = new long[days];
            Arrays.fill(lastRead, TODAY);
            Optional<Long> doneTo = Optional.empty();
            long longestGap = 0;
            long today = TODAY;
            while (today < TODAY + 6L * days) {
                int gap = doneTo.isPresent() && random.nextInt(4) == 0 ? random.nextInt(days) : 0;
                longestGap = Math.max(longestGap, gap);
                today += gap;
                int worked = 1 + gap / (rotation.catchUpMax() - 1) + 1 + random.nextInt(3);
                for (int i = 0; i < worked; i++, today++) {
                    Optional<Rotation.Days> due = rotation.due(today, doneTo);
                    if (due.isEmpty()) {
                        throw new AssertionError("Nothing due on a new day");
                    }
                    assertThat(due.get().to() - due.get().from() + 1).isBetween(1L, (long) rotation.catchUpMax());
                    for (long day = due.get().from(); day <= due.get().to(); day++) {
                        int slice = rotation.slice(day);
                        longest[slice] = Math.max(longest[slice], today - lastRead[slice]);
                        lastRead[slice] = today;
                    }
                    doneTo = Optional.of(due.get().to());
                    assertThat(rotation.due(today, Optional.of(today))).isEmpty();
                }
            }
            for (int slice = 0; slice < days; slice++) {
                longest[slice] = Math.max(longest[slice], today - lastRead[slice]);
                assertThat(longest[slice])
                        .as("slice %d of %s, gaps up to %d", slice, rotation, longestGap)
                        .isLessThanOrEqualTo(days + longestGap);
            }
        });
    }

    @Test
    @DisplayName(
            "CORE-6 what is due: today at first, then what was missed in its order, a bounded part a day, a period at most")
    void whatIsDue() {
        Rotation rotation = new Rotation(30, 7);
        assertThat(rotation.due(TODAY, Optional.empty())).contains(new Rotation.Days(TODAY, TODAY));
        assertThat(rotation.due(TODAY, Optional.of(TODAY - 1))).contains(new Rotation.Days(TODAY, TODAY));
        assertThat(rotation.due(TODAY, Optional.of(TODAY - 3))).contains(new Rotation.Days(TODAY - 2, TODAY));
        assertThat(rotation.due(TODAY, Optional.of(TODAY - 20))).contains(new Rotation.Days(TODAY - 19, TODAY - 13));
        assertThat(rotation.due(TODAY, Optional.of(TODAY - 900))).contains(new Rotation.Days(TODAY - 29, TODAY - 23));
        assertThat(rotation.due(TODAY, Optional.of(TODAY))).isEmpty();
        assertThat(rotation.due(TODAY, Optional.of(TODAY + 5)))
                .as("a clock that was put back")
                .isEmpty();
    }

    @Test
    @DisplayName("A period or a day's work that makes no sense is refused")
    void valuesAreChecked() {
        for (List<Integer> bad : List.of(List.of(0, 1), List.of(3_651, 1), List.of(30, 0), List.of(30, 31))) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Rotation(bad.get(0), bad.get(1)));
        }
    }
}
