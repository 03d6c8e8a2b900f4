package io.datasync.drills.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.agent.fault.CrashPoints;
import io.datasync.agent.fault.CrashRun;
import io.datasync.core.failure.SyncException;
import io.datasync.testkit.process.RunningProcess;
import io.datasync.testkit.sandbox.Sandbox;
import io.datasync.testkit.sandbox.SandboxExtension;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.SplittableRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Agents that end as by a power cut, and what the next start makes of it. */
@ExtendWith(SandboxExtension.class)
@ResourceLock(value = SandboxExtension.SERVER, mode = ResourceAccessMode.READ)
@Execution(ExecutionMode.CONCURRENT)
class AgentKillIT {
    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 1, 1);
    private static final Duration BOUND = Duration.ofMinutes(1);
    private static final int KILLED = 137;

    private static final int KILLS = 20;

    /** After so many kills a run is left in peace. */
    private static final int KILLS_A_RUN = 5;

    private static final int FILES_A_ROUND = 60;

    @Test
    @DisplayName(
            "DR-N I-1 an agent killed at 20 seeded moments: no truncated name, nothing sent twice, nothing left behind")
    void killedAtAnyMoment(Sandbox sandbox) throws IOException, SyncException {
        long seed = Long.getLong("datasync.seed", 20_260_423L);
        var random = new SplittableRandom(seed);
        try (Pc pc = Pc.in(sandbox, "kill-agent")) {
            pc.corpus(seed).instrument(FIRST_DAY, 1, 1);
            assertThat(pc.once().exitCode()).isZero();
            var archived = new Archived(pc.mirror());
            int midway = 0;
            long total = 1;
            for (int kill = 1; kill <= KILLS; kill++) {
                String when = "seed " + seed + ", kill " + kill;
                pc.corpus(seed + kill)
                        .instrument(FIRST_DAY.plusDays(kill), 1, FILES_A_ROUND)
                        .file("large-" + kill + "/5-mb.bin", 5_000_000);
                total += FILES_A_ROUND + 1;
                long before = pc.archivedFiles();
                killAtSome(pc, random, before);
                long published = pc.archivedFiles();
                midway += published > before && published < total ? 1 : 0;
                archived.check(when);
                assertThat(pc.verifiedAndNotArchived()).as(when).isEmpty();
                if (kill % KILLS_A_RUN == 0) {
                    makesGood(pc, total, when);
                    archived.check(when + " and a whole run");
                }
            }
            assertThat(midway)
                    .as("kills in the middle of uploads, seed " + seed)
                    .isGreaterThan(KILLS / 4);
            assertThat(pc.once().uploaded()).isZero();
        }
    }

    /** The next run sends what has no final name yet, and nothing else; afterwards nothing is left over. */
    private static void makesGood(Pc pc, long total, String when) throws IOException, SyncException {
        long published = pc.archivedFiles();
        Run run = pc.once();
        assertThat(run.exitCode()).as(when + ": " + run).isZero();
        assertThat(run.uploaded()).as(when + ": not published before").isEqualTo(total - published);
        assertThat(run.balance().verified()).as(when).isEqualTo(total);
        assertThat(pc.mirror().differences()).as(when).isEmpty();
        pc.assertWhole();
    }

    /** Lets a run work for a random while, or until a random number of files is published, and kills it. */
    private static void killAtSome(Pc pc, SplittableRandom random, long before) throws IOException {
        boolean byTime = random.nextInt(3) == 0;
        Duration wait = Duration.ofMillis(random.nextInt(1, 1_500));
        long wanted = before + random.nextInt(FILES_A_ROUND);
        long begin = System.nanoTime();
        try (RunningProcess running = pc.beginOnce()) {
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(10))
                    .atMost(BOUND)
                    .until(() -> !running.alive()
                            || (byTime ? System.nanoTime() - begin > wait.toNanos() : pc.archivedFiles() > wanted));
            running.kill();
        }
    }

    @Test
    @DisplayName(
            "D-7 I-8 an agent that dies between archive, journal and server: the next start makes good, in the order barrier, journal, report")
    void diesAtEachDurableStep(Sandbox sandbox) throws IOException, SyncException {
        try (Pc pc = Pc.in(sandbox, "kill-steps")) {
            pc.corpus(60).instrument(FIRST_DAY, 1, 10);
            assertThat(pc.once().exitCode()).isZero();
            long total = 10;
            List<String> points = CrashPoints.points(CrashRun.END_TO_END);
            assertThat(points).contains("barrier", "journal", "report");
            for (String point : points) {
                pc.corpus(60 + total).instrument(FIRST_DAY.plusDays(total), 1, 5);
                total += 5;
                pc.agent().javaOptions("-D" + CrashPoints.PROPERTY + "=" + point);
                try (RunningProcess dying = pc.beginOnce()) {
                    assertThat(dying.awaitExit(BOUND))
                            .as(point + " " + dying.lastLines(5))
                            .isEqualTo(KILLED);
                }
                assertThat(pc.mirror().differences())
                        .as(point)
                        .allMatch(difference -> difference.startsWith("only in the source"));
                assertThat(pc.verifiedAndNotArchived()).as(point).isEmpty();
                assertThat(pc.indexed())
                        .as(point + ": told and not on record")
                        .isLessThanOrEqualTo(pc.journal().verified());
                pc.agent().javaOptions("");
                makesGood(pc, total, point);
            }
            assertThat(pc.once().uploaded()).isZero();
        }
    }
}
