package io.datasync.testkit.journal;

import static io.datasync.testkit.journal.JournalSamples.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.Journal;
import io.datasync.core.journal.LossNote;
import io.datasync.core.journal.RunLoss;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.SourceEntry;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Under which run losses are written down on the share, and which are (D-13). */
interface JournalLossContract extends JournalFixture {
    RunId FIRST = new RunId("run-1");
    RunId SECOND = new RunId("run-2");

    private static LossNote lose(JobJournal journal, String path) throws SyncException {
        long scan = journal.beginScan();
        SourceEntry entry = file(path, 1, 1);
        journal.observe(scan, List.of(entry));
        journal.stageVanished(scan, List.of(entry));
        journal.applyVanished(scan, NOON);
        return new LossNote(scan, entry, NOON);
    }

    @Test
    @DisplayName(
            "D-13 a loss belongs to the run that it was first given to, and is kept until and after it is written down")
    default void lossesOfARun() throws SyncException {
        Journal all = openEmpty();
        JobJournal first = all.job(JOB);
        LossNote a = lose(first, "a");
        LossNote b = lose(first, "b");
        assertThat(first.unwrittenLosses(9)).isEmpty();
        first.assignLosses(FIRST);
        LossNote c = lose(first, "c");
        first.assignLosses(SECOND);
        first.assignLosses(FIRST);
        try (Journal after = crash(all)) {
            JobJournal journal = after.job(JOB);
            assertThat(journal.unwrittenLosses(9)).containsExactlyInAnyOrder(FIRST, SECOND);
            assertThat(journal.unwrittenLosses(1)).hasSize(1);
            assertThat(journal.lossesOf(FIRST, 0, 9))
                    .containsExactly(new RunLoss(1, a, false), new RunLoss(2, b, false));
            assertThat(journal.lossesOf(FIRST, 1, 9)).containsExactly(new RunLoss(2, b, false));
            assertThat(journal.lossesOf(FIRST, 0, 1)).containsExactly(new RunLoss(1, a, false));
            assertThat(journal.lossesOf(SECOND, 0, 9)).containsExactly(new RunLoss(3, c, false));
            assertThat(journal.lossesOf(new RunId("run-3"), 0, 9)).isEmpty();
            assertThatThrownBy(() -> journal.lossesOf(FIRST, 0, 0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> journal.unwrittenLosses(0)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    @DisplayName("D-13 what is written down is noted by run and number; later losses of the run are not")
    default void whatIsWritten() throws SyncException {
        Journal all = openEmpty();
        JobJournal first = all.job(JOB);
        lose(first, "a");
        first.assignLosses(FIRST);
        lose(first, "b");
        first.assignLosses(SECOND);
        lose(first, "c");
        first.assignLosses(FIRST);
        first.noteLossesWritten(FIRST, 2);
        first.noteLossesWritten(FIRST, 2);
        try (Journal after = crash(all)) {
            JobJournal journal = after.job(JOB);
            assertThat(journal.lossesOf(FIRST, 0, 9))
                    .extracting(RunLoss::written)
                    .containsExactly(true, false);
            assertThat(journal.lossesOf(SECOND, 0, 9))
                    .extracting(RunLoss::written)
                    .containsExactly(false);
            journal.noteLossesWritten(FIRST, 9);
            assertThat(journal.unwrittenLosses(9)).containsExactly(SECOND);
            journal.noteLossesWritten(SECOND, 9);
            assertThat(journal.unwrittenLosses(9)).isEmpty();
            assertThat(journal.losses(9)).hasSize(3);
        }
    }
}
