package io.datasync.testkit.coordinator;

import static io.datasync.testkit.coordinator.Refusals.assertRefused;
import static io.datasync.testkit.coordinator.Samples.DAY;
import static io.datasync.testkit.coordinator.Samples.NEXT_DAY;
import static io.datasync.testkit.coordinator.Samples.NOON;
import static io.datasync.testkit.coordinator.Samples.digest;
import static io.datasync.testkit.coordinator.Samples.fact;
import static io.datasync.testkit.coordinator.Samples.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.EntryState;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.CompareAnswer;
import io.datasync.core.protocol.CompareLine;
import io.datasync.core.protocol.CompareVerdict;
import io.datasync.testkit.coordinator.fixture.CoordinatorFixture;
import io.datasync.testkit.coordinator.fixture.CoordinatorFixture.Backstage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is known of entries, and what leaves a folder that was listed to its end (D-1, D-2). */
interface CompareContract {
    /** More than two batches. */
    int MANY = 2_345;

    /** How often a race is run. */
    int ROUNDS = 4;

    CoordinatorFixture fixture();

    private Backstage backstage() {
        return fixture().backstage().orElseGet(() -> abort("This fixture cannot reach behind the server"));
    }

    private RunDriver open() throws SyncException {
        return RunDriver.open(fixture().coordinator(), fixture().newJob());
    }

    private static CompareLine.Item item(SourceEntry entry, int content) {
        return new CompareLine.Item(entry, Optional.of(digest(content)));
    }

    @Test
    @DisplayName(
            "D-21 D-27 what an agent says that it archived otherwise counts in that scan, also when the clock by which it was proven was behind")
    default void aProofByAClockThatIsBehindCounts() throws SyncException {
        RunDriver run = open();
        run.verified(1, new Fact(file("2026-04-23/a", 1), digest(1), NOON.plusSeconds(86_400)));
        Fact other = new Fact(file("2026-04-23/a", 2), digest(2), NOON);
        for (long scanSeq = 2; scanSeq <= 3; scanSeq++) {
            run.compare(
                    scanSeq,
                    List.of(
                            new CompareLine.Start(DAY),
                            new CompareLine.Item(other.entry(), Optional.of(other.digest())),
                            new CompareLine.End(DAY, true)));
            run.verified(scanSeq, other);
            assertThat(run.differing(List.of(other))).isEmpty();
        }
    }

    @Test
    @DisplayName(
            "D-21 D-25 what a run archives over the proof of an earlier run counts, also when the agent lost its memory and its clock was set back")
    default void aClockThatWasSetBack() throws SyncException {
        RunDriver earlier = open();
        earlier.verified(1, new Fact(file("2026-04-23/a", 1), digest(1), NOON.plusSeconds(86_400)));
        earlier.complete(Samples.WHOLE);
        RunDriver run = RunDriver.open(fixture().coordinator(), earlier.job());
        Fact other = new Fact(file("2026-04-23/a", 2), digest(2), NOON);
        run.compare(2, DAY, true, other.entry());
        run.verified(2, other);
        assertThat(run.differing(List.of(other))).isEmpty();
    }

    @Test
    @DisplayName("An entry is unknown, known, changed, or of other content, each with the digest that the index has")
    default void verdicts() throws SyncException {
        RunDriver run = open();
        Fact fact = fact("2026-04-23/a", 1);
        SourceEntry entry = fact.entry();
        run.verified(1, fact);
        assertThat(run.compareOne(2, new CompareLine.Item(file("2026-04-23/b", 1), Optional.empty())))
                .isEqualTo(new CompareAnswer(
                        RelativePath.known("2026-04-23/b"), CompareVerdict.UNKNOWN, Optional.empty()));
        Optional<io.datasync.core.digest.Digest> known = Optional.of(fact.digest());
        assertThat(run.compareOne(2, new CompareLine.Item(entry, Optional.empty())))
                .isEqualTo(new CompareAnswer(entry.path(), CompareVerdict.KNOWN, known));
        assertThat(run.compareOne(2, item(entry, 1)))
                .isEqualTo(new CompareAnswer(entry.path(), CompareVerdict.KNOWN, known));
        assertThat(run.compareOne(2, item(entry, 2)))
                .isEqualTo(new CompareAnswer(entry.path(), CompareVerdict.DISAGREES, known));
        SourceEntry larger = SourceEntry.file(entry.path(), entry.sizeBytes() + 1, entry.ticks());
        SourceEntry later = SourceEntry.file(entry.path(), entry.sizeBytes(), entry.ticks() + 1);
        SourceEntry folder = SourceEntry.folder(entry.path());
        for (SourceEntry changed : List.of(larger, later, folder)) {
            assertThat(run.compareOne(2, new CompareLine.Item(changed, Optional.empty())))
                    .isEqualTo(new CompareAnswer(entry.path(), CompareVerdict.CHANGED, known));
        }
        assertThat(run.differing(List.of(fact))).as("comparing changed nothing").isEmpty();
    }

    @Test
    @DisplayName("D-4 an entry that is damaged or missing does not count, and is wanted again")
    default void aDamagedEntryIsWanted() throws SyncException {
        RunDriver run = open();
        Fact fact = fact("2026-04-23/a", 1);
        run.verified(1, fact);
        for (EntryState state : List.of(EntryState.DAMAGED, EntryState.MISSING)) {
            backstage().setState(run.job(), fact.entry().path(), state);
            assertThat(run.compareOne(2, item(fact.entry(), 1)))
                    .isEqualTo(new CompareAnswer(fact.entry().path(), CompareVerdict.WANTED, Optional.empty()));
            assertThat(run.differing(List.of(fact))).as("%s", state).containsExactly(DAY);
        }
        run.verified(2, fact);
        assertThat(run.verdict(2, fact.entry()))
                .as("the proof from before, told again")
                .isEqualTo(CompareVerdict.WANTED);
        run.verified(2, new Fact(fact.entry(), fact.digest(), Samples.NOON.plusSeconds(1)));
        assertThat(run.verdict(2, fact.entry())).isEqualTo(CompareVerdict.KNOWN);
        assertThat(run.differing(List.of(fact))).isEmpty();
        backstage().setState(run.job(), fact.entry().path(), EntryState.ATTESTED);
        assertThat(run.verdict(2, fact.entry())).as("attested counts").isEqualTo(CompareVerdict.KNOWN);
    }

    @Test
    @DisplayName(
            "D-4 an entry that is only present does not count; who proved these very bytes tells it again, others read again")
    default void aPresentEntryWaitsForItsProof() throws SyncException {
        RunDriver run = open();
        Fact fact = fact("2026-04-23/a", 1);
        run.verified(1, fact);
        backstage().setState(run.job(), fact.entry().path(), EntryState.PRESENT);
        assertThat(run.differing(List.of(fact))).containsExactly(DAY);
        assertThat(run.verdict(2, fact.entry())).as("unproven").isEqualTo(CompareVerdict.WANTED);
        assertThat(run.compareOne(2, item(fact.entry(), 2)))
                .as("proven to be other bytes")
                .isEqualTo(new CompareAnswer(fact.entry().path(), CompareVerdict.WANTED, Optional.empty()));
        SourceEntry longer = SourceEntry.file(
                fact.entry().path(), fact.entry().sizeBytes() + 1, fact.entry().ticks());
        assertThat(run.compareOne(2, item(longer, 1)).verdict()).isEqualTo(CompareVerdict.WANTED);
        assertThat(run.compareOne(2, item(fact.entry(), 1)))
                .isEqualTo(new CompareAnswer(fact.entry().path(), CompareVerdict.UNKNOWN, Optional.empty()));
        run.verified(2, fact);
        assertThat(run.verdict(2, fact.entry())).isEqualTo(CompareVerdict.KNOWN);
        assertThat(run.differing(List.of(fact))).isEmpty();
    }

    @Test
    @DisplayName("D-1 what a completely listed folder no longer names leaves the source and stays archived")
    default void whatIsNotNamedLeaves() throws SyncException {
        RunDriver run = open();
        Fact stays = fact("2026-04-23/a", 1);
        Fact leaves = fact("2026-04-23/b", 2);
        Fact elsewhere = fact("2026-04-24/c", 3);
        run.verified(1, stays, leaves, elsewhere);
        run.compare(2, DAY, true, stays.entry());
        assertThat(run.differing(List.of(stays, elsewhere))).isEmpty();
        assertThat(run.verdict(2, leaves.entry())).as("archived all the same").isEqualTo(CompareVerdict.KNOWN);
    }

    @Test
    @DisplayName("D-2 a folder that was not listed to its end loses nothing")
    default void anIncompleteListingLosesNothing() throws SyncException {
        RunDriver run = open();
        Fact first = fact("2026-04-23/a", 1);
        Fact second = fact("2026-04-23/b", 2);
        run.verified(1, first, second);
        run.compare(2, DAY, false, first.entry());
        run.compare(3, DAY, false);
        assertThat(run.differing(List.of(first, second))).isEmpty();
    }

    @Test
    @DisplayName("D-1 an archived entry that is named again is at the source again")
    default void whatIsNamedAgainReturns() throws SyncException {
        RunDriver run = open();
        Fact fact = fact("2026-04-23/a", 1);
        run.verified(1, fact);
        run.gone(2, "2026-04-23/a");
        assertThat(run.differing(List.of())).isEmpty();
        assertThat(run.verdict(3, fact.entry())).isEqualTo(CompareVerdict.KNOWN);
        assertThat(run.differing(List.of(fact))).isEmpty();
    }

    @Test
    @DisplayName("D-1 an entry that changed, or is of other content, is still at the source")
    default void aChangedEntryDoesNotLeave() throws SyncException {
        RunDriver run = open();
        Fact changed = fact("2026-04-23/a", 1);
        Fact doubted = fact("2026-04-23/b", 2);
        run.verified(1, changed, doubted);
        run.compare(
                2,
                List.of(
                        new CompareLine.Start(DAY),
                        new CompareLine.Item(file("2026-04-23/a", 7), Optional.empty()),
                        item(doubted.entry(), 9),
                        new CompareLine.End(DAY, true)));
        assertThat(run.differing(List.of(changed, doubted))).isEmpty();
    }

    @Test
    @DisplayName("D-21 a comparison of an older scan changes nothing")
    default void anOlderComparisonChangesNothing() throws SyncException {
        RunDriver run = open();
        Fact here = fact("2026-04-23/a", 1);
        Fact gone = fact("2026-04-23/b", 2);
        run.verified(5, here, gone);
        run.gone(6, "2026-04-23/b");
        assertThat(run.compare(4, DAY, true, gone.entry()).values())
                .extracting(CompareAnswer::verdict)
                .containsExactly(CompareVerdict.KNOWN);
        assertThat(run.differing(List.of(here))).isEmpty();
    }

    @Test
    @DisplayName("RUN-3 a comparison that is repeated gives the same answers and the same index")
    default void aRepeatedComparison() throws SyncException {
        RunDriver run = open();
        Fact stays = fact("2026-04-23/a", 1);
        run.verified(1, stays, fact("2026-04-23/b", 2));
        SourceEntry[] listed = {stays.entry(), file("2026-04-23/c", 3)};
        Map<String, CompareAnswer> first = run.compare(2, DAY, true, listed);
        assertThat(run.compare(2, DAY, true, listed)).isEqualTo(first);
        assertThat(run.differing(List.of(stays))).isEmpty();
    }

    @Test
    @DisplayName("RUN-3 the same comparison sent many times at once gives one answer and one index")
    default void theSameComparisonAtOnce() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            RunDriver run = open();
            List<Fact> facts = facts(40);
            List<Fact> stay = facts.subList(0, 20);
            run.verified(1, facts.toArray(Fact[]::new));
            SourceEntry[] listed = entries(stay);
            Callable<Map<String, CompareAnswer>> compare = () -> run.compare(2, DAY, true, listed);
            List<Map<String, CompareAnswer>> answers = atOnce(Collections.nCopies(4, compare));
            assertThat(answers).containsOnly(run.compare(2, DAY, true, listed));
            assertThat(run.differing(stay)).isEmpty();
        }
    }

    @Test
    @DisplayName("D-21 a comparison and older reports of the same run at once come to the same, whichever is first")
    default void aComparisonAgainstProgress() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            RunDriver run = open();
            List<Fact> facts = facts(40);
            List<Fact> stay = facts.subList(0, 20);
            run.verified(1, facts.toArray(Fact[]::new));
            Fact[] proven = facts.stream()
                    .map(fact -> new Fact(fact.entry(), fact.digest(), Samples.NOON.plusSeconds(1)))
                    .toArray(Fact[]::new);
            Callable<Object> compare = () -> run.compare(3, DAY, true, entries(stay));
            Callable<Object> report = () -> run.verified(2, proven);
            atOnce(List.of(compare, report, report));
            assertThat(run.differing(stay))
                    .as("what the newer scan did not name has left")
                    .isEmpty();
            assertThat(run.compare(3, DAY, false, entries(facts)).values())
                    .as("and is archived all the same")
                    .hasSize(40)
                    .allMatch(answer -> answer.verdict() == CompareVerdict.KNOWN);
        }
    }

    private static List<Fact> facts(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> fact("2026-04-23/%02d".formatted(number), number))
                .toList();
    }

    private static SourceEntry[] entries(List<Fact> facts) {
        return facts.stream().map(Fact::entry).toArray(SourceEntry[]::new);
    }

    /** Begins all of them at one moment. */
    private static <T> List<T> atOnce(List<Callable<T>> calls) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(calls.size());
        try {
            CyclicBarrier start = new CyclicBarrier(calls.size());
            List<Future<T>> futures = new ArrayList<>();
            for (Callable<T> call : calls) {
                futures.add(pool.submit(() -> {
                    start.await();
                    return call.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    @DisplayName("I-11 a folder of several batches is answered entry by entry, and leaves in pages")
    default void aFolderOfSeveralBatches() throws SyncException {
        RunDriver run = open();
        List<Fact> facts = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            facts.add(fact("2026-04-23/part-" + i, i));
        }
        for (int at = 0; at < MANY; at += 1_000) {
            run.verified(1, facts.subList(at, Math.min(at + 1_000, MANY)).toArray(Fact[]::new));
        }
        assertThat(run.differing(facts)).isEmpty();
        SourceEntry[] entries = facts.stream().map(Fact::entry).toArray(SourceEntry[]::new);
        Map<String, CompareAnswer> answers = run.compare(2, DAY, true, entries);
        assertThat(answers).hasSize(MANY);
        assertThat(answers.values()).allMatch(answer -> answer.verdict() == CompareVerdict.KNOWN);
        assertThat(run.differing(facts)).isEmpty();
        run.compare(3, DAY, true);
        assertThat(run.differing(List.of())).isEmpty();
        assertThat(run.verdict(3, entries[0])).isEqualTo(CompareVerdict.KNOWN);
    }

    @Test
    @DisplayName(
            "D-31 a folder may come in parts, in one call or in several, and only the last part says that it is complete")
    default void aFolderInParts() throws SyncException {
        RunDriver run = open();
        Fact first = fact("2026-04-23/a", 1);
        Fact second = fact("2026-04-23/b", 2);
        Fact gone = fact("2026-04-23/c", 3);
        run.verified(1, first, second, gone);
        run.compare(2, DAY, false, first.entry());
        run.compare(
                2,
                List.of(
                        new CompareLine.Start(NEXT_DAY),
                        new CompareLine.End(NEXT_DAY, true),
                        new CompareLine.Start(DAY),
                        new CompareLine.Item(second.entry(), Optional.empty()),
                        new CompareLine.End(DAY, true)));
        assertThat(run.differing(List.of(first, second))).isEmpty();
    }

    @Test
    @DisplayName("Lines out of place are refused, and what was compared before them stays")
    default void linesOutOfPlace() throws SyncException {
        RunDriver run = open();
        CompareLine.Item inDay = new CompareLine.Item(file("2026-04-23/a", 1), Optional.empty());
        CompareLine.Item laterInDay = new CompareLine.Item(file("2026-04-23/b", 1), Optional.empty());
        CompareLine.Item top = new CompareLine.Item(file("top", 1), Optional.empty());
        CompareLine start = new CompareLine.Start(DAY);
        CompareLine end = new CompareLine.End(DAY, true);
        List<List<CompareLine>> wrong = List.of(
                List.of(inDay),
                List.of(end),
                List.of(start),
                List.of(start, inDay),
                List.of(start, start),
                List.of(start, new CompareLine.Start(NEXT_DAY)),
                List.of(start, new CompareLine.End(NEXT_DAY, true)),
                List.of(start, top, end),
                List.of(start, laterInDay, inDay, end),
                List.of(start, inDay, inDay, end),
                List.of(start, inDay, end, laterInDay));
        for (List<CompareLine> lines : wrong) {
            assertRefused(ErrorCode.MESSAGE_MALFORMED, () -> run.compare(2, lines));
        }
        Fact left = fact("2026-04-24/a", 1);
        run.verified(1, left);
        assertRefused(
                ErrorCode.MESSAGE_MALFORMED,
                () -> run.compare(
                        2, List.of(new CompareLine.Start(NEXT_DAY), new CompareLine.End(NEXT_DAY, true), inDay)));
        assertThat(run.differing(List.of())).isEmpty();
    }

    @Test
    @DisplayName("A comparison of nothing is one")
    default void aComparisonOfNothing() throws SyncException {
        RunDriver run = open();
        assertThat(run.compare(1, List.of())).isEmpty();
        assertThat(run.compare(1, DAY, true)).isEmpty();
    }

    @Test
    @DisplayName("D-16 names that are bytes, odd or long are compared as they are")
    default void oddNames() throws SyncException {
        RunDriver run = open();
        List<Fact> facts = new ArrayList<>();
        for (String name : List.of(
                "a",
                "A",
                "a ",
                "\u00e9",
                "e\u0301",
                "caf\u241BE9",
                "\u241B0A",
                "\"",
                "\\",
                "\uD83D\uDEF0",
                "x".repeat(2_000))) {
            facts.add(fact("2026-04-23/" + name, facts.size()));
        }
        run.verified(1, facts.toArray(Fact[]::new));
        assertThat(run.differing(facts)).isEmpty();
        for (Fact fact : facts) {
            assertThat(run.compareOne(2, new CompareLine.Item(fact.entry(), Optional.empty())))
                    .isEqualTo(
                            new CompareAnswer(fact.entry().path(), CompareVerdict.KNOWN, Optional.of(fact.digest())));
        }
    }
}
