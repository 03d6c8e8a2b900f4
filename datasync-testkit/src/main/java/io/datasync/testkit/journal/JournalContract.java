package io.datasync.testkit.journal;

import static io.datasync.testkit.journal.JournalSamples.fact;
import static io.datasync.testkit.journal.JournalSamples.file;
import static io.datasync.testkit.journal.JournalSamples.reports;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.Journal;
import io.datasync.core.journal.JournalCounts;
import io.datasync.core.journal.JournalCursor;
import io.datasync.core.journal.JournalEntry;
import io.datasync.core.journal.RunNote;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.protocol.Report;
import io.datasync.core.purge.Standings;
import io.datasync.core.purge.Volume;
import io.datasync.testkit.journal.memory.InMemoryJournal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every {@link Journal} must do, in parts. An implementation joins it with the two methods of {@link JournalFixture}. */
public interface JournalContract
        extends JournalEntriesContract,
                JournalVanishContract,
                JournalReportContract,
                JournalPurgeContract,
                JournalHoldContract,
                JournalSealContract,
                JournalLossContract {
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
            assertThat(journal.standings()).isEqualTo(new Standings(Volume.NONE, Map.of()));
            assertThat(journal.purgeMemory()).isEmpty();
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
    @DisplayName("a run that is under way survives a crash, and only its own end ends it")
    default void theRunSurvives() throws SyncException {
        Journal all = openEmpty();
        RunId run = new RunId("run-1");
        RunNote plain = new RunNote(run, NOON, false, Optional.empty());
        RunNote note = new RunNote(run, NOON, true, Optional.of(new RunId("run-0")));
        all.job(JOB).noteRun(plain);
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
            assertThatThrownBy(() -> journal.reportAgain(second + 1, List.of()))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> journal.leaveOut(second + 1, some)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> journal.pending(Optional.empty(), 0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> journal.unreported(0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> journal.losses(0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> journal.lossesOf(first, 0)).isInstanceOf(IllegalArgumentException.class);
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
