package io.datasync.testkit.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.coordinator.AuditPort;
import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.coordinator.CoordinatorRules;
import io.datasync.core.coordinator.guard.Identities;
import io.datasync.core.coordinator.guard.SeparatingCoordinator;
import io.datasync.core.coordinator.guard.SeparatingCoordinator.Caller;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.identity.IdentityConflict;
import io.datasync.core.identity.IdentitySettings;
import io.datasync.core.identity.IdentityWatch;
import io.datasync.core.identity.JobPlace;
import io.datasync.core.identity.MachineId;
import io.datasync.core.identity.Role;
import io.datasync.core.identity.Settlement;
import io.datasync.core.identity.Settlement.Others;
import io.datasync.core.identity.Sign;
import io.datasync.core.identity.SignHistory;
import io.datasync.core.lease.JobId;
import io.datasync.core.path.FolderName;
import io.datasync.core.protocol.seal.CertifyRequest;
import io.datasync.testkit.coordinator.fixture.RulesFixture;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("D-27 the rules behind a conflict of two PCs")
final class SeparatingRulesTest {
    private static final MachineId ORIGINAL = new MachineId("aaaaaaaaaaaa");
    private static final MachineId CLONE = new MachineId("bbbbbbbbbbbb");

    private final World world = new World();
    private final CoordinatorRules rules = world.startNode();
    private final Identities identities = new Identities(IdentitySettings.DEFAULTS);
    private long counter;

    private Coordinator server(MachineId machine) {
        return new SeparatingCoordinator(
                rules.forRunner(RulesFixture.RUNNER),
                new Caller(RulesFixture.RUNNER, machine, "of " + machine),
                identities,
                world.audit::add);
    }

    private IdentityWatch.Watched beat(MachineId machine, boolean holdsLease) {
        Sign sign = new Sign(machine, "hw " + machine, "of " + machine, ++counter, world.clock.instant());
        return identities.hear(RulesFixture.RUNNER, sign, holdsLease);
    }

    /** Both live for as long as it takes. */
    private void conflict(boolean cloneHoldsLease) {
        for (int minute = 0; minute < 5; minute++) {
            beat(ORIGINAL, false);
            beat(CLONE, cloneHoldsLease);
            world.clock.advance(Duration.ofMinutes(1));
        }
    }

    private JobId aside(MachineId machine) {
        JobPlace place = new JobPlace(World.JOB, World.URL).aside(machine);
        world.index.addJob(place.job(), RulesFixture.RUNNER, place.archiveUrl());
        return place.job();
    }

    private void refused(Refusals.Call call) {
        Refusals.assertRefused(ErrorCode.IDENTITY_CONFLICT, call);
    }

    @Test
    @DisplayName("before a conflict is known each works as it is, and nobody works aside")
    void before() throws SyncException {
        beat(ORIGINAL, false);
        RunDriver.open(server(ORIGINAL), World.JOB).complete(Samples.WHOLE);
        RunDriver.open(server(CLONE), World.JOB);
        JobId aside = aside(CLONE);
        refused(() -> server(CLONE).open(RunDriver.request(aside, Samples.newRun())));
    }

    @Test
    @DisplayName(
            "in a conflict the one goes on, and the other's next run is one aside; its living run ends as it began")
    void theOtherGoesAside() throws SyncException {
        RunDriver living = RunDriver.open(server(CLONE), World.JOB);
        conflict(false);
        assertThat(beat(CLONE, false).role()).isEqualTo(new Role.StandsAside(CLONE, Role.Next.WAITS));
        assertThat(identities.role(RulesFixture.RUNNER, ORIGINAL, "of " + ORIGINAL))
                .isEqualTo(new Role.GoesOn());

        living.verified(1, Samples.fact("2026-04-20/a.csv", 7));
        living.compare(1, List.of());
        living.complete(Samples.WHOLE);
        refused(() -> server(CLONE).open(RunDriver.request(World.JOB, Samples.newRun())));
        assertThat(world.audit)
                .filteredOn(event -> event.code().equals(Optional.of(ErrorCode.IDENTITY_CONFLICT)))
                .singleElement()
                .satisfies(event -> assertThat(event.action()).isEqualTo(AuditPort.Action.OPEN_REFUSED))
                .satisfies(event -> assertThat(event.job()).contains(World.JOB))
                .satisfies(event -> assertThat(event.detail()).contains(CLONE.text(), "stands aside"));

        JobId aside = aside(CLONE);
        RunDriver.open(server(CLONE), aside).verified(1, Samples.fact("2026-04-20/b.csv", 7));
        RunDriver.open(server(ORIGINAL), World.JOB);
        refused(() -> server(ORIGINAL).open(RunDriver.request(aside, Samples.newRun())));
    }

    @Test
    @DisplayName("the holder of the live lease goes on, also when it is the one that was heard later")
    void theHolderGoesOn() {
        conflict(true);
        assertThat(beat(CLONE, true).role()).isEqualTo(new Role.GoesOn());
        refused(() -> server(ORIGINAL).open(RunDriver.request(World.JOB, Samples.newRun())));
    }

    @Test
    @DisplayName("each refusal says what the PC is to do")
    void refusalsSayWhat() {
        IdentityConflict alike = new IdentityConflict(
                world.clock.instant(), ORIGINAL, Optional.of("another process"), List.of(), Optional.empty());
        identities.restore(
                RulesFixture.RUNNER, new IdentityWatch(SignHistory.NONE, Optional.empty(), Optional.of(alike)));
        refused(() -> server(ORIGINAL).open(RunDriver.request(World.JOB, Samples.newRun())));
        said("make another machine id");

        JobId aside = aside(CLONE);
        identities.restore(RulesFixture.RUNNER, IdentityWatch.NONE);
        refused(() -> server(ORIGINAL).open(RunDriver.request(aside, Samples.newRun())));
        said("that of a PC that stands aside");

        for (Others others : Others.values()) {
            IdentityConflict settled =
                    alike.heard(CLONE).settled(new Settlement(ORIGINAL, others, "anna", world.clock.instant()));
            identities.restore(
                    RulesFixture.RUNNER, new IdentityWatch(SignHistory.NONE, Optional.empty(), Optional.of(settled)));
            refused(() -> server(CLONE).open(RunDriver.request(World.JOB, Samples.newRun())));
            said(
                    switch (others) {
                        case DISTINCT -> "enrol anew";
                        case COPIES -> "switched off";
                    });
        }
    }

    private void said(String words) {
        assertThat(world.audit.get(world.audit.size() - 1).detail()).contains(words);
    }

    @Test
    @DisplayName("nothing is sealed in a job that is another PC's")
    void nothingIsSealed() {
        conflict(false);
        FolderName folder = Samples.DAY;
        refused(() -> {
            server(CLONE).draft(World.JOB, folder, new CertifyContract.IgnoredDraft());
            return folder;
        });
        refused(() -> server(CLONE).certify(new CertifyRequest(World.JOB, folder, 1, new byte[0], new byte[0])));
    }

    @Test
    @DisplayName("settled, the real one has the job, and the job aside takes no more runs")
    void settled() throws SyncException {
        conflict(false);
        JobId aside = aside(CLONE);
        RunDriver.open(server(CLONE), aside).complete(Samples.WHOLE);
        identities.settle(RulesFixture.RUNNER, new Settlement(CLONE, Others.DISTINCT, "anna", world.clock.instant()));
        RunDriver.open(server(CLONE), World.JOB);
        refused(() -> server(CLONE).open(RunDriver.request(aside, Samples.newRun())));
        refused(() -> server(ORIGINAL).open(RunDriver.request(World.JOB, Samples.newRun())));
        JobId other = aside(ORIGINAL);
        RunDriver.open(server(ORIGINAL), other);

        IdentityWatch kept = identities.watch(RulesFixture.RUNNER);
        Identities restarted = new Identities(IdentitySettings.DEFAULTS);
        restarted.restore(RulesFixture.RUNNER, kept);
        assertThat(restarted.role(RulesFixture.RUNNER, ORIGINAL, "x"))
                .isEqualTo(new Role.StandsAside(ORIGINAL, Role.Next.ENROLS_ANEW));
        restarted.settle(
                RulesFixture.OTHER_RUNNER, new Settlement(CLONE, Others.COPIES, "anna", world.clock.instant()));
        assertThat(restarted.watch(RulesFixture.OTHER_RUNNER)).isEqualTo(IdentityWatch.NONE);
    }
}
