package io.datasync.testkit.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.digest.Digest;
import io.datasync.core.digest.SetSummary;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.Journal;
import io.datasync.core.journal.JournalCounts;
import io.datasync.core.journal.JournalCursor;
import io.datasync.core.journal.JournalEntry;
import io.datasync.core.journal.LossNote;
import io.datasync.core.journal.QueuedReport;
import io.datasync.core.journal.RunNote;
import io.datasync.core.journal.VanishCensus;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.Report;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every {@link Journal} must do. An implementation joins it with two methods. */
public interface JournalContract {
    /** The job of most tests. */
    JobId JOB = new JobId("geometry");

    /** When things are noticed. */
    Instant NOON = Instant.parse("2026-04-23T12:00:00.123456789Z");

    /** An empty journal; called once in a test. */
    Journal openEmpty() throws SyncException;

    /** Ends the journal as a kill of its process would, and opens what is left of it. */
    Journal crash(Journal journal) throws SyncException;

    // Small makers, so that a test reads as a sentence.

    private static SourceEntry file(String path, long size, long ticks) {
        return SourceEntry.file(RelativePath.known(path), size, ticks);
    }

    private static SourceEntry folder(String path) {
        return SourceEntry.folder(RelativePath.known(path));
    }

    private static Fact fact(SourceEntry entry, int content) {
        byte[] digest = new byte[Digest.BYTES];
        digest[0] = (byte) content;
        digest[31] = (byte) 0xFF;
        return new Fact(entry, Digest.of(digest), NOON.plusNanos(content));
    }

    private static SetSummary summary(Fact... facts) {
        SetSummary sum = SetSummary.EMPTY;
        for (Fact fact : facts) {
            sum = sum.plus(fact.entry().sizeBytes(), fact.entryDigest());
        }
        return sum;
    }

    private static List<Report> reports(JobJournal journal) throws SyncException {
        return journal.unreported(1_000).stream().map(QueuedReport::report).toList();
    }

    private static FolderName dated() throws SyncException {
        return FolderName.parse("2026-04-23");
    }

    @Test
    @DisplayName("a new job knows nothing")
    default void aNewJobKnowsNothing() throws SyncException {
        try (Journal all = openEmpty()) {
            JobJournal journal = all.job(JOB);
            assertThat(journal.sourceIdentity()).isEmpty();
            assertThat(journal.folders()).isEmpty();
            assertThat(journal.pending(Optional.empty(), 10)).isEmpty();
            assertThat(journal.unreported(10)).isEmpty();
            assertThat(journal.summaries()).isEmpty();
            assertThat(journal.counts()).isEqualTo(new JournalCounts(0, 0, 0, 0));
            assertThat(journal.losses(10)).isEmpty();
            assertThat(journal.currentRun()).isEmpty();
            assertThat(journal.highestToken()).isEqualTo(FencingToken.NONE);
            try (JournalCursor cursor = journal.entries(FolderName.ROOT)) {
                assertThat(cursor.next()).isNull();
                assertThat(cursor.next()).isNull();
            }
        }
    }

    @Test
    @DisplayName("two jobs share nothing, and one job is the same each time")
    default void jobsShareNothing() throws SyncException {
        try (Journal all = openEmpty()) {
            JobJournal one = all.job(JOB);
            JobJournal other = all.job(new JobId("other"));
            long scan = one.beginScan();
            one.observe(scan, List.of(file("a", 1, 1)));
            one.recordVerified(scan, List.of(fact(file("a", 1, 1), 1)));
            assertThat(JournalState.of(other).entries()).isEmpty();
            assertThat(other.unreported(1)).isEmpty();
            assertThat(other.beginScan()).isEqualTo(1);
            assertThat(JournalState.of(all.job(JOB))).isEqualTo(JournalState.of(one));
        }
    }

    @Test
    @DisplayName("D-2 the source's identity is the one accepted last")
    default void theIdentityIsKept() throws SyncException {
        Journal all = openEmpty();
        all.job(JOB).acceptSource("volume 1");
        all.job(JOB).acceptSource("volume 2");
        try (Journal after = crash(all)) {
            assertThat(after.job(JOB).sourceIdentity()).contains("volume 2");
        }
    }

    @Test
    @DisplayName("D-21 scan numbers only grow, across a crash too")
    default void scanNumbersOnlyGrow() throws SyncException {
        Journal all = openEmpty();
        assertThat(all.job(JOB).beginScan()).isEqualTo(1);
        assertThat(all.job(JOB).beginScan()).isEqualTo(2);
        try (Journal after = crash(all)) {
            assertThat(after.job(JOB).beginScan()).isEqualTo(3);
        }
    }

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
            assertThat(JournalState.pending(journal)).containsExactlyElementsOf(wanted);

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

    @Test
    @DisplayName("D-2 nothing follows from what is staged as vanished until it is applied, and a new scan forgets it")
    default void stagingAloneChangesNothing() throws SyncException {
        Journal all = openEmpty();
        JobJournal first = all.job(JOB);
        long scan = first.beginScan();
        first.observe(scan, List.of(file("a", 1, 1), file("b", 1, 2)));
        JournalState before = JournalState.of(first);
        first.stageVanished(scan, List.of(file("a", 1, 1), file("unknown", 1, 1), folder("b")));
        try (Journal after = crash(all)) {
            JobJournal journal = after.job(JOB);
            assertThat(JournalState.of(journal)).isEqualTo(before);
            long next = journal.beginScan();
            assertThat(journal.vanishCensus(next))
                    .isEqualTo(new VanishCensus(2, 0, 0, OptionalLong.empty(), OptionalLong.of(1)));
            assertThat(journal.applyVanished(next, NOON)).isZero();
            assertThat(JournalState.of(journal)).isEqualTo(before);
        }
    }

    @Test
    @DisplayName("D-2 what was staged of a folder that is not listed to its end is taken back, of that folder alone")
    default void unstagingAFolder() throws SyncException {
        try (Journal all = openEmpty()) {
            JobJournal journal = all.job(JOB);
            long scan = journal.beginScan();
            SourceEntry here = file("a/here", 1, 1);
            SourceEntry there = file("b/there", 1, 2);
            SourceEntry top = file("top", 1, 3);
            journal.observe(scan, List.of(here, there, top));
            journal.stageVanished(scan, List.of(here, there, top));
            journal.unstageVanished(scan, here.path().folder());
            journal.unstageVanished(scan, FolderName.parse("unknown"));
            assertThat(journal.applyVanished(scan, NOON)).isEqualTo(2);
            assertThat(journal.pending(Optional.empty(), 9)).containsExactly(here);
        }
    }

    @Test
    @DisplayName("D-2 a scan that is not believed leaves nothing that it was the first to see, unless that is verified")
    default void forgettingWhatIsNew() throws SyncException {
        Journal all = openEmpty();
        JobJournal first = all.job(JOB);
        SourceEntry known = file("a/known", 1, 1);
        SourceEntry changed = file("a/known", 2, 2);
        SourceEntry proven = file("proven", 3, 3);
        first.observe(first.beginScan(), List.of(known));
        long scan = first.beginScan();
        first.observe(scan, List.of(changed, file("a/new", 1, 1), file("b/new", 1, 1), proven, folder("c")));
        first.recordVerified(scan, List.of(fact(proven, 1)));
        first.acknowledge(1);
        first.forgetNew(scan);
        try (Journal after = crash(all)) {
            JobJournal journal = after.job(JOB);
            assertThat(journal.pending(Optional.empty(), 9)).containsExactly(changed);
            assertThat(journal.counts()).isEqualTo(new JournalCounts(1, 1, 0, 0));
            assertThat(journal.folders())
                    .containsExactly(FolderName.ROOT, changed.path().folder());
            assertThat(journal.unreported(9)).isEmpty();
            journal.forgetNew(scan);
            assertThat(journal.counts().pending()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("D-2 the census sets files that vanished against those known before that are still there")
    default void theCensusCountsFilesKnownBefore() throws SyncException {
        try (Journal all = openEmpty()) {
            JobJournal journal = all.job(JOB);
            assertThat(journal.vanishCensus(journal.beginScan()))
                    .isEqualTo(new VanishCensus(0, 0, 0, OptionalLong.empty(), OptionalLong.empty()));
            long first = journal.beginScan();
            journal.observe(
                    first,
                    List.of(file("a", 1, -10), file("b", 1, 20), file("c", 1, 30), file("d", 1, 40), folder("e")));
            journal.recordVerified(first, List.of(fact(file("a", 1, -10), 1)));

            long second = journal.beginScan();
            journal.observe(second, List.of(file("new", 1, -99), file("d", 2, 35)));
            journal.stageVanished(second, List.of(file("a", 1, -10), file("b", 1, 20), folder("e")));
            assertThat(journal.vanishCensus(second))
                    .isEqualTo(new VanishCensus(4, 2, 0, OptionalLong.of(20), OptionalLong.of(30)));

            journal.stageVanished(second, List.of(file("c", 1, 30), file("d", 2, 35)));
            assertThat(journal.vanishCensus(second))
                    .isEqualTo(new VanishCensus(4, 4, 0, OptionalLong.of(35), OptionalLong.empty()));
        }
    }

    @Test
    @DisplayName("D-2 the census counts what went although as many older files stayed")
    default void theCensusTellsThePurgeOrder() throws SyncException {
        try (Journal all = openEmpty()) {
            JobJournal journal = all.job(JOB);
            long first = journal.beginScan();
            journal.observe(
                    first,
                    List.of(
                            file("stray", 1, 1),
                            file("a", 1, 2),
                            file("b", 1, 3),
                            file("b-too", 1, 3),
                            file("c", 1, 4),
                            folder("e")));
            long second = journal.beginScan();
            journal.stageVanished(second, List.of(file("a", 1, 2), file("b", 1, 3)));
            assertThat(journal.vanishCensus(second))
                    .isEqualTo(new VanishCensus(5, 2, 1, OptionalLong.of(3), OptionalLong.of(1)));
            journal.stageVanished(second, List.of(file("b-too", 1, 3)));
            assertThat(journal.vanishCensus(second))
                    .isEqualTo(new VanishCensus(5, 3, 0, OptionalLong.of(3), OptionalLong.of(1)));
            journal.stageVanished(second, List.of(file("c", 1, 4)));
            assertThat(journal.vanishCensus(second).outOfOrder()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("CORE-10 applying: verified is gone, pending is lost, changed is both, a pending folder neither")
    default void applyingVanished() throws SyncException {
        Journal all = openEmpty();
        JobJournal first = all.job(JOB);
        long scan = first.beginScan();
        SourceEntry verified = file("b/verified", 1, 1);
        SourceEntry pending = file("a/pending", 2, 2);
        SourceEntry old = file("changed", 3, 3);
        SourceEntry changed = file("changed", 4, 4);
        SourceEntry kept = file("kept", 1, 1);
        first.observe(scan, List.of(verified, pending, old, kept, folder("a/empty"), folder("z")));
        first.recordVerified(scan, List.of(fact(verified, 1), fact(old, 2), fact(folder("z"), 3)));
        first.acknowledge(3);
        first.observe(scan, List.of(changed));
        first.stageVanished(scan, List.of(folder("z"), old, verified, pending, folder("a/empty")));
        assertThat(first.applyVanished(scan, NOON)).isEqualTo(2);
        try (Journal after = crash(all)) {
            JobJournal journal = after.job(JOB);
            assertThat(reports(journal))
                    .containsExactly(
                            new Report.Gone(scan, changed.path()),
                            new Report.Lost(scan, changed, NOON),
                            new Report.Gone(scan, RelativePath.known("z")),
                            new Report.Lost(scan, pending, NOON),
                            new Report.Gone(scan, verified.path()));
            assertThat(journal.losses(9))
                    .containsExactly(new LossNote(scan, changed, NOON), new LossNote(scan, pending, NOON));
            assertThat(journal.folders()).containsExactly(FolderName.ROOT);
            assertThat(journal.counts()).isEqualTo(new JournalCounts(0, 1, 5, 2));
            assertThat(journal.summaries()).isEmpty();
            assertThat(journal.pending(Optional.empty(), 9)).containsExactly(kept);
            assertThat(journal.applyVanished(scan, NOON)).isZero();
        }
    }

    @Test
    @DisplayName("an entry that is observed again is no longer staged as vanished")
    default void observingTakesBackStaging() throws SyncException {
        try (Journal all = openEmpty()) {
            JobJournal journal = all.job(JOB);
            long scan = journal.beginScan();
            journal.observe(scan, List.of(file("a", 1, 1)));
            journal.stageVanished(scan, List.of(file("a", 1, 1)));
            journal.observe(scan, List.of(file("a", 1, 1)));
            assertThat(journal.applyVanished(scan, NOON)).isZero();
            assertThat(journal.counts().pending()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("a file that a folder of its name takes the place of is an entry of its own, and is lost or gone")
    default void aFolderTakesTheNameOfAFile() throws SyncException {
        try (Journal all = openEmpty()) {
            JobJournal journal = all.job(JOB);
            long scan = journal.beginScan();
            journal.observe(scan, List.of(file("a", 1, 1), file("b", 1, 1)));
            journal.recordVerified(scan, List.of(fact(file("b", 1, 1), 1)));
            journal.acknowledge(1);
            long next = journal.beginScan();
            journal.observe(next, List.of(folder("a"), folder("b")));
            journal.stageVanished(next, List.of(file("a", 1, 1), file("b", 1, 1)));
            assertThat(journal.applyVanished(next, NOON)).isEqualTo(1);
            assertThat(reports(journal))
                    .containsExactly(
                            new Report.Lost(next, file("a", 1, 1), NOON),
                            new Report.Gone(next, RelativePath.known("b")));
            assertThat(journal.pending(Optional.empty(), 9)).containsExactly(folder("a"), folder("b"));
        }
    }

    @Test
    @DisplayName("a filter forgets entries: verified is gone, pending is no loss")
    default void leavingOutIsNoLoss() throws SyncException {
        try (Journal all = openEmpty()) {
            JobJournal journal = all.job(JOB);
            long scan = journal.beginScan();
            SourceEntry changed = file("changed", 2, 2);
            journal.observe(scan, List.of(file("changed", 1, 1), file("pending", 1, 1), file("kept", 1, 1)));
            journal.recordVerified(scan, List.of(fact(file("changed", 1, 1), 1)));
            journal.acknowledge(1);
            journal.observe(scan, List.of(changed));
            journal.stageVanished(scan, List.of(changed));
            journal.leaveOut(scan, List.of(changed, file("pending", 1, 1), file("unknown", 1, 1)));
            assertThat(reports(journal)).containsExactly(new Report.Gone(scan, changed.path()));
            assertThat(journal.losses(9)).isEmpty();
            assertThat(journal.applyVanished(scan, NOON)).isZero();
            assertThat(journal.pending(Optional.empty(), 9)).containsExactly(file("kept", 1, 1));
        }
    }

    @Test
    @DisplayName("CORE-10 a file that vanished before it could be read is lost, once; others are left as they are")
    default void lostBeforeRead() throws SyncException {
        try (Journal all = openEmpty()) {
            JobJournal journal = all.job(JOB);
            long scan = journal.beginScan();
            SourceEntry changed = file("changed", 2, 2);
            journal.observe(
                    scan, List.of(file("changed", 1, 1), file("pending", 1, 1), file("safe", 1, 1), folder("d")));
            journal.recordVerified(scan, List.of(fact(file("changed", 1, 1), 1), fact(file("safe", 1, 1), 2)));
            journal.acknowledge(2);
            journal.observe(scan, List.of(changed));
            List<SourceEntry> all4 =
                    List.of(changed, file("pending", 1, 1), file("safe", 1, 1), folder("d"), file("unknown", 1, 1));
            journal.recordLost(scan, all4, NOON);
            journal.recordLost(scan, all4, NOON.plusSeconds(1));
            assertThat(reports(journal))
                    .containsExactly(
                            new Report.Gone(scan, changed.path()),
                            new Report.Lost(scan, changed, NOON),
                            new Report.Lost(scan, file("pending", 1, 1), NOON));
            assertThat(journal.counts()).isEqualTo(new JournalCounts(1, 0, 3, 2));
            assertThat(journal.losses(1)).containsExactly(new LossNote(scan, changed, NOON));
        }
    }

    @Test
    @DisplayName("what the server knows is adopted for entries that look as observed, and nothing is to be reported")
    default void adopting() throws SyncException {
        try (Journal all = openEmpty()) {
            JobJournal journal = all.job(JOB);
            long scan = journal.beginScan();
            journal.observe(scan, List.of(file("a", 1, 1), file("b", 1, 1), folder("c")));
            journal.adopt(List.of(
                    fact(file("a", 1, 1), 1),
                    fact(file("b", 2, 1), 2),
                    fact(file("c", 0, 0), 3),
                    fact(file("unknown", 1, 1), 4)));
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
            journal.doubt(List.of(RelativePath.known("a"), RelativePath.known("unknown")));
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

    @Test
    @DisplayName("a run that is under way survives a crash, and only its own end ends it")
    default void theRunSurvives() throws SyncException {
        Journal all = openEmpty();
        RunId run = new RunId("run-1");
        RunNote plain = new RunNote(run, NOON, false, Optional.empty());
        RunNote note = new RunNote(run, NOON, true, Optional.of(new RunId("run-0")));
        all.job(JOB).noteRun(plain);
        assertThat(all.job(JOB).currentRun()).contains(plain);
        all.job(JOB).noteRun(note);
        try (Journal after = crash(all)) {
            JobJournal journal = after.job(JOB);
            journal.endRun(new RunId("run-0"));
            assertThat(journal.currentRun()).contains(note);
            journal.endRun(run);
            journal.endRun(run);
            assertThat(journal.currentRun()).isEmpty();
        }
    }

    @Test
    @DisplayName("D-21 the number of scans can be raised, not lowered; the current scan keeps its own")
    default void theScanNumberCanBeRaised() throws SyncException {
        Journal all = openEmpty();
        JobJournal journal = all.job(JOB);
        long scan = journal.beginScan();
        journal.raiseScan(57);
        journal.raiseScan(3);
        SourceEntry entry = file("a", 1, 1);
        journal.observe(scan, List.of(entry));
        journal.recordVerified(scan, List.of(fact(entry, 1)));
        assertThat(reports(journal)).containsExactly(new Report.Verified(scan, fact(entry, 1)));
        try (Journal after = crash(all)) {
            assertThat(after.job(JOB).beginScan()).isEqualTo(58);
            after.job(JOB).raiseScan(58);
            assertThat(after.job(JOB).beginScan()).isEqualTo(59);
        }
    }

    @Test
    @DisplayName("D-20 the highest token survives a crash, and a lower one changes nothing")
    default void theTokenOnlyRises() throws SyncException {
        Journal all = openEmpty();
        all.job(JOB).raiseToken(new FencingToken(2, 5));
        all.job(JOB).raiseToken(new FencingToken(1, 900));
        all.job(JOB).raiseToken(new FencingToken(2, 4));
        try (Journal after = crash(all)) {
            assertThat(after.job(JOB).highestToken()).isEqualTo(new FencingToken(2, 5));
            after.job(JOB).raiseToken(new FencingToken(3, 0));
            assertThat(after.job(JOB).highestToken()).isEqualTo(new FencingToken(3, 0));
        }
    }

    @Test
    @DisplayName("sizes, times and names at their limits come back as they were")
    default void extremes() throws SyncException {
        Journal all = openEmpty();
        JobJournal first = all.job(JOB);
        long scan = first.beginScan();
        SourceEntry large = file("x/" + "n".repeat(4_000), Long.MAX_VALUE, Long.MAX_VALUE);
        SourceEntry early = file("\u241BFF\u241BFE/\u241B01", 0, Long.MIN_VALUE);
        first.observe(scan, List.of(large, early));
        Fact fact = new Fact(early, Digest.OF_NOTHING, Instant.EPOCH.minusNanos(1));
        first.recordVerified(scan, List.of(fact));
        try (Journal after = crash(all)) {
            JobJournal journal = after.job(JOB);
            assertThat(journal.pending(Optional.empty(), 9)).containsExactly(large);
            assertThat(reports(journal)).containsExactly(new Report.Verified(scan, fact));
            assertThat(JournalState.entries(journal, early.path().folder()))
                    .containsExactly(new JournalEntry(early, Optional.of(fact)));
        }
    }

    @Test
    @DisplayName("a scan that was never begun, an earlier one, a maximum below 1 and a report never queued are bugs")
    default void bugsAreRefused() throws SyncException {
        try (Journal all = openEmpty()) {
            JobJournal journal = all.job(JOB);
            List<SourceEntry> some = List.of(file("a", 1, 1));
            assertThatThrownBy(() -> journal.observe(1, some)).isInstanceOf(IllegalArgumentException.class);
            long first = journal.beginScan();
            long second = journal.beginScan();
            assertThatThrownBy(() -> journal.observe(first, some)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> journal.stageVanished(first, some)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> journal.unstageVanished(first, FolderName.ROOT))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> journal.forgetNew(first)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> journal.vanishCensus(first)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> journal.applyVanished(first, NOON)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> journal.recordVerified(second + 1, List.of()))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> journal.recordLost(0, some, NOON)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> journal.reportAgain(second + 1, List.of()))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> journal.leaveOut(second + 1, some)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> journal.pending(Optional.empty(), 0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> journal.unreported(0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> journal.losses(0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> journal.acknowledge(1)).isInstanceOf(IllegalArgumentException.class);
            journal.recordVerified(first, List.of(fact(file("a", 1, 1), 1)));
            assertThat(journal.counts().verified()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("closing twice changes nothing, and a call after it is a bug")
    default void closing() throws SyncException {
        Journal all = openEmpty();
        JobJournal journal = all.job(JOB);
        all.close();
        all.close();
        assertThatThrownBy(journal::counts).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @DisplayName("threads of several jobs write and read at once and nothing is mixed up")
    default void threadsDoNotDisturbEachOther() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (Journal all = openEmpty()) {
            List<Future<JournalState>> states = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                JobJournal journal = all.job(new JobId("job-" + i));
                JournalScript script = new JournalScript(i);
                states.add(threads.submit(() -> {
                    for (int step = 0; step < 60; step++) {
                        script.step(journal);
                        JournalState.of(journal);
                    }
                    return JournalState.of(journal);
                }));
            }
            for (int i = 0; i < 4; i++) {
                try (Journal alone = new InMemoryJournal()) {
                    JobJournal journal = alone.job(JOB);
                    JournalScript script = new JournalScript(i);
                    for (int step = 0; step < 60; step++) {
                        script.step(journal);
                    }
                    assertThat(states.get(i).get()).isEqualTo(JournalState.of(journal));
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
