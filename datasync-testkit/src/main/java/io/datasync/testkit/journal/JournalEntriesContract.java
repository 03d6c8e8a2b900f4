package io.datasync.testkit.journal;

import static io.datasync.testkit.journal.JournalSamples.dated;
import static io.datasync.testkit.journal.JournalSamples.fact;
import static io.datasync.testkit.journal.JournalSamples.file;
import static io.datasync.testkit.journal.JournalSamples.folder;
import static io.datasync.testkit.journal.JournalSamples.reports;
import static io.datasync.testkit.journal.JournalSamples.summary;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.Journal;
import io.datasync.core.journal.JournalCounts;
import io.datasync.core.journal.JournalCursor;
import io.datasync.core.journal.JournalEntry;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.Report;
import io.datasync.core.purge.PurgeOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is known of entries, in which order it comes, and what is pending. */
interface JournalEntriesContract extends JournalFixture {
    @Test
    @DisplayName(
            "D-16 entries of a folder come in canonical order: unsigned bytes, a folder's key with a slash at its end")
    default void entriesComeInCanonicalOrder() throws SyncException {
        List<SourceEntry> shuffled = new ArrayList<>();
        for (String name :
                List.of("a", "a-b", "a/x", "a0", "\u00FC", "\u241B80", "\u241B0A", "Z", "\uFFFD", "\uD83D\uDE00")) {
            shuffled.add(file("2026-04-23/" + name, 1, 1));
        }
        shuffled.add(folder("2026-04-23/b"));
        shuffled.add(file("2026-04-23/b-c", 1, 1));
        new Random(7).ints(50, 0, shuffled.size()).forEach(i -> shuffled.add(shuffled.remove(i)));
        try (Journal all = openEmpty()) {
            JobJournal journal = all.job(JOB);
            journal.observe(journal.beginScan(), shuffled);
            assertThat(JournalState.entries(journal, dated()))
                    .extracting(JournalEntry::observed)
                    .containsExactlyElementsOf(shuffled.stream()
                            .sorted(SourceEntry.CANONICAL_ORDER)
                            .toList());
            assertThat(JournalState.entries(journal, FolderName.ROOT)).isEmpty();
        }
    }

    @Test
    @DisplayName("D-10 an entry lies in the folder of its first segment, or in the root; folders come in their order")
    default void entriesLieInTheirFolder() throws SyncException {
        try (Journal all = openEmpty()) {
            JobJournal journal = all.job(JOB);
            journal.observe(
                    journal.beginScan(),
                    List.of(file("top", 1, 1), folder("empty"), file("\u241BFF/x", 1, 1), file("b/x/y", 1, 1)));
            assertThat(journal.folders())
                    .containsExactly(FolderName.ROOT, FolderName.parse("b"), FolderName.parse("\u241BFF"));
            assertThat(JournalState.entries(journal, FolderName.ROOT))
                    .extracting(JournalEntry::observed)
                    .containsExactly(folder("empty"), file("top", 1, 1));
            assertThat(JournalState.entries(journal, FolderName.parse("\u241BFF")))
                    .extracting(JournalEntry::observed)
                    .containsExactly(file("\u241BFF/x", 1, 1));
        }
    }

    @Test
    @DisplayName("a cursor gives the entries as they were when it was opened")
    default void aCursorIsASnapshot() throws SyncException {
        try (Journal all = openEmpty()) {
            JobJournal journal = all.job(JOB);
            long scan = journal.beginScan();
            journal.observe(scan, List.of(file("a", 1, 1), file("b", 1, 1), file("c", 1, 1)));
            try (JournalCursor cursor = journal.entries(FolderName.ROOT);
                    JournalCursor second = journal.entries(FolderName.ROOT)) {
                assertThat(cursor.next()).isEqualTo(new JournalEntry(file("a", 1, 1), Optional.empty()));
                journal.observe(scan, List.of(file("b", 2, 2), file("d", 1, 1)));
                journal.leaveOut(scan, List.of(file("c", 1, 1)));
                assertThat(cursor.next()).isEqualTo(new JournalEntry(file("b", 1, 1), Optional.empty()));
                assertThat(cursor.next()).isEqualTo(new JournalEntry(file("c", 1, 1), Optional.empty()));
                assertThat(cursor.next()).isNull();
                assertThat(second.next()).isEqualTo(new JournalEntry(file("a", 1, 1), Optional.empty()));
            }
            assertThat(JournalState.entries(journal, FolderName.ROOT))
                    .extracting(JournalEntry::observed)
                    .containsExactly(file("a", 1, 1), file("b", 2, 2), file("d", 1, 1));
        }
    }

    @Test
    @DisplayName("entries are found by path, each once, the file and the folder of one name both")
    default void findingByPath() throws SyncException {
        try (Journal all = openEmpty()) {
            JobJournal journal = all.job(JOB);
            long scan = journal.beginScan();
            Fact b = fact(file("2026-04-23/b", 1, 1), 1);
            journal.observe(scan, List.of(file("a", 1, 1), folder("a"), b.entry(), file("c", 1, 1)));
            journal.recordVerified(scan, List.of(b));
            List<RelativePath> asked = List.of(
                    RelativePath.known("a"), b.entry().path(), RelativePath.known("unknown"), RelativePath.known("a"));
            assertThat(journal.find(asked))
                    .containsExactlyInAnyOrder(
                            new JournalEntry(file("a", 1, 1), Optional.empty()),
                            new JournalEntry(folder("a"), Optional.empty()),
                            new JournalEntry(b.entry(), Optional.of(b)));
            assertThat(journal.find(List.of())).isEmpty();
        }
    }

    @Test
    @DisplayName("many cursors may be open at once")
    default void manyCursors() throws SyncException {
        try (Journal all = openEmpty()) {
            JobJournal journal = all.job(JOB);
            journal.observe(journal.beginScan(), List.of(file("a", 1, 1)));
            List<JournalCursor> cursors = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                cursors.add(journal.entries(FolderName.ROOT));
            }
            for (JournalCursor cursor : cursors) {
                assertThat(cursor.next()).isNotNull();
                assertThat(cursor.next()).isNull();
                cursor.close();
                cursor.close();
            }
        }
    }

    @Test
    @DisplayName("an observed entry is pending until exactly that content is verified, and again when it changes")
    default void pendingFollowsObservedAndVerified() throws SyncException {
        try (Journal all = openEmpty()) {
            JobJournal journal = all.job(JOB);
            long scan = journal.beginScan();
            SourceEntry first = file("2026-04-23/a", 10, 100);
            SourceEntry second = file("2026-04-23/a", 11, 101);
            journal.observe(scan, List.of(first));
            assertThat(journal.pending(Optional.empty(), 9)).containsExactly(first);
            assertThat(journal.counts()).isEqualTo(new JournalCounts(0, 1, 0, 0));

            journal.recordVerified(scan, List.of(fact(first, 1)));
            assertThat(journal.pending(Optional.empty(), 9)).isEmpty();
            assertThat(journal.counts()).isEqualTo(new JournalCounts(1, 0, 1, 0));

            journal.observe(scan, List.of(second));
            assertThat(journal.pending(Optional.empty(), 9)).containsExactly(second);
            assertThat(JournalState.entries(journal, dated()))
                    .containsExactly(new JournalEntry(second, Optional.of(fact(first, 1))));
            assertThat(journal.counts()).isEqualTo(new JournalCounts(0, 1, 1, 0));

            journal.observe(scan, List.of(first));
            assertThat(journal.pending(Optional.empty(), 9)).isEmpty();
            assertThat(journal.counts()).isEqualTo(new JournalCounts(1, 0, 1, 0));
        }
    }

    @Test
    @DisplayName("observing twice changes nothing")
    default void observingTwiceChangesNothing() throws SyncException {
        try (Journal all = openEmpty()) {
            JobJournal journal = all.job(JOB);
            long scan = journal.beginScan();
            journal.observe(scan, List.of(file("a", 1, 1), folder("b"), file("a", 1, 1)));
            JournalState before = JournalState.of(journal);
            journal.observe(scan, List.of(file("a", 1, 1), folder("b")));
            assertThat(JournalState.of(journal)).isEqualTo(before);
            assertThat(before.counts().pending()).isEqualTo(2);
        }
    }

    @Test
    @DisplayName(
            "D-11 pending entries come oldest first, then by path, page by page, a folder before a file of its name")
    default void pendingComesOldestFirst() throws SyncException {
        List<SourceEntry> wanted = List.of(
                file("z", 1, Long.MIN_VALUE),
                file("y", 1, -5),
                folder("a"),
                file("a", 1, 0),
                folder("a-b"),
                file("b/a-b", 1, 3),
                file("b/a/c", 1, 3),
                file("b/\u00FC", 1, 3),
                file("b/\u241BFF", 1, 3),
                file("a/late", 1, Long.MAX_VALUE));
        List<SourceEntry> shuffled = new ArrayList<>(wanted);
        Collections.shuffle(shuffled, new Random(3));
        try (Journal all = openEmpty()) {
            JobJournal journal = all.job(JOB);
            long scan = journal.beginScan();
            journal.observe(scan, shuffled);
            assertThat(journal.pending(Optional.empty(), 100)).containsExactlyElementsOf(wanted);
            assertThat(JournalState.pending(journal, PurgeOrder.TIME)).containsExactlyElementsOf(wanted);

            journal.recordVerified(scan, List.of(fact(wanted.get(3), 1)));
            assertThat(journal.pending(Optional.of(wanted.get(3)), 1)).containsExactly(wanted.get(4));
        }
    }

    @Test
    @DisplayName("I-8 a fact is verified and queued in one step, and survives a crash")
    default void factsAreDurable() throws SyncException {
        Journal all = openEmpty();
        long scan = all.job(JOB).beginScan();
        Fact one = fact(file("2026-04-23/a", 5, -7), 1);
        Fact two = fact(folder("2026-04-23/b"), 2);
        all.job(JOB).observe(scan, List.of(one.entry(), two.entry()));
        all.job(JOB).recordVerified(scan, List.of(one, two));
        JournalState before = JournalState.of(all.job(JOB));
        try (Journal after = crash(all)) {
            JobJournal journal = after.job(JOB);
            assertThat(reports(journal))
                    .containsExactly(new Report.Verified(scan, one), new Report.Verified(scan, two));
            assertThat(journal.summaries()).isEqualTo(Map.of(dated(), summary(one, two)));
            assertThat(JournalState.of(journal)).isEqualTo(before);
        }
    }

    @Test
    @DisplayName(
            "a fact about an entry that is not known makes it known; one that was observed otherwise stays pending")
    default void factsAboutOtherThanObserved() throws SyncException {
        try (Journal all = openEmpty()) {
            JobJournal journal = all.job(JOB);
            long scan = journal.beginScan();
            Fact unknown = fact(file("a", 1, 1), 1);
            Fact older = fact(file("b", 1, 1), 2);
            journal.observe(scan, List.of(file("b", 2, 2)));
            journal.recordVerified(scan, List.of(unknown, older));
            assertThat(JournalState.entries(journal, FolderName.ROOT))
                    .containsExactly(
                            new JournalEntry(file("a", 1, 1), Optional.of(unknown)),
                            new JournalEntry(file("b", 2, 2), Optional.of(older)));
            assertThat(journal.pending(Optional.empty(), 9)).containsExactly(file("b", 2, 2));
            assertThat(journal.summaries()).isEqualTo(Map.of(FolderName.ROOT, summary(unknown, older)));
        }
    }

    @Test
    @DisplayName("D-1 the claim holds what was verified last of each entry, folder by folder")
    default void theClaimFollowsTheFacts() throws SyncException {
        try (Journal all = openEmpty()) {
            JobJournal journal = all.job(JOB);
            long scan = journal.beginScan();
            Fact a1 = fact(file("2026-04-23/a", 10, 1), 1);
            Fact a2 = fact(file("2026-04-23/a", 20, 2), 2);
            Fact b = fact(file("2026-04-23/b", 5, 1), 3);
            Fact top = fact(file("top", 7, 1), 4);
            journal.observe(scan, List.of(a1.entry(), b.entry(), top.entry(), file("other/pending", 1, 1)));
            journal.recordVerified(scan, List.of(a1, b, top));
            assertThat(journal.summaries()).isEqualTo(Map.of(dated(), summary(a1, b), FolderName.ROOT, summary(top)));
            journal.observe(scan, List.of(a2.entry()));
            assertThat(journal.summaries()).containsEntry(dated(), summary(a1, b));
            journal.recordVerified(scan, List.of(a2, a2));
            assertThat(journal.summaries()).containsEntry(dated(), summary(b, a2));
            journal.doubt(List.of(b.entry().path()));
            assertThat(journal.summaries()).containsEntry(dated(), summary(a2));
            journal.leaveOut(scan, List.of(a2.entry(), top.entry()));
            assertThat(journal.summaries()).isEmpty();
        }
    }
}
