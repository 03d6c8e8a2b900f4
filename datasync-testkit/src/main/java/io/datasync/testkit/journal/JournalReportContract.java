package io.datasync.testkit.journal;

import static io.datasync.testkit.journal.JournalSamples.fact;
import static io.datasync.testkit.journal.JournalSamples.file;
import static io.datasync.testkit.journal.JournalSamples.folder;
import static io.datasync.testkit.journal.JournalSamples.summary;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.Journal;
import io.datasync.core.journal.JournalCounts;
import io.datasync.core.journal.JournalEntry;
import io.datasync.core.journal.QueuedReport;
import io.datasync.core.manifest.Fact;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.Report;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is told to the server, and what the server tells (I-8). */
interface JournalReportContract extends JournalFixture {
    @Test
    @DisplayName("what the server knows is adopted for entries that look as observed, and nothing is to be reported")
    default void adopting() throws SyncException {
        try (Journal all = openEmpty()) {
            JobJournal journal = all.job(JOB);
            long scan = journal.beginScan();
            journal.observe(scan, List.of(file("a", 1, 1), file("b", 1, 1), folder("c")));
            List<Fact> known = List.of(
                    fact(file("a", 1, 1), 1),
                    fact(file("b", 2, 1), 2),
                    fact(file("c", 0, 0), 3),
                    fact(file("unknown", 1, 1), 4));
            journal.adopt(known);
            journal.adopt(known);
            assertThat(journal.summaries()).isEqualTo(Map.of(FolderName.ROOT, summary(fact(file("a", 1, 1), 1))));
            assertThat(journal.pending(Optional.empty(), 9)).containsExactly(folder("c"), file("b", 1, 1));
            assertThat(journal.unreported(9)).isEmpty();
        }
    }

    @Test
    @DisplayName("D-21 facts are reported again when the server does not have them")
    default void reportingAgain() throws SyncException {
        try (Journal all = openEmpty()) {
            JobJournal journal = all.job(JOB);
            long scan = journal.beginScan();
            Fact fact = fact(file("a", 1, 1), 1);
            journal.observe(scan, List.of(fact.entry(), file("pending", 1, 1)));
            journal.recordVerified(scan, List.of(fact));
            journal.acknowledge(1);
            long next = journal.beginScan();
            journal.reportAgain(
                    next,
                    List.of(RelativePath.known("a"), RelativePath.known("pending"), RelativePath.known("unknown")));
            assertThat(journal.unreported(9)).containsExactly(new QueuedReport(2, new Report.Verified(next, fact)));
        }
    }

    @Test
    @DisplayName("a doubted entry is pending again, and what is queued stays queued")
    default void doubting() throws SyncException {
        try (Journal all = openEmpty()) {
            JobJournal journal = all.job(JOB);
            long scan = journal.beginScan();
            journal.observe(scan, List.of(file("a", 1, 1), file("b", 1, 1)));
            journal.recordVerified(scan, List.of(fact(file("a", 1, 1), 1), fact(file("b", 1, 1), 2)));
            List<RelativePath> doubtful = List.of(RelativePath.known("a"), RelativePath.known("unknown"));
            journal.doubt(doubtful);
            journal.doubt(doubtful);
            assertThat(journal.pending(Optional.empty(), 9)).containsExactly(file("a", 1, 1));
            assertThat(JournalState.entries(journal, FolderName.ROOT).get(0))
                    .isEqualTo(new JournalEntry(file("a", 1, 1), Optional.empty()));
            assertThat(journal.counts()).isEqualTo(new JournalCounts(1, 1, 2, 0));
        }
    }

    @Test
    @DisplayName("reports are numbered, oldest first, and a number is never given again")
    default void reportNumbersOnlyGrow() throws SyncException {
        Journal all = openEmpty();
        JobJournal first = all.job(JOB);
        long scan = first.beginScan();
        List<Fact> facts = List.of(fact(file("a", 1, 1), 1), fact(file("b", 1, 1), 2), fact(file("c", 1, 1), 3));
        first.recordVerified(scan, facts);
        assertThat(first.unreported(2)).extracting(QueuedReport::number).containsExactly(1L, 2L);
        first.acknowledge(2);
        assertThat(first.unreported(9)).extracting(QueuedReport::number).containsExactly(3L);
        first.acknowledge(1);
        first.acknowledge(2);
        assertThat(first.counts().unreported()).isEqualTo(1);
        first.acknowledge(3);
        try (Journal after = crash(all)) {
            JobJournal journal = after.job(JOB);
            assertThat(journal.unreported(9)).isEmpty();
            journal.recordVerified(scan, facts.subList(0, 1));
            assertThat(journal.unreported(9)).extracting(QueuedReport::number).containsExactly(4L);
        }
    }
}
