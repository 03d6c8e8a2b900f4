package io.datasync.testkit.coordinator;

import static io.datasync.testkit.coordinator.Refusals.assertRefused;
import static io.datasync.testkit.coordinator.Samples.DAY;
import static io.datasync.testkit.coordinator.Samples.NOON;
import static io.datasync.testkit.coordinator.Samples.WHOLE;
import static io.datasync.testkit.coordinator.Samples.digest;
import static io.datasync.testkit.coordinator.Samples.fact;
import static io.datasync.testkit.coordinator.Samples.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.CompareVerdict;
import io.datasync.core.protocol.ProgressRequest;
import io.datasync.core.protocol.Report;
import io.datasync.testkit.coordinator.fixture.CoordinatorFixture;
import io.datasync.testkit.coordinator.fixture.CoordinatorFixture.Backstage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What becomes of reports: each at least once, applied exactly once (I-8, D-21). */
interface ProgressContract {
    CoordinatorFixture fixture();

    private Backstage backstage() {
        return fixture().backstage().orElseGet(() -> abort("This fixture cannot reach behind the server"));
    }

    private RunDriver open() throws SyncException {
        return RunDriver.open(fixture().coordinator(), fixture().newJob());
    }

    @Test
    @DisplayName("I-8 a fact that is reported twice, in one message or in two, counts once")
    default void aFactCountsOnce() throws SyncException {
        RunDriver run = open();
        Fact fact = fact("2026-04-23/a", 1);
        run.verified(1, fact, fact);
        run.verified(1, fact);
        run.verified(2, fact);
        assertThat(run.differing(List.of(fact))).isEmpty();
    }

    @Test
    @DisplayName("I-8 a fact that is reported by several messages at once counts once")
    default void aFactReportedAtOnce() throws Exception {
        RunDriver run = open();
        List<Fact> facts = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            facts.add(fact("2026-04-23/" + i, i));
        }
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> futures = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                List<Fact> shuffled = new ArrayList<>(facts);
                Collections.shuffle(shuffled, new Random(t));
                futures.add(pool.submit(() -> run.verified(1, shuffled.toArray(Fact[]::new))));
            }
            for (Future<?> future : futures) {
                future.get();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(run.differing(facts)).isEmpty();
    }

    @Test
    @DisplayName("D-21 a fact of an older scan does not overwrite a newer one")
    default void anOlderFactIsIgnored() throws SyncException {
        RunDriver run = open();
        Fact newer = fact("2026-04-23/a", 2);
        run.verified(7, newer);
        run.verified(6, fact("2026-04-23/a", 1));
        assertThat(run.differing(List.of(newer))).isEmpty();
        Fact newest = fact("2026-04-23/a", 3);
        run.verified(8, newest);
        assertThat(run.differing(List.of(newest))).isEmpty();
    }

    @Test
    @DisplayName("D-21 within one scan the later proof wins, in whatever order they arrive")
    default void theLaterProofOfAScanWins() throws SyncException {
        SourceEntry entry = file("2026-04-23/a", 1);
        Fact early = new Fact(entry, digest(1), NOON);
        Fact late = new Fact(entry, digest(2), NOON.plusSeconds(1));
        for (List<Fact> order : List.of(List.of(early, late), List.of(late, early), List.of(early, late, early))) {
            RunDriver run = open();
            for (Fact fact : order) {
                run.verified(1, fact);
            }
            assertThat(run.differing(List.of(late))).isEmpty();
        }
    }

    @Test
    @DisplayName("CORE-11 a changed file replaces the earlier fact, by size, by time or by content")
    default void aChangedFileReplaces() throws SyncException {
        RunDriver run = open();
        Fact first = fact("2026-04-23/a", 1);
        SourceEntry entry = first.entry();
        run.verified(1, first);
        List<Fact> changes = List.of(
                new Fact(SourceEntry.file(entry.path(), 2, entry.ticks()), digest(1), NOON),
                new Fact(SourceEntry.file(entry.path(), 2, 5), digest(1), NOON),
                new Fact(SourceEntry.file(entry.path(), 2, 5), digest(9), NOON),
                new Fact(SourceEntry.folder(entry.path()), Digest.OF_NOTHING, NOON));
        long scanSeq = 2;
        for (Fact change : changes) {
            run.verified(scanSeq++, change);
            assertThat(run.differing(List.of(change))).isEmpty();
        }
    }

    @Test
    @DisplayName("D-1 an entry that is gone leaves the source and stays archived; saying so again changes nothing")
    default void anEntryThatIsGone() throws SyncException {
        RunDriver run = open();
        Fact stays = fact("2026-04-23/a", 1);
        Fact leaves = fact("2026-04-23/b", 2);
        run.verified(1, stays, leaves);
        run.gone(2, "2026-04-23/b");
        run.gone(2, "2026-04-23/b");
        run.gone(2, "2026-04-23/never-seen");
        assertThat(run.differing(List.of(stays))).isEmpty();
        run.verified(1, leaves);
        assertThat(run.differing(List.of(stays)))
                .as("its fact arrives once more, late")
                .isEmpty();
        assertThat(run.verdict(1, leaves.entry())).isEqualTo(CompareVerdict.KNOWN);
        run.verified(3, leaves);
        assertThat(run.differing(List.of(stays, leaves))).as("it came back").isEmpty();
        run.gone(2, "2026-04-23/b");
        assertThat(run.differing(List.of(stays, leaves))).as("late again").isEmpty();
    }

    @Test
    @DisplayName("CORE-10 RUN-8 losses and failures are taken, also twice, and change no summary")
    default void lossesAndFailures() throws SyncException {
        RunDriver run = open();
        Fact fact = fact("2026-04-23/a", 1);
        run.verified(1, fact);
        Report lost = new Report.Lost(2, file("2026-04-23/lost", 5), NOON);
        Report changedAndLost = new Report.Lost(2, file("2026-04-23/a", 6), NOON, Optional.of(fact.digest()));
        Report failed = new Report.Failed(2, RelativePath.known("2026-04-23/f"), ErrorCode.FILE_UNREADABLE);
        run.report(lost, failed, changedAndLost);
        run.report(failed, lost);
        assertThat(run.differing(List.of(fact))).isEmpty();
        assertThat(run.verdict(2, file("2026-04-23/lost", 5))).isEqualTo(CompareVerdict.UNKNOWN);
    }

    @Test
    @DisplayName(
            "D-6 D-1 what was a file leaves the source when something below its path is proven; a late proof changes nothing")
    default void aFileBecameAFolder() throws SyncException {
        RunDriver run = open();
        Fact file = fact("2026-04-23/x", 1);
        Fact root = fact("y", 2);
        Fact below = fact("2026-04-23/x/sub/a", 3);
        Fact belowRoot = fact("y/b", 4);
        run.verified(3, file, root);
        run.verified(2, fact("2026-04-23/x/late", 9));
        assertThat(run.verdict(3, file.entry())).isEqualTo(CompareVerdict.KNOWN);
        run.gone(4, "2026-04-23/x");
        run.verified(4, below, belowRoot);
        run.verified(4, below, belowRoot);
        run.gone(4, "2026-04-23/x/late");
        assertThat(run.differing(List.of(below, belowRoot))).isEmpty();
        assertThat(run.verdict(4, file.entry())).isEqualTo(CompareVerdict.CHANGED);
        assertThat(run.verdict(4, root.entry())).isEqualTo(CompareVerdict.CHANGED);
    }

    @Test
    @DisplayName("D-21 facts of a run that was closed are taken from the run that continues it, and count once")
    default void factsOfAClosedRun() throws SyncException {
        RunDriver old = open();
        Fact known = fact("2026-04-23/a", 1);
        Fact unheard = fact("2026-04-23/b", 2);
        old.verified(1, known);
        RunDriver next = RunDriver.open(fixture().coordinator(), RunDriver.continuing(old.job(), old.run()));
        assertRefused(ErrorCode.RUN_CLOSED, () -> old.verified(1, unheard));
        assertThat(next.differing(List.of(known)))
                .as("the refused fact left no trace")
                .isEmpty();
        next.verified(1, known, unheard);
        assertThat(next.differing(List.of(known, unheard))).isEmpty();
    }

    @Test
    @DisplayName("One request is applied whole or not at all")
    default void oneRequestIsOneWhole() throws SyncException {
        RunDriver run = open();
        Fact fine = fact("2026-04-23/a", 1);
        Fact tooLong = fact("2026-04-23/" + "x".repeat(RelativePath.TEXT_MAX), 2);
        assertRefused(ErrorCode.PATH_TOO_LONG, () -> run.verified(1, fine, tooLong));
        assertThat(run.differing(List.of())).isEmpty();
        run.verified(1, fine);
        assertThat(run.differing(List.of(fine))).isEmpty();
    }

    @Test
    @DisplayName("I-11 more reports than allowed are refused; as many as allowed are taken")
    default void theNumberOfReportsHasALimit() throws SyncException {
        RunDriver run = open();
        List<Fact> facts = new ArrayList<>();
        for (int i = 0; i <= ProgressRequest.REPORTS_MAX; i++) {
            facts.add(fact("2026-04-" + (10 + i % 7) + "/" + i, i));
        }
        assertRefused(ErrorCode.MESSAGE_TOO_LARGE, () -> run.verified(1, facts.toArray(Fact[]::new)));
        List<Fact> allowed = facts.subList(0, ProgressRequest.REPORTS_MAX);
        run.verified(1, allowed.toArray(Fact[]::new));
        assertThat(run.differing(allowed)).isEmpty();
    }

    @Test
    @DisplayName("An empty report renews the lease and says for how long")
    default void anEmptyReport() throws SyncException {
        RunDriver run = open();
        assertThat(run.report().lease()).isPositive();
        run.complete(WHOLE);
        assertRefused(ErrorCode.RUN_CLOSED, run::report);
    }

    @Test
    @DisplayName("D-1 a falling count never unseals; a new name, or another content, does")
    default void whatUnseals() throws SyncException {
        RunDriver run = open();
        Fact stays = fact("2026-04-23/a", 1);
        Fact leaves = fact("2026-04-23/b", 2);
        run.verified(1, stays, leaves);
        backstage().seal(run.job(), DAY);
        run.gone(2, "2026-04-23/b");
        run.verified(2, stays);
        run.compare(3, DAY, true);
        run.compare(4, DAY, true, stays.entry());
        assertThat(run.claim(List.of(stays)).sealed().orElseThrow()).containsExactly(DAY);
        assertThat(run.differing(List.of(stays))).isEmpty();
        run.verified(5, fact("2026-04-23/c", 3));
        assertThat(run.claim(List.of()).sealed()).isEmpty();

        backstage().seal(run.job(), DAY);
        run.verified(6, fact("2026-04-23/a", 9));
        assertThat(run.claim(List.of()).sealed()).isEmpty();
    }
}
