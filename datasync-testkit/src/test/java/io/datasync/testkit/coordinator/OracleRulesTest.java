package io.datasync.testkit.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.balance.Balance;
import io.datasync.core.coordinator.CoordinatorRules;
import io.datasync.core.coordinator.CoordinatorSettings;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.CompareLine;
import io.datasync.core.protocol.CompleteRequest;
import io.datasync.core.protocol.OpenAnswer;
import io.datasync.core.protocol.OpenRequest;
import io.datasync.core.protocol.ProgressRequest;
import io.datasync.core.protocol.Report;
import io.datasync.testkit.coordinator.fixture.RulesFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Any order of messages of two agents with one identity, against a plain model")
final class OracleRulesTest {
    private static final int SEEDS = 250;
    private static final int STEPS = 150;
    private static final Set<ErrorCode> ALLOWED =
            Set.of(ErrorCode.JOB_BUSY, ErrorCode.RUN_CLOSED, ErrorCode.RUN_UNKNOWN, ErrorCode.STALE_TOKEN);
    private static final List<String> PATHS =
            List.of("top", "also-top", "a/1", "a/2", "a/3", "a/4", "a/5", "a/6", "a/7", "b/1", "b/1/2", "b/x/y");

    @Test
    @DisplayName("D-1 I-3 I-4 I-5 RUN-2 RUN-3: index and model agree after every message")
    void anyOrderOfMessages() {
        Map<ErrorCode, Integer> refusals = new EnumMap<>(ErrorCode.class);
        int accepted = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            Script script = new Script(seed, refusals);
            int step = 0;
            try {
                for (; step < STEPS; step++) {
                    script.step();
                }
            } catch (SyncException | RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ", step " + step + ": " + e.getMessage(), e);
            }
            accepted += script.accepted;
        }
        // Otherwise the script does not try what it is for.
        assertThat(refusals.keySet()).containsAll(ALLOWED);
        assertThat(accepted).isGreaterThan(SEEDS * STEPS / 4);
    }

    private static final class Script {
        private final Random random;
        private final Map<ErrorCode, Integer> refusals;
        private final World world = new World();
        private final Oracle oracle = new Oracle();
        private final List<RunDriver> drivers = new ArrayList<>();
        private CoordinatorRules node;
        private long scanSeq = 1;
        private int accepted;
        private Step last = () -> {};

        private interface Step {
            void run() throws SyncException;
        }

        Script(long seed, Map<ErrorCode, Integer> refusals) {
            random = new Random(seed);
            this.refusals = refusals;
            node = start();
        }

        private CoordinatorRules start() {
            CoordinatorSettings settings =
                    new CoordinatorSettings(Duration.ofMinutes(5), Duration.ofMinutes(30), 1 + random.nextInt(4));
            return world.startNode(world.epochs, settings);
        }

        void step() throws SyncException {
            Step step =
                    switch (random.nextInt(20)) {
                        case 0, 1 -> open();
                        case 2, 3, 4, 5, 6, 7 -> progress();
                        case 8, 9, 10, 11, 12 -> compare();
                        case 13 -> complete();
                        case 14 -> this::clock;
                        case 15 -> this::scan;
                        case 16 -> this::heartbeat;
                        case 17 -> this::restart;
                        default -> last;
                    };
            var foldersBefore = world.index.folders(World.JOB);
            try {
                step.run();
                accepted++;
            } catch (SyncException e) {
                assertThat(ALLOWED).as(e.getMessage()).contains(e.code());
                refusals.merge(e.code(), 1, Integer::sum);
                assertThat(world.index.folders(World.JOB))
                        .as("a refusal changes no folder")
                        .isEqualTo(foldersBefore);
            }
            last = step;
            oracle.check(world.index);
        }

        private void clock() {
            world.clock.advance(Duration.ofSeconds(random.nextInt(12 * 60)));
            if (random.nextInt(10) == 0) {
                world.clock.advance(Duration.ofMinutes(31));
            }
        }

        private void scan() {
            scanSeq++;
        }

        private void restart() {
            node = start();
        }

        private void heartbeat() throws SyncException {
            node.renew(RulesFixture.RUNNER, drivers.stream().map(RunDriver::run).toList());
        }

        private Step open() {
            boolean known = !drivers.isEmpty() && random.nextInt(3) == 0;
            RunId run = known ? anyRun().run() : Samples.newRun();
            Optional<RunId> continues =
                    drivers.isEmpty() || random.nextBoolean() ? Optional.empty() : Optional.of(newest().run());
            FencingToken highest = random.nextInt(8) == 0
                    ? world.index.job(World.JOB).token()
                    : known ? anyRun().token() : FencingToken.NONE;
            return () -> {
                List<Fact> claimed = oracle.atSource();
                OpenRequest request =
                        new OpenRequest(run, World.JOB, scanSeq, false, continues, highest, Samples.claims(claimed));
                OpenAnswer answer = node.forRunner(RulesFixture.RUNNER).open(request);
                assertThat(answer.differing()).as("D-1 the claim agrees").isEmpty();
                assertThat(answer.token()).as("D-20").isGreaterThanOrEqualTo(highest);
                RunDriver driver = new RunDriver(node.forRunner(RulesFixture.RUNNER), World.JOB, run, answer.token());
                oracle.opened(driver);
                drivers.add(driver);
            };
        }

        private RunDriver anyRun() {
            return drivers.get(random.nextInt(drivers.size()));
        }

        private RunDriver newest() {
            return drivers.get(drivers.size() - 1);
        }

        /** Mostly the newest run, sometimes an old one, sometimes one with another's token, or that nobody knows. */
        private RunDriver driver() {
            if (drivers.isEmpty() || random.nextInt(25) == 0) {
                return new RunDriver(
                        node.forRunner(RulesFixture.RUNNER), World.JOB, Samples.newRun(), new FencingToken(1, 1));
            }
            RunDriver run = random.nextInt(4) == 0 ? anyRun() : newest();
            FencingToken token = random.nextInt(10) == 0 ? anyRun().token() : run.token();
            return new RunDriver(node.forRunner(RulesFixture.RUNNER), World.JOB, run.run(), token);
        }

        private long anyScan() {
            return Math.max(0, scanSeq - (random.nextInt(4) == 0 ? random.nextInt(3) : 0));
        }

        private Fact fact() {
            SourceEntry entry = entry(PATHS.get(random.nextInt(PATHS.size())));
            return new Fact(entry, Samples.digest(random.nextInt(3)), Samples.NOON.plusSeconds(random.nextInt(5)));
        }

        private SourceEntry entry(String path) {
            return SourceEntry.file(RelativePath.known(path), random.nextInt(2), random.nextInt(2));
        }

        private Step progress() {
            RunDriver run = driver();
            List<Report> reports = new ArrayList<>();
            int count = random.nextInt(6);
            for (int i = 0; i < count; i++) {
                reports.add(report());
            }
            return () -> {
                boolean may = Oracle.mayWrite(world.index, run);
                run.coordinator().progress(run.run(), run.token(), new ProgressRequest(reports));
                assertThat(may).as("I-4 only the newest token writes").isTrue();
                oracle.reported(run, reports);
            };
        }

        private Report report() {
            RelativePath path = RelativePath.known(PATHS.get(random.nextInt(PATHS.size())));
            return switch (random.nextInt(6)) {
                case 0, 1 -> new Report.Gone(anyScan(), path);
                case 2 -> new Report.Lost(anyScan(), entry(path.text()), Samples.NOON);
                case 3 -> new Report.Failed(anyScan(), path, ErrorCode.FILE_UNREADABLE);
                default -> new Report.Verified(anyScan(), fact());
            };
        }

        private Step compare() {
            RunDriver run = driver();
            long scan = anyScan();
            List<CompareLine> lines = lines();
            return () -> {
                boolean may = Oracle.mayWrite(world.index, run);
                run.compare(scan, lines);
                assertThat(may).as("I-4 only the newest token writes").isTrue();
                oracle.compared(scan, lines);
            };
        }

        private List<CompareLine> lines() {
            Map<FolderName, List<CompareLine.Item>> folders = new TreeMap<>();
            List<Fact> here = oracle.atSource();
            for (String path : PATHS) {
                RelativePath name = RelativePath.known(path);
                List<CompareLine.Item> items = folders.computeIfAbsent(name.folder(), folder -> new ArrayList<>());
                Optional<Fact> known = here.stream()
                        .filter(fact -> fact.entry().path().equals(name))
                        .findFirst();
                if (random.nextInt(3) > 0) {
                    boolean asKnown = known.isPresent() && random.nextInt(4) > 0;
                    SourceEntry entry = asKnown ? known.get().entry() : entry(path);
                    items.add(new CompareLine.Item(
                            entry,
                            random.nextBoolean()
                                    ? Optional.empty()
                                    : Optional.of(asKnown ? known.get().digest() : Samples.digest(random.nextInt(3)))));
                }
            }
            List<CompareLine> lines = new ArrayList<>();
            folders.forEach((folder, items) -> {
                if (random.nextInt(3) > 0) {
                    lines.add(new CompareLine.Start(folder));
                    items.stream()
                            .sorted((a, b) -> SourceEntry.CANONICAL_ORDER.compare(a.entry(), b.entry()))
                            .forEach(lines::add);
                    lines.add(new CompareLine.End(folder, random.nextBoolean()));
                }
            });
            return lines;
        }

        private Step complete() {
            RunDriver run = driver();
            int lost = random.nextInt(2);
            CompleteRequest request = new CompleteRequest(
                    new Balance(3 + lost, 3, 0, 0, 0, lost),
                    0,
                    1,
                    1,
                    random.nextInt(4) == 0 ? Optional.of(ErrorCode.SHARE_FULL) : Optional.empty());
            return () -> run.complete(request);
        }
    }
}
