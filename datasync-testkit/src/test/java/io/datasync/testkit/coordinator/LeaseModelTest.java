package io.datasync.testkit.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.coordinator.CoordinatorRules;
import io.datasync.core.coordinator.CoordinatorSettings;
import io.datasync.core.coordinator.sealing.SealingParts;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.RunRow;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunState;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.OpenAnswer;
import io.datasync.core.protocol.ProgressRequest;
import io.datasync.core.protocol.Report;
import io.datasync.testkit.clock.MovableClock;
import io.datasync.testkit.coordinator.fixture.RulesFixture;
import io.datasync.testkit.index.memory.InMemoryStateIndex;
import io.datasync.testkit.key.InMemoryKeys;
import io.datasync.testkit.store.memory.InMemoryArchives;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Opens, renews, lets expire, resumes, overtakes, orphans and ends runs in any order, on nodes that restart and on a database that is lost or
 * slow to be told the time, and says beforehand what each call comes to. {@code -Ddatasync.seed=N} repeats one seed alone.
 */
@DisplayName("Leases, against a model that says what each call comes to")
final class LeaseModelTest {
    private static final int SEEDS = 150;
    private static final int STEPS = 120;
    private static final Report GONE = new Report.Gone(1, RelativePath.known("2026-04-23/a"));
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final Duration SILENCE = Duration.ofMinutes(30);

    /** What may come of an open request; each must come up. */
    private enum Opening {
        NEW,
        RESUMED,
        RESUMED_WITHOUT_LEASE,
        TAKEN_OVER_CONTINUED,
        TAKEN_OVER_EXPIRED,
        BUSY,
        CLOSED,
        CLOSED_SILENT,
        CLOSED_OUTRUN
    }

    @Test
    @DisplayName("D-20 D-23 RUN-1 RUN-2 RUN-3 every answer, every lease and every token is the one that the model says")
    void anySequence() {
        Map<Opening, Integer> openings = new EnumMap<>(Opening.class);
        Long only = Long.getLong("datasync.seed");
        long first = only == null ? 1 : only;
        long last = only == null ? SEEDS : only;
        for (long seed = first; seed <= last; seed++) {
            Script script = new Script(new Random(seed), openings);
            int step = 0;
            try {
                for (; step < STEPS; step++) {
                    script.step();
                    script.check();
                }
            } catch (SyncException | RuntimeException | AssertionError e) {
                throw new AssertionError(
                        "It does not hold for -Ddatasync.seed=" + seed + ", step " + step + ": " + e.getMessage(), e);
            }
        }
        if (only == null) {
            // Otherwise the script does not try what it is for.
            assertThat(openings).containsOnlyKeys(Opening.values());
            assertThat(openings.values()).allSatisfy(times -> assertThat(times).isGreaterThanOrEqualTo(5));
        }
    }

    /** A run as the model has it. */
    private static final class Run {
        private final RunId id;
        private final FencingToken token;
        private RunState state = RunState.OPEN;
        private Instant heard;
        private Instant until;

        Run(RunId id, FencingToken token, Instant now) {
            this.id = id;
            this.token = token;
            heard = now;
            until = now.plus(LEASE);
        }

        void hear(Instant now) {
            heard = now;
            Instant longer = now.plus(LEASE);
            until = longer.isAfter(until) ? longer : until;
        }
    }

    private static final class Script {
        private final Random random;
        private final Map<Opening, Integer> openings;
        private final MovableClock clock = MovableClock.at("2026-04-23T10:00:00Z");
        private World.CarelessEpochs share = new World.CarelessEpochs();
        private final Map<RunId, Run> runs = new LinkedHashMap<>();
        private final List<RunId> everKnown = new ArrayList<>();
        private InMemoryStateIndex index;
        private CoordinatorRules node;
        private @Nullable Run live;

        /** What database or share still know; agents may know a higher one. */
        private FencingToken remembered = FencingToken.NONE;

        private FencingToken highest = FencingToken.NONE;

        Script(Random random, Map<Opening, Integer> openings) {
            this.random = random;
            this.openings = openings;
            index = newIndex();
            node = newNode();
        }

        private InMemoryStateIndex newIndex() {
            InMemoryStateIndex empty = new InMemoryStateIndex(clock);
            empty.addJob(World.JOB, RulesFixture.RUNNER, World.URL);
            return empty;
        }

        private CoordinatorRules newNode() {
            return new CoordinatorRules(
                    index,
                    share,
                    event -> {},
                    new SealingParts(new InMemoryArchives(), new InMemoryKeys(), clock),
                    new CoordinatorSettings(LEASE, SILENCE, 100));
        }

        private Coordinator coordinator() {
            return node.forRunner(RulesFixture.RUNNER);
        }

        void step() throws SyncException {
            switch (random.nextInt(24)) {
                case 0, 1, 2, 3, 4, 5, 6, 7 -> open();
                case 8, 9, 10 -> progress();
                case 11, 12 -> heartbeat();
                case 13 -> complete();
                case 14 -> node = newNode();
                case 15 -> {
                    if (random.nextInt(4) == 0) {
                        loseTheDatabase();
                    }
                }
                default -> clock.advance(passing());
            }
        }

        /** Often to the very edge of a lease or of the silence, to a microsecond, as databases have it; sometimes back. */
        private Duration passing() {
            Run run = live;
            return switch (random.nextInt(8)) {
                case 0 -> Duration.ofSeconds(-random.nextInt(120));
                case 1 -> run == null ? Duration.ZERO : edge(run.until);
                case 2 -> run == null ? Duration.ZERO : edge(run.heard.plus(SILENCE));
                default -> Duration.ofSeconds(random.nextInt(8 * 60));
            };
        }

        private Duration edge(Instant when) {
            Duration left = Duration.between(clock.instant(), when).plus(random.nextInt(3) - 1L, ChronoUnit.MICROS);
            return left.isNegative() ? Duration.ZERO : left;
        }

        /** What the share says keeps tokens growing; when it is lost too, only what the agent shows. */
        private void loseTheDatabase() {
            if (random.nextBoolean()) {
                share = new World.CarelessEpochs();
                remembered = FencingToken.NONE;
            }
            index = newIndex();
            node = newNode();
            runs.clear();
            live = null;
        }

        private RunId anyRun() {
            return everKnown.isEmpty() || random.nextInt(12) == 0
                    ? Samples.newRun()
                    : everKnown.get(Math.max(0, everKnown.size() - 1 - random.nextInt(5)));
        }

        private void open() throws SyncException {
            RunId id = random.nextBoolean() ? Samples.newRun() : anyRun();
            Optional<RunId> continues = random.nextInt(3) == 0 ? Optional.of(anyRun()) : Optional.empty();
            FencingToken seen = random.nextInt(4) == 0 ? highest : FencingToken.NONE;
            Instant now = clock.instant();
            Opening expected = expected(id, continues, seen, now);
            openings.merge(expected, 1, Integer::sum);
            try {
                OpenAnswer answer = coordinator().open(RunDriver.request(World.JOB, id, continues, seen, List.of()));
                assertThat(answer.lease()).isEqualTo(LEASE);
                opened(id, expected, answer.token(), seen, now);
            } catch (SyncException e) {
                refused(id, expected, e);
            }
        }

        private Opening expected(RunId id, Optional<RunId> continues, FencingToken seen, Instant now) {
            Run asked = runs.get(id);
            Run holder = live;
            if (asked != null && asked != holder) {
                return Opening.CLOSED;
            }
            if (holder == null) {
                return Opening.NEW;
            }
            if (asked == holder) {
                if (!now.isBefore(holder.heard.plus(SILENCE))) {
                    return Opening.CLOSED_SILENT;
                }
                if (seen.compareTo(holder.token) > 0) {
                    return Opening.CLOSED_OUTRUN;
                }
                return now.isBefore(holder.until) ? Opening.RESUMED : Opening.RESUMED_WITHOUT_LEASE;
            }
            if (continues.isPresent() && continues.get().equals(holder.id)) {
                return Opening.TAKEN_OVER_CONTINUED;
            }
            return now.isBefore(holder.until) ? Opening.BUSY : Opening.TAKEN_OVER_EXPIRED;
        }

        private void opened(RunId id, Opening expected, FencingToken token, FencingToken seen, Instant now) {
            switch (expected) {
                case RESUMED, RESUMED_WITHOUT_LEASE -> {
                    Run run = known(id);
                    assertThat(token).as("a run keeps its token").isEqualTo(run.token);
                    run.hear(now);
                }
                case NEW, TAKEN_OVER_CONTINUED, TAKEN_OVER_EXPIRED -> {
                    assertThat(token)
                            .as("RUN-2 higher than every token that anybody knows")
                            .isGreaterThan(remembered)
                            .isGreaterThan(seen);
                    if (live != null) {
                        live.state = RunState.ORPHANED;
                    }
                    live = new Run(id, token, now);
                    runs.put(id, live);
                    everKnown.add(id);
                    remembered = token;
                    highest = token.compareTo(highest) > 0 ? token : highest;
                }
                case BUSY, CLOSED, CLOSED_SILENT, CLOSED_OUTRUN -> throw new AssertionError(expected + ", but opened");
            }
        }

        private void refused(RunId id, Opening expected, SyncException e) {
            switch (expected) {
                case BUSY -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.JOB_BUSY);
                    assertThat(e.retryable()).isTrue();
                }
                case CLOSED -> assertThat(e.code()).isEqualTo(ErrorCode.RUN_CLOSED);
                case CLOSED_SILENT, CLOSED_OUTRUN -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.RUN_CLOSED);
                    known(id).state = RunState.ORPHANED;
                    live = null;
                }
                case NEW, RESUMED, RESUMED_WITHOUT_LEASE, TAKEN_OVER_CONTINUED, TAKEN_OVER_EXPIRED ->
                    throw new AssertionError(expected + ", but refused: " + e.getMessage(), e);
            }
        }

        private Run known(RunId id) {
            return Objects.requireNonNull(runs.get(id));
        }

        /** What a message of this run under this token comes to; empty when it is taken. */
        private Optional<ErrorCode> refusal(RunId id, FencingToken token) {
            Run run = runs.get(id);
            if (run == null) {
                return Optional.of(ErrorCode.RUN_UNKNOWN);
            }
            if (run != live) {
                return Optional.of(ErrorCode.RUN_CLOSED);
            }
            return token.equals(run.token) ? Optional.empty() : Optional.of(ErrorCode.STALE_TOKEN);
        }

        private FencingToken tokenFor(RunId id) {
            Run run = runs.get(id);
            return run == null || random.nextInt(8) == 0 ? new FencingToken(1, 1 + random.nextInt(3)) : run.token;
        }

        private interface Message {
            void send() throws SyncException;
        }

        private boolean taken(RunId id, FencingToken token, Message message) {
            Optional<ErrorCode> refusal = refusal(id, token);
            try {
                message.send();
                assertThat(refusal).as("I-4 a message that was taken").isEmpty();
                return true;
            } catch (SyncException e) {
                assertThat(Optional.of(e.code())).as(e.getMessage()).isEqualTo(refusal);
                return false;
            }
        }

        private void progress() {
            RunId id = anyRun();
            FencingToken token = tokenFor(id);
            Instant now = clock.instant();
            List<Report> reports = random.nextBoolean() ? List.of() : List.of(GONE);
            if (taken(id, token, () -> coordinator().progress(id, token, new ProgressRequest(reports)))) {
                Run run = known(id);
                run.state = reports.isEmpty() ? run.state : RunState.RUNNING;
                run.hear(now);
            }
        }

        private void heartbeat() throws SyncException {
            List<RunId> named = List.of(anyRun(), anyRun());
            Instant now = clock.instant();
            node.renew(RulesFixture.RUNNER, named);
            if (live != null && named.contains(live.id)) {
                live.hear(now);
            }
        }

        private void complete() {
            RunId id = anyRun();
            FencingToken token = tokenFor(id);
            Run run = runs.get(id);
            if (run != null && run.state == RunState.SUCCESS) {
                // A repeat is answered, and changes nothing.
                return;
            }
            if (taken(id, token, () -> coordinator().complete(id, token, Samples.WHOLE))) {
                known(id).state = RunState.SUCCESS;
                live = null;
            }
        }

        void check() {
            assertThat(index.job(World.JOB).liveRun())
                    .isEqualTo(Optional.ofNullable(live).map(run -> run.id));
            Map<String, String> expected = new TreeMap<>();
            runs.forEach((id, run) -> expected.put(
                    id.text(), run.state + " " + run.token + " heard " + run.heard + " until " + run.until));
            Map<String, String> actual = new TreeMap<>();
            for (RunRow row : index.runs(World.JOB)) {
                actual.put(
                        row.run().text(),
                        row.state() + " " + row.token() + " heard " + row.lastActivityAt() + " until "
                                + row.leaseUntil());
            }
            assertThat(actual).isEqualTo(expected);
        }
    }
}
