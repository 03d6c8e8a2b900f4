package io.datasync.testkit.journal;

import static io.datasync.testkit.journal.JournalSamples.fact;
import static io.datasync.testkit.journal.JournalSamples.file;
import static io.datasync.testkit.journal.JournalSamples.folder;
import static io.datasync.testkit.journal.JournalSamples.reports;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.Journal;
import io.datasync.core.journal.JournalCounts;
import io.datasync.core.journal.LossNote;
import io.datasync.core.journal.VanishCensus;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.Report;
import io.datasync.core.purge.Disorder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What vanishes, what is lost, and what is forgotten (D-2, CORE-10). */
interface JournalVanishContract extends JournalFixture {
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
                    .isEqualTo(new VanishCensus(2, 0, 0, Disorder.NONE, OptionalLong.empty(), OptionalLong.empty()));
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
                    .isEqualTo(new VanishCensus(0, 0, 0, Disorder.NONE, OptionalLong.empty(), OptionalLong.empty()));
            long first = journal.beginScan();
            journal.observe(
                    first,
                    List.of(file("a", 1, -10), file("b", 1, 20), file("c", 1, 30), file("d", 1, 40), folder("e")));
            journal.recordVerified(first, List.of(fact(file("a", 1, -10), 1)));

            long second = journal.beginScan();
            journal.observe(second, List.of(file("new", 1, -99), file("d", 2, 35)));
            journal.stageVanished(second, List.of(file("a", 1, -10), file("b", 1, 20), folder("e")));
            assertThat(journal.vanishCensus(second))
                    .isEqualTo(new VanishCensus(4, 2, 2, Disorder.NONE, OptionalLong.of(20), OptionalLong.of(30)));

            journal.stageVanished(second, List.of(file("c", 1, 30), file("d", 2, 35)));
            assertThat(journal.vanishCensus(second))
                    .isEqualTo(new VanishCensus(4, 4, 5, Disorder.NONE, OptionalLong.of(35), OptionalLong.empty()));
        }
    }

    @Test
    @DisplayName(
            "D-2 the census counts the files of folders too in which this scan found nothing new and missed nothing")
    default void theCensusCountsUntouchedFolders() throws SyncException {
        try (Journal all = openEmpty()) {
            JobJournal journal = all.job(JOB);
            long first = journal.beginScan();
            journal.observe(first, List.of(file("a/1", 1, 10), file("b/1", 1, 20), file("b/2", 1, 30), folder("b/c")));
            long second = journal.beginScan();
            assertThat(journal.vanishCensus(second).known()).isEqualTo(3);
            journal.observe(second, List.of(file("a/2", 1, 40), file("new/1", 1, 5)));
            assertThat(journal.vanishCensus(second).known()).isEqualTo(3);
            journal.stageVanished(second, List.of(file("a/1", 1, 10)));
            assertThat(journal.vanishCensus(second))
                    .isEqualTo(new VanishCensus(3, 1, 1, Disorder.NONE, OptionalLong.of(10), OptionalLong.of(20)));
            journal.applyVanished(second, NOON);
            long third = journal.beginScan();
            assertThat(journal.vanishCensus(third).known()).isEqualTo(4);
            journal.stageVanished(third, List.of(file("b/1", 1, 20), file("b/2", 1, 30)));
            journal.unstageVanished(third, file("b/1", 1, 20).path().folder());
            assertThat(journal.vanishCensus(third).vanished()).isZero();
            assertThat(journal.applyVanished(third, NOON)).isZero();
            assertThat(journal.vanishCensus(journal.beginScan()).known()).isEqualTo(4);
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
                    .isEqualTo(
                            new VanishCensus(5, 2, 2, new Disorder(1, 0, 1), OptionalLong.of(3), OptionalLong.of(1)));
            journal.stageVanished(second, List.of(file("b-too", 1, 3)));
            assertThat(journal.vanishCensus(second))
                    .isEqualTo(new VanishCensus(5, 3, 3, Disorder.NONE, OptionalLong.of(3), OptionalLong.of(1)));
            journal.stageVanished(second, List.of(file("c", 1, 4)));
            assertThat(journal.vanishCensus(second).outOfOrder().byTime()).isEqualTo(1);
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
            var before = Optional.of(fact(old, 2).digest());
            assertThat(reports(journal))
                    .containsExactly(
                            new Report.Gone(scan, changed.path()),
                            new Report.Lost(scan, changed, NOON, before),
                            new Report.Gone(scan, RelativePath.known("z")),
                            new Report.Lost(scan, pending, NOON),
                            new Report.Gone(scan, verified.path()));
            assertThat(journal.losses(9))
                    .containsExactly(new LossNote(scan, changed, NOON, before), new LossNote(scan, pending, NOON));
            assertThat(journal.lossesOf(scan, 1)).containsExactly(new LossNote(scan, changed, NOON, before));
            assertThat(journal.lossesOf(scan + 1, 9)).isEmpty();
            assertThat(journal.folders()).containsExactly(FolderName.ROOT);
            assertThat(journal.counts()).isEqualTo(new JournalCounts(0, 1, 5, 2));
            assertThat(journal.summaries()).isEmpty();
            assertThat(journal.pending(Optional.empty(), 9)).containsExactly(kept);
            assertThat(journal.applyVanished(scan, NOON)).isZero();
            long later = journal.beginScan();
            journal.stageVanished(later, List.of(kept));
            assertThat(journal.applyVanished(later, NOON)).isEqualTo(1);
            assertThat(journal.lossesOf(later, 9)).containsExactly(new LossNote(later, kept, NOON));
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
}
