package io.datasync.testkit.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.coordinator.AuditPort;
import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.coordinator.CoordinatorRules;
import io.datasync.core.coordinator.CoordinatorSettings;
import io.datasync.core.coordinator.guard.Admissions;
import io.datasync.core.coordinator.guard.DrainingCoordinator;
import io.datasync.core.coordinator.sealing.SealingParts;
import io.datasync.core.drain.AdmissionRule;
import io.datasync.core.drain.Dependency;
import io.datasync.core.drain.DrainOrder;
import io.datasync.core.drain.DrainReason;
import io.datasync.core.drain.DrainSettings;
import io.datasync.core.drain.RetrySpread;
import io.datasync.core.drain.StormSettings;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.protocol.OpenRequest;
import io.datasync.testkit.coordinator.fixture.RulesFixture;
import io.datasync.testkit.index.memory.Cut;
import io.datasync.testkit.key.InMemoryKeys;
import io.datasync.testkit.store.memory.InMemoryArchives;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("RUN-9 the rules behind a drain")
final class DrainingRulesTest {
    private static final Duration LEASE = CoordinatorSettings.DEFAULTS.lease();
    private static final AdmissionRule RULE = new AdmissionRule(
            DrainSettings.DEFAULTS, new StormSettings(LEASE, 2, 50, LEASE, 1, 50), RetrySpread.DEFAULTS, 3);

    private final World world = new World();
    private final CoordinatorRules rules = world.startNode();
    private Admissions admissions = new Admissions(RULE, world.index, world.clock);
    private Coordinator server = before(rules);

    private Coordinator before(CoordinatorRules node) {
        return new DrainingCoordinator(node.forRunner(RulesFixture.RUNNER), RulesFixture.RUNNER, admissions);
    }

    private void drain() {
        admissions.order(new DrainOrder(
                "anna",
                "new disks",
                world.clock.instant(),
                world.clock.instant().plusSeconds(3_600)));
    }

    private JobId job(int number) {
        JobId job = new JobId("job-" + number);
        world.index.addJob(job, RulesFixture.RUNNER, "memory:" + job);
        return job;
    }

    private void putOff(JobId job) {
        Optional<SyncException> refusal = Refusals.refusal(() -> server.open(RunDriver.request(job, Samples.newRun())));
        assertThat(refusal).isPresent();
        assertThat(refusal.get().code()).isEqualTo(ErrorCode.RUN_PUT_OFF);
        assertThat(refusal.get().retryable()).isTrue();
        assertThat(refusal.get().retryAfter())
                .contains(RULE.spread().after(RulesFixture.RUNNER, world.clock.instant()));
    }

    @Test
    @DisplayName("a new run is put off and leaves nothing; a living one opens again, reports and ends")
    void livingRunsFinish() throws SyncException {
        RunDriver living = RunDriver.open(server, World.JOB);
        JobId other = job(1);
        drain();
        putOff(other);
        assertThat(world.index.runs(other)).isEmpty();
        assertThat(server.open(RunDriver.request(World.JOB, living.run())).token())
                .isEqualTo(living.token());
        living.verified(1, Samples.fact("2026-04-20/a.csv", 7));
        living.complete(Samples.WHOLE);
        putOff(World.JOB);
        assertThat(admissions.reasons()).extracting(DrainReason::by).containsExactly("anna");
        admissions.lift();
        RunDriver.open(server, World.JOB);
        assertThat(admissions.reasons()).isEmpty();
    }

    @Test
    @DisplayName("RUN-4 a living run opens again at a server that was started anew and drains")
    void afterARestart() throws SyncException {
        RunDriver living = RunDriver.open(server, World.JOB);
        admissions = new Admissions(RULE, world.index, world.clock);
        server = before(world.startNode());
        drain();
        server.open(RunDriver.request(World.JOB, living.run()));
        assertThat(admissions.living()).isEqualTo(1);
        putOff(job(1));
    }

    @Test
    @DisplayName("while the index cannot be asked, a run that this process does not know is put off")
    void withoutTheIndex() {
        admissions.looked(Dependency.DATABASE, false);
        world.clock.advance(DrainSettings.DEFAULTS.outageAfter());
        assertThat(admissions.reasons()).extracting(DrainReason::cause).containsExactly(DrainReason.Cause.DATABASE);
        world.index.cuts(() -> Cut.BEFORE_COMMIT);
        putOff(World.JOB);
        world.index.cuts(() -> Cut.NONE);
        admissions.looked(Dependency.DATABASE, true);
        world.clock.advance(DrainSettings.DEFAULTS.calmAfter());
        assertThat(admissions.reasons()).isEmpty();
    }

    @Test
    @DisplayName("only so many runs live; an ended, a continued and a silent one make room, a refused open takes none")
    void theCap() throws SyncException {
        Refusals.assertRefused(
                ErrorCode.JOB_UNKNOWN, () -> server.open(RunDriver.request(new JobId("no"), Samples.newRun())));
        assertThat(admissions.living()).isZero();
        RunDriver one = RunDriver.open(server, job(1));
        RunDriver.open(server, job(2));
        RunDriver three = RunDriver.open(server, job(3));
        JobId four = job(4);
        putOff(four);
        one.complete(Samples.WHOLE);
        RunDriver.open(server, four);
        assertThat(admissions.living()).isEqualTo(3);

        OpenRequest resumed = RunDriver.request(three.job(), three.run());
        server.open(resumed);
        assertThat(admissions.living()).as("opened again").isEqualTo(3);
        three.complete(Samples.WHOLE);
        RunDriver next = RunDriver.open(server, three.job());
        putOff(job(5));
        world.clock.advance(LEASE.minusSeconds(1));
        next.report();
        admissions.heard(List.of(new RunId("unknown")));
        world.clock.advance(Duration.ofSeconds(1));
        assertThat(admissions.living()).as("one was heard").isEqualTo(1);
    }

    @Test
    @DisplayName("a run counts while it is being opened, so that not more come in at the same time")
    void openingCounts() throws SyncException {
        List<Integer> living = new ArrayList<>();
        AuditPort looking = event -> living.add(admissions.living());
        CoordinatorRules node = new CoordinatorRules(
                world.index,
                world.epochs,
                looking,
                new SealingParts(new InMemoryArchives(), new InMemoryKeys(), world.clock),
                CoordinatorSettings.DEFAULTS);
        RunDriver.open(before(node), World.JOB);
        assertThat(living).as("when its epoch was raised").containsExactly(1);
    }

    @Test
    @DisplayName("a heartbeat renews no lease that is over")
    void aLeaseThatIsOver() throws SyncException {
        RunDriver one = RunDriver.open(server, World.JOB);
        world.clock.advance(LEASE);
        admissions.heard(List.of(one.run()));
        assertThat(admissions.living()).isZero();
    }

    @Test
    @DisplayName("a run that continues another takes its place")
    void continued() throws SyncException {
        RunDriver one = RunDriver.open(server, World.JOB);
        RunDriver.open(server, RunDriver.continuing(World.JOB, one.run()));
        assertThat(admissions.living()).isEqualTo(1);
        Refusals.assertRefused(ErrorCode.RUN_CLOSED, () -> server.open(RunDriver.request(World.JOB, one.run())));
        assertThat(admissions.living()).isEqualTo(1);
    }

    @Test
    @DisplayName("a living run that cannot be opened again just now goes on living; one that was closed does not")
    void refusedAgain() throws SyncException {
        RunDriver one = RunDriver.open(server, World.JOB);
        world.index.cuts(() -> Cut.BEFORE_COMMIT);
        Refusals.assertRefused(
                ErrorCode.INDEX_UNAVAILABLE, true, () -> server.open(RunDriver.request(World.JOB, one.run())));
        assertThat(admissions.living()).isEqualTo(1);
        world.index.cuts(() -> Cut.NONE);
        world.index.age(one.run(), CoordinatorSettings.DEFAULTS.silence());
        Refusals.assertRefused(ErrorCode.RUN_CLOSED, () -> server.open(RunDriver.request(World.JOB, one.run())));
        assertThat(admissions.living()).isZero();
    }

    @Test
    @DisplayName(
            "RUN-7 comparisons and heartbeats keep runs alive; many that expire at once are one event, and fewer may live for a while")
    void manyExpire() throws SyncException {
        RunDriver one = RunDriver.open(server, job(1));
        RunDriver two = RunDriver.open(server, job(2));
        RunDriver.open(server, job(3));
        world.clock.advance(LEASE.minusSeconds(1));
        one.compare(1, List.of());
        admissions.heard(List.of(two.run()));
        world.clock.advance(Duration.ofSeconds(1));
        assertThat(admissions.living()).isEqualTo(2);
        assertThat(admissions.storm().since()).isEmpty();
        world.clock.advance(LEASE);
        assertThat(admissions.storm().since()).contains(world.clock.instant());
        RunDriver.open(server, job(4));
        putOff(job(5));
        world.clock.advance(LEASE);
        RunDriver.open(server, job(6));
        RunDriver.open(server, job(7));
        RunDriver.open(server, job(8));
        assertThat(admissions.storm().since()).isEmpty();
    }
}
