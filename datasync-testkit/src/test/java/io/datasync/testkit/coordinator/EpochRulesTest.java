package io.datasync.testkit.coordinator;

import static io.datasync.testkit.coordinator.Refusals.assertRefused;
import static io.datasync.testkit.coordinator.Samples.WHOLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.coordinator.CoordinatorRules;
import io.datasync.core.coordinator.CoordinatorSettings;
import io.datasync.core.coordinator.EpochLedger;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.RunId;
import io.datasync.testkit.coordinator.fixture.RulesFixture;
import io.datasync.testkit.index.memory.Cut;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The epoch of the fencing token, with several nodes and a share that fails")
final class EpochRulesTest {
    private final World world = new World();

    private FencingToken openAndEnd(Coordinator node) throws SyncException {
        RunDriver run = RunDriver.open(node, World.JOB);
        run.complete(WHOLE);
        return run.token();
    }

    @Test
    @DisplayName("D-20 the database restored from a backup never gives an old token again")
    void aRestoredDatabaseGivesNoOldToken() throws SyncException {
        FencingToken last = FencingToken.NONE;
        for (int i = 0; i < 5; i++) {
            last = openAndEnd(world.startedNode());
        }
        World restored = new World();
        restored.epochs.raise(World.URL, world.epochs.read(World.URL));
        assertThat(openAndEnd(restored.startedNode())).isGreaterThan(last);
    }

    @Test
    @DisplayName("D-20 the share and the database both lost: the agent's memory alone keeps tokens growing")
    void theAgentRemembers() throws SyncException {
        FencingToken last = openAndEnd(world.startedNode());
        World empty = new World();
        var request = RunDriver.request(World.JOB, Samples.newRun(), Optional.empty(), last, List.of());
        assertThat(RunDriver.open(empty.startedNode(), request).token()).isGreaterThan(last);
    }

    @Test
    @DisplayName("D-20 while the share cannot be asked no run is opened, and afterwards one is")
    void aShareThatFails() throws SyncException {
        for (boolean reads : List.of(true, false)) {
            boolean[] away = {true};
            EpochLedger failing = new EpochLedger() {
                @Override
                public long read(String archiveUrl) throws SyncException {
                    failUnless(!reads);
                    return world.epochs.read(archiveUrl);
                }

                @Override
                public void raise(String archiveUrl, long epoch) throws SyncException {
                    failUnless(reads);
                    world.epochs.raise(archiveUrl, epoch);
                }

                private void failUnless(boolean other) throws SyncException {
                    if (away[0] && !other) {
                        throw SyncException.passing(ErrorCode.SHARE_UNREACHABLE, "away");
                    }
                }
            };
            Coordinator node =
                    world.startNode(failing, CoordinatorSettings.DEFAULTS).forRunner(RulesFixture.RUNNER);
            FencingToken before = world.index.job(World.JOB).token();
            assertRefused(ErrorCode.SHARE_UNREACHABLE, true, () -> RunDriver.open(node, World.JOB));
            assertThat(world.index.job(World.JOB).token()).isEqualTo(before);
            assertThat(world.index.job(World.JOB).liveRun()).isEmpty();
            away[0] = false;
            assertThat(openAndEnd(node)).isGreaterThan(before);
        }
    }

    @Test
    @DisplayName(
            "D-20 two nodes raise the epoch at the same time: the share is never left below a token that was given")
    void twoNodesRaiseAtOnce() throws SyncException {
        Coordinator slow = world.startedNode();
        FencingToken[] others = new FencingToken[2];
        world.epochs.beforeNextRaise(() -> {
            others[0] = openAndEnd(world.startedNode());
            others[1] = openAndEnd(world.startedNode());
        });
        FencingToken token = openAndEnd(slow);
        assertThat(token).isGreaterThan(others[1]);
        assertThat(others[1]).isGreaterThan(others[0]);
        assertThat(world.epochs.read(World.URL)).isEqualTo(token.epoch());
    }

    @Test
    @DisplayName("PLAT-3 nodes that take turns give growing tokens, and each begins one epoch")
    void nodesTakeTurns() throws SyncException {
        List<Coordinator> nodes = List.of(world.startedNode(), world.startedNode(), world.startedNode());
        FencingToken last = FencingToken.NONE;
        for (int i = 0; i < 9; i++) {
            FencingToken token = openAndEnd(nodes.get(i % 3));
            assertThat(token).isGreaterThan(last);
            last = token;
        }
        assertThat(last.epoch()).isEqualTo(3);
    }

    @Test
    @DisplayName("I-12 an open whose commit failed or whose answer was lost is repeated, and gives one run")
    void anOpenIsCut() throws SyncException {
        for (Cut cut : List.of(Cut.BEFORE_COMMIT, Cut.AFTER_COMMIT)) {
            for (int transaction = 1; transaction <= 2; transaction++) {
                World fresh = new World();
                Coordinator node = fresh.startedNode();
                var request = RunDriver.request(World.JOB, Samples.newRun());
                int[] left = {transaction};
                fresh.index.cuts(() -> --left[0] == 0 ? cut : Cut.NONE);
                assertRefused(ErrorCode.INDEX_UNAVAILABLE, true, () -> node.open(request));
                RunDriver run = RunDriver.open(node, request);
                assertThat(fresh.index.runs(World.JOB)).hasSize(1);
                assertThat(run.token()).isEqualTo(fresh.index.job(World.JOB).token());
                assertThat(fresh.epochs.read(World.URL))
                        .isGreaterThanOrEqualTo(run.token().epoch());
                run.report();
            }
        }
    }

    @Test
    @DisplayName("D-20 an agent that shows the newest token costs no epoch, and one that shows a higher one does")
    void whatAnAgentShows() throws SyncException {
        Coordinator node = world.startedNode();
        FencingToken newest = openAndEnd(node);
        FencingToken next = openShowing(node, newest);
        assertThat(next).isEqualTo(new FencingToken(newest.epoch(), newest.counter() + 1));
        FencingToken higher = new FencingToken(next.epoch(), next.counter() + 1);
        assertThat(openShowing(node, higher).epoch()).isEqualTo(next.epoch() + 1);
    }

    private static FencingToken openShowing(Coordinator node, FencingToken highest) throws SyncException {
        RunDriver run = RunDriver.open(
                node, RunDriver.request(World.JOB, Samples.newRun(), Optional.empty(), highest, List.of()));
        run.complete(WHOLE);
        return run.token();
    }

    @Test
    @DisplayName("D-20 two nodes that raise the epoch to the same number share it, and their tokens still differ")
    void twoNodesRaiseToTheSame() throws SyncException {
        FencingToken[] other = new FencingToken[1];
        Coordinator slow = world.startedNode();
        world.epochs.beforeNextRaise(() -> other[0] = openAndEnd(world.startedNode()));
        FencingToken token = openAndEnd(slow);
        assertThat(token).isEqualTo(new FencingToken(other[0].epoch(), other[0].counter() + 1));
    }

    @Test
    @DisplayName("I-11 a node that others overtake five times gives up for now, and has opened nothing")
    void othersAreAlwaysFaster() throws SyncException {
        Coordinator slow = world.startedNode();
        int[] overtaken = {0};
        world.epochs.beforeNextRaise(() -> overtake(overtaken));
        assertRefused(ErrorCode.JOB_BUSY, true, () -> RunDriver.open(slow, World.JOB));
        assertThat(overtaken[0]).isEqualTo(5);
        assertThat(world.index.runs(World.JOB)).hasSize(2 * 5);
        world.epochs.beforeNextRaise(() -> {});
        openAndEnd(slow);
    }

    private void overtake(int[] overtaken) throws SyncException {
        overtaken[0]++;
        openAndEnd(world.startedNode());
        openAndEnd(world.startedNode());
        world.epochs.beforeNextRaise(() -> overtake(overtaken));
    }

    @Test
    @DisplayName(
            "D-23 a heartbeat renews those of the named runs that are alive and the runner's own, and says how many")
    void aHeartbeatRenews() throws SyncException {
        CoordinatorRules rules = world.startNode();
        Coordinator node = rules.forRunner(RulesFixture.RUNNER);
        RunDriver ended = RunDriver.open(node, World.JOB);
        ended.complete(WHOLE);
        RunDriver alive = RunDriver.open(node, World.JOB);
        List<RunId> named = List.of(ended.run(), alive.run(), new RunId("unknown"));
        assertThat(rules.renew(RulesFixture.RUNNER, named)).isEqualTo(1);
        assertThat(rules.renew(RulesFixture.OTHER_RUNNER, named)).isZero();
        assertThat(rules.renew(RulesFixture.RUNNER, List.of())).isZero();
    }
}
