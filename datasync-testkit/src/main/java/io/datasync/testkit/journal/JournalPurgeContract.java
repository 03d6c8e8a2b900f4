package io.datasync.testkit.journal;

import static io.datasync.testkit.journal.JournalSamples.fact;
import static io.datasync.testkit.journal.JournalSamples.file;
import static io.datasync.testkit.journal.JournalSamples.folder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.Journal;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.purge.Disorder;
import io.datasync.core.purge.PurgeOrder;
import io.datasync.core.purge.Standing;
import io.datasync.core.purge.Standings;
import io.datasync.core.purge.Volume;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a journal knows of the order in which the source deletes (D-11). */
interface JournalPurgeContract extends JournalFixture {
    @Test
    @DisplayName(
            "D-11 pending entries come in each purge order, page by page, also after one that is archived meanwhile")
    default void pendingInPurgeOrders() throws SyncException {
        List<SourceEntry> byName = List.of(
                file("-", 1, 9),
                file("2026-04-23/a", 1, 5),
                file("2026-04-23/b/c", 1, 3),
                folder("a"),
                file("a", 1, 4),
                folder("a-b"),
                file("a-b/z", 1, 1),
                file("a/b", 1, 2),
                file("b/\u00FC", 1, 2),
                file("b/\u241BFF", 1, 1),
                file("z", 1, 0));
        List<SourceEntry> byFolder = List.of(
                folder("a"),
                folder("a-b"),
                file("z", 1, 0),
                file("a", 1, 4),
                file("-", 1, 9),
                file("2026-04-23/b/c", 1, 3),
                file("2026-04-23/a", 1, 5),
                file("a-b/z", 1, 1),
                file("a/b", 1, 2),
                file("b/\u241BFF", 1, 1),
                file("b/\u00FC", 1, 2));
        List<SourceEntry> shuffled = new ArrayList<>(byName);
        Collections.shuffle(shuffled, new Random(5));
        try (Journal all = openEmpty()) {
            JobJournal journal = all.job(JOB);
            long scan = journal.beginScan();
            journal.observe(scan, shuffled);
            JobJournal other = all.job(new io.datasync.core.lease.JobId("other"));
            other.observe(other.beginScan(), List.of(file("0", 1, 1)));
            assertThat(journal.pending(PurgeOrder.NAME, Optional.empty(), 100)).containsExactlyElementsOf(byName);
            assertThat(JournalState.pending(journal, PurgeOrder.NAME)).containsExactlyElementsOf(byName);
            assertThat(journal.pending(PurgeOrder.FOLDER, Optional.empty(), 100))
                    .containsExactlyElementsOf(byFolder);
            assertThat(JournalState.pending(journal, PurgeOrder.FOLDER)).containsExactlyElementsOf(byFolder);

            journal.recordVerified(scan, List.of(fact(byName.get(4), 1)));
            assertThat(journal.pending(PurgeOrder.NAME, Optional.of(byName.get(4)), 1))
                    .containsExactly(byName.get(5));
            assertThat(journal.pending(PurgeOrder.FOLDER, Optional.of(byFolder.get(3)), 1))
                    .containsExactly(byFolder.get(4));
            for (PurgeOrder order : PurgeOrder.values()) {
                assertThatThrownBy(() -> journal.pending(order, Optional.empty(), 0))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Test
    @DisplayName(
            "D-11 the first unarchived file stands in each order behind the files that are certain to go before it")
    default void standings() throws SyncException {
        try (Journal all = openEmpty()) {
            JobJournal journal = all.job(JOB);
            long scan = journal.beginScan();
            SourceEntry root = file("2", 1, 50);
            SourceEntry late = file("2026-04-01/late", 2, 99);
            SourceEntry first = file("2026-04-01/x", 4, 10);
            SourceEntry twin = file("2026-04-02/same-time", 8, 20);
            SourceEntry waits = file("2026-04-02/waits", 16, 20);
            SourceEntry last = file("z", 32, 5);
            SourceEntry waitsToo = file("2026-04-03/a", 64, 7);
            List<SourceEntry> archived = List.of(root, late, first, twin, last, folder("2026-04-00"));
            journal.observe(scan, archived);
            journal.observe(scan, List.of(waits, waitsToo, folder("empty")));
            journal.recordVerified(
                    scan, archived.stream().map(entry -> fact(entry, 1)).toList());
            assertThat(journal.standings())
                    .isEqualTo(new Standings(
                            new Volume(7, 127),
                            Map.of(
                                    PurgeOrder.TIME,
                                    new Standing(waitsToo, new Volume(1, 32)),
                                    PurgeOrder.NAME,
                                    new Standing(waits, new Volume(4, 15)),
                                    PurgeOrder.FOLDER,
                                    new Standing(waits, new Volume(4, 39)))));
            journal.recordVerified(scan, List.of(fact(waits, 2), fact(waitsToo, 3)));
            assertThat(journal.standings()).isEqualTo(new Standings(new Volume(7, 127), Map.of()));
        }
    }

    @Test
    @DisplayName("D-11 the census says what each order does not explain, also where files lie between folders by name")
    default void theCensusKnowsAllOrders() throws SyncException {
        try (Journal all = openEmpty()) {
            JobJournal journal = all.job(JOB);
            long first = journal.beginScan();
            SourceEntry between = file("2026-04-01-note", 1, 30);
            SourceEntry one = file("2026-04-01/b", 1, 20);
            SourceEntry two = file("2026-04-01/a", 1, 40);
            SourceEntry three = file("2026-04-02/a", 1, 10);
            SourceEntry four = file("2026-04-02/b", 1, 50);
            journal.observe(first, List.of(between, one, two, three, four));

            assertThat(census(journal, List.of(three, one))).isEqualTo(new Disorder(0, 2, 1));
            assertThat(census(journal, List.of(between, two))).isEqualTo(new Disorder(2, 0, 1));
            assertThat(census(journal, List.of(between, one, two))).isEqualTo(new Disorder(1, 0, 0));
            assertThat(census(journal, List.of(four))).isEqualTo(new Disorder(1, 1, 1));
            assertThat(census(journal, List.of(between, one, two, three, four))).isEqualTo(Disorder.NONE);
        }
    }

    private static Disorder census(JobJournal journal, List<SourceEntry> vanished) throws SyncException {
        long scan = journal.beginScan();
        journal.stageVanished(scan, vanished);
        return journal.vanishCensus(scan).outOfOrder();
    }

    @Test
    @DisplayName("D-11 what was noted of purges is kept as it is, and survives a crash")
    default void purgeMemory() throws SyncException {
        Journal all = openEmpty();
        all.job(JOB).notePurge("one");
        all.job(JOB).notePurge("two\n\u00FC;" + "x".repeat(20_000));
        try (Journal after = crash(all)) {
            assertThat(after.job(JOB).purgeMemory()).contains("two\n\u00FC;" + "x".repeat(20_000));
            after.job(JOB).notePurge("");
            assertThat(after.job(JOB).purgeMemory()).contains("");
        }
    }
}
