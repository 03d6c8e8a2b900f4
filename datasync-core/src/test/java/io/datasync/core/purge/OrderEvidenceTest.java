package io.datasync.core.purge;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.Property;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.manifest.Ticks;
import io.datasync.core.path.RelativePath;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class OrderEvidenceTest {
    private static final Instant START = Instant.parse("2026-04-23T09:17:00Z");
    private static final PurgePool POOL = new PurgePool("d", OptionalLong.of(60), OptionalLong.empty());

    private static OrderEvidence after(OrderEvidence before, Disorder... purges) {
        OrderEvidence evidence = before;
        for (Disorder purge : purges) {
            evidence = evidence.plus(5, 50, purge);
        }
        return evidence;
    }

    @Test
    @DisplayName("D-11 each order is learned from purges in that order, and never is another one")
    void eachOrderIsLearned() {
        int[] learned = new int[1];
        Property.holds(60, random -> {
            PurgeOrder truth = PurgingDirectory.anyOrder(random);
            PurgingDirectory directory = new PurgingDirectory(POOL, truth.comparator(), () -> 1 + random.nextInt(12));
            work(random, directory, 0, 400, truth);
            learned[0] += directory.memory.order().isPresent() ? 1 : 0;
        });
        assertThat(learned[0]).as("cases in which it was learned").isEqualTo(60);
    }

    private static void work(Random random, PurgingDirectory directory, int from, int files, PurgeOrder truth) {
        for (int i = from; i < from + files; i++) {
            Instant now = START.plus(Duration.ofMinutes(i * 30L));
            directory.make(PurgingDirectory.file(random, now, i), now);
            directory.scan(now);
            assertThat(directory.memory.order().orElse(truth)).isEqualTo(truth);
        }
    }

    @Test
    @DisplayName("D-11 where the orders agree none is ever asserted")
    void ambiguousPurgesTeachNothing() {
        PurgingDirectory directory = new PurgingDirectory(POOL, PurgeOrder.TIME.comparator(), () -> 3);
        for (int i = 0; i < 300; i++) {
            Instant now = START.plusSeconds(i * 60L);
            directory.make(SourceEntry.file(RelativePath.known("f-" + (1_000 + i)), 1, Ticks.of(now)), now);
            directory.scan(now);
            assertThat(directory.memory.order()).isEmpty();
        }
        assertThat(directory.memory.evidence().purges()).isEmpty();
        assertThat(directory.memory.largestBatch(START)).contains(new Volume(3, 3));
    }

    @Test
    @DisplayName("D-11 where files are deleted at random none is asserted, and each may be the next")
    void deletionAtRandom() {
        Property.holds(30, random -> {
            PurgingDirectory directory = new PurgingDirectory(
                    new PurgePool("d", OptionalLong.empty(), OptionalLong.empty()),
                    PurgeOrder.TIME.comparator(),
                    () -> 1);
            for (int i = 0; i < 120; i++) {
                Instant now = START.plusSeconds(i * 60L);
                directory.make(PurgingDirectory.file(random, now, i), now);
                if (i > 40) {
                    List<SourceEntry> files = directory.files();
                    Collections.shuffle(files, random);
                    files.stream().limit(random.nextInt(3)).forEach(directory::delete);
                }
                directory.scan(now);
            }
            assertThat(directory.memory.order()).isEmpty();
        });
        OrderEvidence twice = after(OrderEvidence.NONE, new Disorder(3, 4, 5), new Disorder(3, 4, 5));
        assertThat(twice.isWithoutOrder()).isTrue();
        assertThat(after(twice, Disorder.NONE).isWithoutOrder()).isFalse();
        assertThat(after(OrderEvidence.NONE, new Disorder(3, 4, 5)).isWithoutOrder())
                .isFalse();
    }

    @Test
    @DisplayName(
            "D-11 one purge against the learned order unlearns it; the new one is learned when the old purges are forgotten")
    void contradictionUnlearns() {
        Disorder byTime = new Disorder(0, 3, 4);
        Disorder byName = new Disorder(5, 0, 2);
        OrderEvidence evidence = after(OrderEvidence.NONE, byTime, byTime);
        assertThat(evidence.learned()).isEmpty();
        evidence = after(evidence, byTime);
        assertThat(evidence.learned()).contains(PurgeOrder.TIME);
        evidence = after(evidence, byName);
        assertThat(evidence.learned()).isEmpty();
        for (int i = 1; i < OrderEvidence.PURGES_MAX; i++) {
            assertThat(evidence.learned()).isEmpty();
            evidence = after(evidence, byName);
        }
        assertThat(evidence.learned()).contains(PurgeOrder.NAME);
        assertThat(evidence.purges()).hasSize(OrderEvidence.PURGES_MAX);
    }

    @Test
    @DisplayName(
            "D-11 an order that only one purge speaks against is still possible, and keeps the other from being learned")
    void oneContradictionIsNotEnough() {
        OrderEvidence evidence =
                after(OrderEvidence.NONE, new Disorder(0, 3, 0), new Disorder(0, 3, 0), new Disorder(0, 3, 4));
        assertThat(evidence.learned()).isEmpty();
        assertThat(after(evidence, new Disorder(0, 0, 4)).learned()).contains(PurgeOrder.TIME);
    }

    @Test
    @DisplayName("D-11 a few files that are never deleted leave an order its explanation: a tenth of the smaller group")
    void strays() {
        Disorder strays = new Disorder(5, 30, 30);
        OrderEvidence evidence =
                OrderEvidence.NONE.plus(50, 500, strays).plus(50, 500, strays).plus(50, 500, strays);
        assertThat(evidence.learned()).contains(PurgeOrder.TIME);
        assertThat(evidence.plus(49, 500, strays).learned()).isEmpty();
        assertThat(evidence.plus(500, 49, strays).learned()).isEmpty();
    }

    @Test
    @DisplayName("D-11 a scan in which nothing went, or nothing stayed, says nothing")
    void noPurgeIsNoEvidence() {
        assertThat(OrderEvidence.NONE.plus(0, 10, Disorder.NONE)).isEqualTo(OrderEvidence.NONE);
        assertThat(OrderEvidence.NONE.plus(10, 0, new Disorder(0, 1, 1))).isEqualTo(OrderEvidence.NONE);
        assertThat(OrderEvidence.NONE.learned()).isEqualTo(Optional.empty());
    }
}
