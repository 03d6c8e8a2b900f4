package io.datasync.testkit.journal;

import static io.datasync.testkit.journal.JournalSamples.fact;
import static io.datasync.testkit.journal.JournalSamples.file;
import static io.datasync.testkit.journal.JournalSamples.folder;
import static io.datasync.testkit.journal.JournalSamples.reports;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.ChangeCensus;
import io.datasync.core.journal.HeldFiles;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.Journal;
import io.datasync.core.journal.JournalCounts;
import io.datasync.core.journal.LossNote;
import io.datasync.core.journal.RunLoss;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.protocol.Report;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is held back after a mass change (D-12). */
interface JournalHoldContract extends JournalFixture {
    /** Archived and unchanged. */
    SourceEntry STILL = file("b/still", 1, 1);

    SourceEntry A = file("a/a", 1, 1);
    SourceEntry A_CHANGED = file("a/a", 2, 2);
    SourceEntry B = file("b", 1, 1);
    SourceEntry B_CHANGED = file("b", 3, 3);
    SourceEntry FRESH = file("fresh", 5, 5);

    /** Two archived files that changed, one that did not, a new one, and a folder. */
    private static long observeChanges(JobJournal journal) throws SyncException {
        long scan = journal.beginScan();
        journal.observe(scan, List.of(A, B, STILL, folder("c")));
        journal.recordVerified(scan, List.of(fact(A, 1), fact(B, 2), fact(STILL, 3), fact(folder("c"), 4)));
        journal.acknowledge(4);
        journal.applyVanished(scan, NOON);
        long next = journal.beginScan();
        journal.observe(next, List.of(A_CHANGED, B_CHANGED, FRESH, folder("d")));
        return next;
    }

    private static ChangeCensus census(long changed, long held, long quarantined) {
        return new ChangeCensus(3, changed, held, quarantined, 0, held > 0 ? Optional.of(NOON) : Optional.empty(), 0);
    }

    @Test
    @DisplayName(
            "D-12 held files are durable, out of what is pending, counted apart and named in order; new files stay pending")
    default void holding() throws SyncException {
        Journal all = openEmpty();
        JobJournal first = all.job(JOB);
        assertThat(first.changeCensus()).isEqualTo(new ChangeCensus(0, 0, 0, 0, 0, Optional.empty(), 0));
        long scan = observeChanges(first);
        assertThat(first.changeCensus()).isEqualTo(census(2, 0, 0));
        assertThat(first.hold(scan, 0, NOON)).isEqualTo(new HeldFiles(2, 5));
        assertThat(first.hold(scan, 0, NOON.plusSeconds(1))).isEqualTo(new HeldFiles(0, 0));
        try (Journal after = crash(all)) {
            JobJournal journal = after.job(JOB);
            assertThat(journal.changeCensus()).isEqualTo(census(0, 2, 0));
            assertThat(journal.held(9)).containsExactly(B_CHANGED, A_CHANGED);
            assertThat(journal.held(1)).containsExactly(B_CHANGED);
            assertThat(journal.pending(Optional.empty(), 9)).containsExactly(folder("d"), FRESH);
            assertThat(journal.counts()).isEqualTo(new JournalCounts(2, 2, 0, 0, 2));
            assertThat(journal.counts().entries()).isEqualTo(6);
            assertThat(journal.summaries().values().stream()
                            .mapToLong(sum -> sum.count())
                            .sum())
                    .isEqualTo(4);
            assertThatThrownBy(() -> journal.hold(scan - 1, 0, NOON)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> journal.held(0)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    @DisplayName("D-12 a held file stays held when it changes again, and is held no more when it is as it was verified")
    default void aHeldFileChangesAgain() throws SyncException {
        try (Journal all = openEmpty()) {
            JobJournal journal = all.job(JOB);
            long scan = observeChanges(journal);
            journal.hold(scan, 0, NOON);
            SourceEntry again = file("b", 9, 9);
            long next = journal.beginScan();
            journal.observe(next, List.of(again, A));
            assertThat(journal.held(9)).containsExactly(again);
            assertThat(journal.counts()).isEqualTo(new JournalCounts(3, 2, 0, 0, 1));
            assertThat(journal.changeCensus().stands()).isTrue();
            journal.observe(next, List.of(A_CHANGED));
            assertThat(journal.changeCensus().changed()).isEqualTo(1);
            assertThat(journal.pending(Optional.empty(), 9)).contains(A_CHANGED);
        }
    }

    @Test
    @DisplayName(
            "D-12 a person accepts: held, quarantined and changed files are pending, and count in no mass change until they change")
    default void accepting() throws SyncException {
        Journal all = openEmpty();
        JobJournal first = all.job(JOB);
        long scan = observeChanges(first);
        first.hold(scan, 7, NOON);
        SourceEntry third = file("b/still", 4, 4);
        first.observe(scan, List.of(third));
        first.acceptChanges();
        first.acceptChanges();
        try (Journal after = crash(all)) {
            JobJournal journal = after.job(JOB);
            assertThat(journal.changeCensus()).isEqualTo(census(0, 0, 0));
            assertThat(journal.pending(Optional.empty(), 9))
                    .containsExactly(folder("d"), A_CHANGED, B_CHANGED, third, FRESH);
            assertThat(journal.hold(scan, 0, NOON).files()).isZero();
            SourceEntry again = file("b", 9, 9);
            journal.observe(scan, List.of(again));
            assertThat(journal.hold(scan, 0, NOON)).isEqualTo(new HeldFiles(1, 9));
            journal.quarantineChanges();
            journal.acceptChanges();
            assertThat(journal.changeCensus()).isEqualTo(census(0, 0, 0));
            journal.recordVerified(scan, List.of(fact(again, 7)));
            assertThat(journal.pending(Optional.empty(), 9)).doesNotContain(again);
            journal.observe(scan, List.of(B));
            assertThat(journal.changeCensus().changed()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("D-12 a person quarantines: the held files stay out until they change again")
    default void quarantining() throws SyncException {
        Journal all = openEmpty();
        JobJournal first = all.job(JOB);
        long scan = observeChanges(first);
        first.hold(scan, 0, NOON);
        first.quarantineChanges();
        try (Journal after = crash(all)) {
            JobJournal journal = after.job(JOB);
            assertThat(journal.changeCensus()).isEqualTo(census(0, 0, 2));
            assertThat(journal.held(9)).isEmpty();
            assertThat(journal.counts()).isEqualTo(new JournalCounts(2, 2, 0, 0, 2));
            SourceEntry again = file("b", 9, 9);
            journal.observe(journal.beginScan(), List.of(again, A_CHANGED));
            assertThat(journal.changeCensus()).isEqualTo(census(1, 0, 1));
            assertThat(journal.pending(Optional.empty(), 9)).containsExactly(folder("d"), FRESH, again);
        }
    }

    @Test
    @DisplayName(
            "D-12 CORE-10 what vanishes while it is held is gone and lost, and the loss names what is archived; it is not held when it is staged")
    default void whatIsHeldVanishes() throws SyncException {
        Journal all = openEmpty();
        JobJournal first = all.job(JOB);
        long scan = observeChanges(first);
        first.stageVanished(scan, List.of(B_CHANGED));
        assertThat(first.hold(scan, 0, NOON)).isEqualTo(new HeldFiles(1, 2));
        first.observe(scan, List.of(B_CHANGED));
        first.hold(scan, 0, NOON);
        first.stageVanished(scan, List.of(B_CHANGED, A_CHANGED));
        assertThat(first.applyVanished(scan, NOON)).isEqualTo(2);
        try (Journal after = crash(all)) {
            JobJournal journal = after.job(JOB);
            LossNote b =
                    new LossNote(scan, B_CHANGED, NOON, Optional.of(fact(B, 2).digest()));
            LossNote a =
                    new LossNote(scan, A_CHANGED, NOON, Optional.of(fact(A, 1).digest()));
            assertThat(reports(journal))
                    .containsExactly(
                            new Report.Gone(scan, B.path()),
                            new Report.Lost(scan, B_CHANGED, NOON, b.archived()),
                            new Report.Gone(scan, A.path()),
                            new Report.Lost(scan, A_CHANGED, NOON, a.archived()));
            assertThat(journal.losses(9)).containsExactly(b, a);
            assertThat(journal.lossesOf(scan, 9)).containsExactly(b, a);
            RunId run = new RunId("run-1");
            journal.assignLosses(run);
            assertThat(journal.lossesOf(run, 0, 9)).extracting(RunLoss::loss).containsExactly(b, a);
            assertThat(journal.changeCensus().held()).isZero();
            assertThat(journal.counts()).isEqualTo(new JournalCounts(2, 2, 4, 2, 0));
        }
    }

    @Test
    @DisplayName(
            "D-12 what vanishes while it is quarantined is gone and no loss: a person keeps it out; in doubt of what is archived it is one")
    default void whatIsQuarantinedVanishes() throws SyncException {
        try (Journal all = openEmpty()) {
            JobJournal journal = all.job(JOB);
            long scan = observeChanges(journal);
            journal.hold(scan, 0, NOON);
            journal.quarantineChanges();
            journal.doubt(List.of(A.path()));
            journal.stageVanished(scan, List.of(B_CHANGED, A_CHANGED));
            assertThat(journal.applyVanished(scan, NOON)).isEqualTo(1);
            assertThat(reports(journal))
                    .containsExactly(new Report.Gone(scan, B.path()), new Report.Lost(scan, A_CHANGED, NOON));
            assertThat(journal.changeCensus().quarantined()).isZero();
            assertThat(journal.counts().heldBack()).isZero();
        }
    }

    @Test
    @DisplayName("D-12 CORE-10 a held file whose archived content is in doubt stays held, and is lost when it vanishes")
    default void aHeldFileIsDoubted() throws SyncException {
        try (Journal all = openEmpty()) {
            JobJournal journal = all.job(JOB);
            long scan = observeChanges(journal);
            journal.hold(scan, 0, NOON);
            journal.doubt(List.of(A.path()));
            assertThat(journal.held(9)).containsExactly(B_CHANGED, A_CHANGED);
            assertThat(journal.pending(Optional.empty(), 9)).doesNotContain(A_CHANGED);
            journal.stageVanished(scan, List.of(A_CHANGED));
            assertThat(journal.applyVanished(scan, NOON)).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("D-12 new names are those seen first since the last scan that was applied, and not archived yet")
    default void newNames() throws SyncException {
        Journal all = openEmpty();
        JobJournal first = all.job(JOB);
        long scan = observeChanges(first);
        assertThat(first.newNames()).isEqualTo(1);
        long next = first.beginScan();
        first.observe(next, List.of(file("another", 1, 1), folder("e")));
        assertThat(first.newNames()).isEqualTo(2);
        first.recordVerified(scan, List.of(fact(FRESH, 1)));
        assertThat(first.newNames()).isEqualTo(1);
        first.applyVanished(next, NOON);
        try (Journal after = crash(all)) {
            assertThat(after.job(JOB).newNames()).isZero();
        }
    }

    @Test
    @DisplayName(
            "D-12 a mass change keeps its first time and adds up what was renamed; what the server was told is kept")
    default void whatStands() throws SyncException {
        Journal all = openEmpty();
        JobJournal first = all.job(JOB);
        long scan = observeChanges(first);
        first.hold(scan, 5, NOON);
        first.hold(scan, 2, NOON.plusSeconds(9));
        first.noteChangesTold(8);
        try (Journal after = crash(all)) {
            JobJournal journal = after.job(JOB);
            assertThat(journal.changeCensus()).isEqualTo(new ChangeCensus(3, 0, 2, 0, 7, Optional.of(NOON), 8));
            assertThat(journal.changeCensus().isTold()).isFalse();
            journal.noteChangesTold(9);
            assertThat(journal.changeCensus().isTold()).isTrue();
            journal.quarantineChanges();
            assertThat(journal.changeCensus()).isEqualTo(new ChangeCensus(3, 0, 0, 2, 0, Optional.empty(), 9));
        }
    }
}
