package io.datasync.testkit.coordinator;

import static io.datasync.testkit.coordinator.Samples.folder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.failure.SyncException;
import io.datasync.core.path.FolderName;
import io.datasync.testkit.coordinator.SmallAgent.Sent;
import io.datasync.testkit.coordinator.fixture.CoordinatorFixture;
import io.datasync.testkit.coordinator.fixture.CoordinatorFixture.Backstage;
import io.datasync.testkit.network.BadLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Whole cycles of agents, over good lines and bad ones. */
interface CycleContract {
    /** Files that the instrument writes in a day. */
    int A_DAY = 16;

    CoordinatorFixture fixture();

    private SmallAgent newAgent() throws SyncException {
        return new SmallAgent(fixture().newJob());
    }

    private static FolderName day(int day) {
        return folder("2026-04-" + (10 + day));
    }

    private static void produce(SmallAgent agent, int day) {
        for (int i = 0; i < A_DAY; i++) {
            agent.produce(day(day).text() + "/part-" + i, 100 * day + i);
        }
    }

    /** Whether agent and index agree on every folder. */
    private void assertAgreed(SmallAgent agent, RunDriver run) throws SyncException {
        assertThat(run.differing(agent.verified())).isEmpty();
    }

    private RunDriver look(SmallAgent agent, io.datasync.core.lease.JobId job) throws SyncException {
        RunDriver run = RunDriver.open(fixture().coordinator(), job);
        assertAgreed(agent, run);
        run.complete(Samples.WHOLE);
        return run;
    }

    @Test
    @DisplayName(
            "D-1 a source that purges half of each old folder in every cycle: what is sent stays flat, nothing unseals")
    default void purgingIsTheNormalCase() throws SyncException {
        var job = fixture().newJob();
        SmallAgent agent = new SmallAgent(job);
        int days = 8;
        for (int day = 0; day < days; day++) {
            produce(agent, day);
            for (int old = 0; old < day; old++) {
                agent.purgeHalf(day(old));
            }
            Sent sent = agent.cycle(fixture().coordinator());
            assertThat(sent.uploaded()).as("uploads on day %d", day).isEqualTo(A_DAY);
            assertThat(sent.compared()).as("entries compared on day %d", day).isZero();
            // Sixteen facts, and one line for each purged file: 8 + 4 + 2 + 1 at most.
            assertThat(sent.reported()).as("reports on day %d", day).isLessThanOrEqualTo(2 * A_DAY);
            look(agent, job);
            if (fixture().backstage().isPresent()) {
                fixture().backstage().get().seal(job, day(day));
            }
        }
        if (fixture().backstage().isPresent()) {
            RunDriver run = RunDriver.open(fixture().coordinator(), job);
            assertThat(run.claim(agent.verified()).sealed().orElseThrow()).hasSize(days);
        }
    }

    @Test
    @DisplayName("DR-D an agent that lost its journal learns everything from the index, and uploads nothing")
    default void aLostJournal() throws SyncException {
        var job = fixture().newJob();
        SmallAgent agent = new SmallAgent(job);
        for (int day = 0; day < 3; day++) {
            produce(agent, day);
        }
        agent.cycle(fixture().coordinator());
        agent.purgeHalf(day(0));
        agent.cycle(fixture().coordinator());
        agent.loseJournal();
        agent.purgeHalf(day(1));
        Sent sent = agent.cycle(fixture().coordinator());
        assertThat(sent.uploaded()).isZero();
        assertThat(sent.compared()).isEqualTo(2 * A_DAY);

        agent.produce(day(2).text() + "/part-3", 9_999);
        assertThat(agent.cycle(fixture().coordinator()).uploaded())
                .as("what changed since")
                .isEqualTo(1);
        look(agent, job);
    }

    @Test
    @DisplayName("DR-A an index that lost everything is told again by the journal, and nothing is uploaded")
    default void aLostIndex() throws SyncException {
        SmallAgent agent = newAgent();
        for (int day = 0; day < 3; day++) {
            produce(agent, day);
        }
        agent.cycle(fixture().coordinator());
        var empty = fixture().newJob();
        SmallAgent same = agent.movedTo(empty);
        Sent sent = same.cycle(fixture().coordinator());
        assertThat(sent.uploaded()).isZero();
        assertThat(sent.reported()).isEqualTo(3 * A_DAY);
        look(same, empty);
        assertThat(same.cycle(fixture().coordinator())).isEqualTo(new Sent(0, 0, 0));
    }

    @Test
    @DisplayName(
            "I-8 I-12 over a line that loses and repeats messages each file is uploaded once, and both sides agree")
    default void aBadLine() throws SyncException {
        for (long seed = 1; seed <= 8; seed++) {
            var job = fixture().newJob();
            SmallAgent agent = new SmallAgent(job);
            Random random = new Random(seed);
            Coordinator line = BadLine.to(fixture().coordinator(), random);
            int written = 0;
            int uploaded = 0;
            for (int day = 0; day < 5; day++) {
                produce(agent, day);
                written += A_DAY;
                if (day > 0) {
                    agent.purgeHalf(day(random.nextInt(day)));
                    agent.produce(day(day - 1).text() + "/part-0", 7_000 + day);
                    written++;
                }
                uploaded += agent.cycle(line).uploaded();
            }
            assertThat(uploaded).as("seed %d", seed).isEqualTo(written);
            look(agent, job);
        }
    }

    @Test
    @DisplayName("RUN-4 a run that was closed under the agent is continued, and nothing is uploaded twice")
    default void aRunClosedUnderTheAgent() throws SyncException {
        Backstage backstage =
                fixture().backstage().orElseGet(() -> abort("This fixture cannot reach behind the server"));
        var job = fixture().newJob();
        SmallAgent agent = new SmallAgent(job);
        produce(agent, 0);
        agent.cycle(fixture().coordinator());
        RunDriver intruder = RunDriver.open(fixture().coordinator(), job);
        backstage.age(intruder.run(), LeaseContract.EXPIRY);
        produce(agent, 1);
        assertThat(agent.cycle(fixture().coordinator()).uploaded()).isEqualTo(A_DAY);
        look(agent, job);
    }

    @Test
    @DisplayName("Many jobs at once do not disturb one another")
    default void manyJobsAtOnce() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> futures = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                var job = fixture().newJob();
                futures.add(pool.submit(() -> {
                    SmallAgent agent = new SmallAgent(job);
                    for (int day = 0; day < 3; day++) {
                        produce(agent, day);
                        agent.purgeHalf(day(0));
                        agent.cycle(fixture().coordinator());
                    }
                    return look(agent, job);
                }));
            }
            for (Future<?> future : futures) {
                future.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
