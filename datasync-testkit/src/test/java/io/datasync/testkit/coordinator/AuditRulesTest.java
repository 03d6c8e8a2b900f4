package io.datasync.testkit.coordinator;

import static io.datasync.testkit.coordinator.Refusals.assertRefused;
import static io.datasync.testkit.coordinator.Samples.DAY;
import static io.datasync.testkit.coordinator.Samples.WHOLE;
import static io.datasync.testkit.coordinator.Samples.fact;
import static io.datasync.testkit.coordinator.Samples.newRun;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.coordinator.AuditPort.Action;
import io.datasync.core.coordinator.AuditPort.Event;
import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.RunFileRow;
import io.datasync.core.index.RunRow;
import io.datasync.core.index.notice.DeedRow;
import io.datasync.core.index.notice.DeedRow.Deed;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunState;
import io.datasync.core.manifest.Fact;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.CompleteRequest;
import io.datasync.core.protocol.Report;
import io.datasync.testkit.coordinator.fixture.RulesFixture;
import io.datasync.testkit.index.memory.Cut;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What the rules audit, and what they write beside the folders")
final class AuditRulesTest {
    private final World world = new World();
    private final Coordinator node = world.startedNode();

    private Event last() {
        return world.audit.get(world.audit.size() - 1);
    }

    @Test
    @DisplayName("D-23 RUN-2 each refusal is audited with its code, and leaves no run")
    void refusalsAreAudited() throws SyncException {
        RunDriver run = RunDriver.open(node, World.JOB);
        world.audit.clear();
        var busy = RunDriver.request(World.JOB, newRun());
        assertRefused(ErrorCode.JOB_BUSY, true, () -> node.open(busy));
        assertThat(last().action()).isEqualTo(Action.OPEN_REFUSED);
        assertThat(last().runner()).isEqualTo(RulesFixture.RUNNER);
        assertThat(last().job()).contains(World.JOB);
        assertThat(last().run()).contains(busy.run());
        assertThat(last().code()).contains(ErrorCode.JOB_BUSY);
        assertThat(world.index.runs(World.JOB)).hasSize(1);

        RunDriver stale = new RunDriver(node, World.JOB, run.run(), FencingToken.NONE);
        assertRefused(ErrorCode.STALE_TOKEN, stale::report);
        assertRefused(ErrorCode.STALE_TOKEN, () -> stale.compare(1, List.of()));
        assertRefused(ErrorCode.STALE_TOKEN, () -> stale.complete(WHOLE));
        run.complete(WHOLE);
        assertRefused(ErrorCode.RUN_CLOSED, run::report);
        assertRefused(ErrorCode.RUN_CLOSED, () -> run.claim(List.of()));
        world.index.setEnabled(World.JOB, false);
        assertRefused(ErrorCode.JOB_DISABLED, () -> RunDriver.open(node, World.JOB));
        assertRefused(ErrorCode.JOB_UNKNOWN, () -> RunDriver.open(node, new JobId("none")));
        assertThat(world.actions())
                .containsExactly(
                        Action.OPEN_REFUSED,
                        Action.MESSAGE_REFUSED,
                        Action.MESSAGE_REFUSED,
                        Action.MESSAGE_REFUSED,
                        Action.MESSAGE_REFUSED,
                        Action.OPEN_REFUSED,
                        Action.OPEN_REFUSED,
                        Action.OPEN_REFUSED);
    }

    @Test
    @DisplayName("A runner that reaches for another's run is audited under its own name")
    void aStrangerIsAudited() throws SyncException {
        RunDriver run = RunDriver.open(node, World.JOB);
        Coordinator stranger = world.startNode().forRunner(RulesFixture.OTHER_RUNNER);
        world.audit.clear();
        assertRefused(ErrorCode.RUN_UNKNOWN, () -> new RunDriver(stranger, World.JOB, run.run(), run.token()).report());
        assertThat(last().runner()).isEqualTo(RulesFixture.OTHER_RUNNER);
        assertThat(last().code()).contains(ErrorCode.RUN_UNKNOWN);
    }

    @Test
    @DisplayName("Faults of a message, and of the database, are not audited")
    void faultsAreNotAudited() throws SyncException {
        RunDriver run = RunDriver.open(node, World.JOB);
        world.audit.clear();
        assertRefused(ErrorCode.MESSAGE_MALFORMED, () -> run.gone(-1, "a"));
        world.index.cutNext(Cut.BEFORE_COMMIT);
        assertRefused(ErrorCode.INDEX_UNAVAILABLE, true, run::report);
        assertThat(world.audit).isEmpty();
    }

    @Test
    @DisplayName("D-20 D-23 CORE-5 what was closed, raised or unsealed is audited once, after it happened")
    void changesAreAudited() throws SyncException {
        RunDriver first = RunDriver.open(node, World.JOB);
        assertThat(world.actions()).containsExactly(Action.EPOCH_RAISED);
        world.audit.clear();

        world.index.cuts(() -> Cut.RUN_TWICE);
        RunDriver second = RunDriver.open(node, RunDriver.continuing(World.JOB, first.run()));
        assertThat(world.actions()).containsExactly(Action.RUN_ORPHANED);
        assertThat(last().run()).contains(first.run());
        assertThat(world.index.runs(World.JOB))
                .extracting(RunRow::state)
                .containsExactlyInAnyOrder(RunState.ORPHANED, RunState.OPEN);

        second.verified(1, fact("2026-04-23/a", 1));
        world.index.seal(World.JOB, DAY);
        world.audit.clear();
        second.gone(2, "2026-04-23/a");
        assertThat(world.audit).isEmpty();
        second.verified(3, fact("2026-04-23/b", 2), fact("2026-04-23/c", 3));
        assertThat(world.actions()).containsExactly(Action.FOLDER_UNSEALED);

        world.audit.clear();
        world.index.age(second.run(), Duration.ofHours(1));
        assertRefused(ErrorCode.RUN_CLOSED, () -> second.claim(List.of()));
        assertThat(world.actions()).containsExactly(Action.RUN_ORPHANED, Action.OPEN_REFUSED);
    }

    @Test
    @DisplayName("D-35 what the rules do is in the audit log exactly when it is done")
    void deedsStandOrFallWithTheirTransaction() throws SyncException {
        RunDriver first = RunDriver.open(node, World.JOB);
        assertThat(deeds()).containsExactly(Deed.EPOCH_RAISED);

        world.index.cutNext(Cut.BEFORE_COMMIT);
        var request = RunDriver.continuing(World.JOB, first.run());
        assertRefused(ErrorCode.INDEX_UNAVAILABLE, true, () -> node.open(request));
        assertThat(deeds()).containsExactly(Deed.EPOCH_RAISED);
        assertThat(world.index.runs(World.JOB)).extracting(RunRow::state).containsExactly(RunState.OPEN);

        world.index.cutNext(Cut.AFTER_COMMIT);
        assertRefused(ErrorCode.INDEX_UNAVAILABLE, true, () -> node.open(request));
        assertThat(deeds()).containsExactly(Deed.EPOCH_RAISED, Deed.RUN_ORPHANED);
        RunDriver second = RunDriver.open(node, request);
        assertThat(deeds()).hasSize(2);

        second.verified(1, fact("2026-04-23/a", 1));
        world.index.seal(World.JOB, DAY);
        world.index.cutNext(Cut.BEFORE_COMMIT);
        assertRefused(ErrorCode.INDEX_UNAVAILABLE, true, () -> second.verified(2, fact("2026-04-23/b", 2)));
        assertThat(deeds()).hasSize(2);
        world.index.cutNext(Cut.RUN_TWICE);
        second.verified(2, fact("2026-04-23/b", 2));
        assertThat(deeds()).containsExactly(Deed.EPOCH_RAISED, Deed.RUN_ORPHANED, Deed.FOLDER_UNSEALED);
    }

    @Test
    @DisplayName("D-26 a run that ends without a failure is the end of a cycle")
    void aRunsEndIsTheEndOfACycle() throws SyncException {
        RunDriver.open(node, World.JOB)
                .complete(new CompleteRequest(WHOLE.balance(), 0, 0, 0, Optional.of(ErrorCode.SOURCE_UNREACHABLE)));
        assertThat(world.index.lastCycleAt(World.JOB)).isEmpty();
        RunDriver.open(node, World.JOB).complete(WHOLE);
        assertThat(world.index.lastCycleAt(World.JOB)).contains(world.clock.instant());
    }

    private List<Deed> deeds() {
        return world.index.deeds(World.JOB).stream().map(DeedRow::deed).toList();
    }

    @Test
    @DisplayName("D-24 every change of a row raises its folder's revision, also when both summaries stay as they were")
    void everyChangeRaisesTheRevision() throws SyncException {
        RunDriver run = RunDriver.open(node, World.JOB);
        run.verified(1, fact("2026-04-23/a", 1));
        long before = revision();
        run.verified(2, fact("2026-04-23/a", 1));
        assertThat(revision()).isEqualTo(before + 1);
        run.verified(2, fact("2026-04-23/a", 1));
        assertThat(revision()).as("nothing new").isEqualTo(before + 1);
    }

    private long revision() throws SyncException {
        return world.index.transact(tx -> {
            tx.lockJob(World.JOB);
            return tx.folder(World.JOB, DAY).revision();
        });
    }

    @Test
    @DisplayName("RUN-8 CORE-10 a run names its verified, failed and lost files, each with its newest outcome")
    void aRunNamesItsFiles() throws SyncException {
        RunDriver run = RunDriver.open(node, World.JOB);
        Fact fact = fact("2026-04-23/a", 1);
        Report failed = new Report.Failed(1, fact.entry().path(), ErrorCode.FILE_UNREADABLE);
        Report failedLater = new Report.Failed(1, RelativePath.known("2026-04-23/b"), ErrorCode.SHARE_IO);
        Report lost = new Report.Lost(1, fact("2026-04-23/c", 3).entry(), Samples.NOON);
        run.report(
                failed,
                new Report.Verified(1, fact),
                new Report.Verified(1, fact("2026-04-23/b", 2)),
                failedLater,
                lost);
        assertThat(world.index.runFiles(run.run()))
                .containsExactly(
                        new RunFileRow(
                                fact.entry().path(),
                                RunFileRow.Outcome.VERIFIED,
                                1,
                                Optional.of(fact.digest()),
                                Optional.empty()),
                        new RunFileRow(
                                RelativePath.known("2026-04-23/b"),
                                RunFileRow.Outcome.FAILED,
                                0,
                                Optional.empty(),
                                Optional.of(ErrorCode.SHARE_IO)),
                        new RunFileRow(
                                RelativePath.known("2026-04-23/c"),
                                RunFileRow.Outcome.LOST,
                                3,
                                Optional.empty(),
                                Optional.of(ErrorCode.FILE_VANISHED)));
        assertThat(world.index.losses(World.JOB)).hasSize(1);
        assertThat(world.index.runs(World.JOB)).extracting(RunRow::state).containsExactly(RunState.RUNNING);
    }

    @Test
    @DisplayName("D-21 facts that another run proved are told again without becoming this run's files")
    void factsToldAgainAreNotThisRuns() throws SyncException {
        RunDriver first = RunDriver.open(node, World.JOB);
        Fact fact = fact("2026-04-23/a", 1);
        first.verified(1, fact);
        RunDriver second = RunDriver.open(node, RunDriver.continuing(World.JOB, first.run()));
        second.verified(1, fact);
        second.verified(2, fact);
        assertThat(world.index.runFiles(second.run())).isEmpty();
        assertThat(world.index.runFiles(first.run())).hasSize(1);
        long folder = world.index.folders(World.JOB).get(0).id();
        assertThat(world.index.entries(folder)).hasSize(1).allSatisfy(row -> {
            assertThat(row.run()).isEqualTo(first.run());
            assertThat(row.token()).isEqualTo(first.token());
            assertThat(row.scanSeq()).isEqualTo(2);
        });
    }

    @Test
    @DisplayName("RUN-1 a run is open until it reports something, and keeps its result")
    void aRunKeepsItsResult() throws SyncException {
        RunDriver run = RunDriver.open(node, World.JOB);
        run.report();
        run.compare(1, DAY, true);
        assertThat(world.index.runs(World.JOB)).extracting(RunRow::state).containsExactly(RunState.OPEN);
        CompleteRequest failed =
                new CompleteRequest(WHOLE.balance(), 0, 1, 2, Optional.of(ErrorCode.SOURCE_UNREACHABLE));
        world.clock.advance(Duration.ofMinutes(1));
        run.complete(failed);
        assertThat(world.index.runs(World.JOB)).singleElement().satisfies(row -> {
            assertThat(row.state()).isEqualTo(RunState.FAILED);
            assertThat(row.result()).contains(failed);
            assertThat(row.code()).contains(ErrorCode.SOURCE_UNREACHABLE);
            assertThat(row.endedAt()).contains(world.clock.instant());
        });
        assertThat(world.index.job(World.JOB).liveRun()).isEmpty();
    }
}
