package io.datasync.testkit.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.balance.Balance;
import io.datasync.core.cycle.CycleResult;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.masschange.ChangeDecision;
import io.datasync.core.masschange.MassChangeSettings;
import io.datasync.core.path.PathFilter;
import io.datasync.testkit.cycle.ServerDouble.Call;
import io.datasync.testkit.fault.Verdict;
import io.datasync.testkit.store.fault.StoreMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The balance of any cycles")
class BalancePropertyTest {
    private static final int SEEDS = 40;
    private static final int CYCLES = 10;
    private static final List<StoreMethod> FALLIBLE =
            List.of(StoreMethod.STAGE, StoreMethod.WRITE, StoreMethod.PUBLISH, StoreMethod.BARRIER);

    private static final List<ChangeDecision> DECISIONS = List.of(ChangeDecision.values());
    private static final List<Call> CALLS = List.of(Call.values());

    @TempDir
    Path folder;

    private static <T> T one(List<T> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }

    @Test
    @DisplayName(
            "I-6 D-3 D-12 whatever happens to files, share, server and process, the balance of a cycle that did its work holds, and counts each file once")
    void theBalanceHolds() throws Exception {
        for (long seed = 1; seed <= SEEDS; seed++) {
            try {
                cycles(new Random(seed), new CycleFixture(Files.createDirectory(folder.resolve("seed-" + seed))));
            } catch (Exception | AssertionError e) {
                throw new AssertionError("It does not hold for seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private static void cycles(Random random, CycleFixture pc) throws Exception {
        pc.write("stays.csv", "so that the source is never empty");
        pc.settings = pc.settings
                .with(PathFilter.of(List.of(), List.of("**/*.tmp")), Duration.ofSeconds(10))
                .with(new MassChangeSettings(20, 2));
        for (int cycle = 1; cycle <= CYCLES; cycle++) {
            for (int steps = random.nextInt(8); steps > 0; steps--) {
                step(pc, random);
            }
            pc.settings = pc.settings.deciding(random.nextInt(4) > 0 ? ChangeDecision.JUDGE : one(DECISIONS, random));
            CycleResult result = pc.cycleAfter(Duration.ofSeconds(random.nextInt(40)));
            if (result.failure().isEmpty()) {
                check("cycle " + cycle, pc, result);
            }
        }
    }

    /** Against what lies in the source, counted by itself. */
    private static void check(String where, CycleFixture pc, CycleResult result) throws IOException {
        Balance balance = result.balance();
        long files = count(pc.source, "");
        assertThat(balance.seen()).as(where).isEqualTo(files + balance.lost());
        assertThat(balance.excluded())
                .as(where)
                .isEqualTo(count(pc.source, ".tmp") + result.changes().quarantined());
        assertThat(balance.failed())
                .as(where)
                .isGreaterThanOrEqualTo(result.changes().held());
    }

    private static long count(Path source, String ending) throws IOException {
        try (Stream<Path> all = Files.walk(source)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(ending))
                    .count();
        }
    }

    private static void step(CycleFixture pc, Random random) throws Exception {
        String name = "2026-04-2" + random.nextInt(3) + "/f" + random.nextInt(6);
        Path file = pc.source.resolve(name + ".csv");
        switch (random.nextInt(8)) {
            case 0, 1, 2 ->
                pc.write(name + ".csv", "content " + random.nextInt(3), Duration.ofSeconds(random.nextInt(30)));
            case 3 -> pc.write(name + ".tmp", "left out", Duration.ofHours(1));
            case 4 -> Files.deleteIfExists(file);
            case 5 -> {
                if (Files.exists(file)) {
                    Files.move(
                            file,
                            pc.source.resolve(name + "-renamed" + random.nextInt(9) + ".csv"),
                            StandardCopyOption.REPLACE_EXISTING);
                }
            }
            case 6 ->
                pc.store.queue(
                        one(FALLIBLE, random),
                        random.nextBoolean()
                                ? Verdict.fails(ErrorCode.SHARE_IO)
                                : Verdict.failsAfter(ErrorCode.OUTCOME_UNKNOWN));
            default -> {
                if (random.nextBoolean()) {
                    pc.server.refuse(one(CALLS, random), ErrorCode.SERVER_UNREACHABLE);
                } else {
                    pc.restart();
                }
            }
        }
    }
}
