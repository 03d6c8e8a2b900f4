package io.datasync.testkit.coordinator;

import static io.datasync.testkit.coordinator.Refusals.assertRefused;
import static io.datasync.testkit.coordinator.Samples.NOON;
import static io.datasync.testkit.coordinator.Samples.WHOLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.coordinator.AuditPort.Action;
import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.notice.AlertRow;
import io.datasync.core.index.notice.DeedRow;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.Report;
import io.datasync.testkit.coordinator.fixture.RulesFixture;
import io.datasync.testkit.index.memory.Cut;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What the rules do about lost files")
final class LossRulesTest {
    private final World world = new World();
    private final Coordinator node = world.startedNode();

    private static Report.Lost lost(String path) {
        return new Report.Lost(1, SourceEntry.file(RelativePath.known(path), 7, 9), NOON);
    }

    private AlertRow alert() {
        List<AlertRow> alerts = world.index.alerts(World.JOB);
        assertThat(alerts).hasSize(1);
        return alerts.get(0);
    }

    private List<String> deeds() {
        return world.index.deeds(World.JOB).stream()
                .filter(deed -> deed.deed() == DeedRow.Deed.FILES_LOST)
                .map(DeedRow::detail)
                .toList();
    }

    /** As a person who acknowledges it does. */
    private void acknowledge() throws SyncException {
        world.index.transact(tx -> {
            tx.lockJob(World.JOB);
            tx.resolveAlert(World.JOB, AlertRow.Kind.FILE_LOST);
            return World.JOB;
        });
    }

    @Test
    @DisplayName(
            "CORE-10 a loss raises an alert that names the job, how many and the first, and is audited once while it lives")
    void aLossRaisesAnAlert() throws SyncException {
        RunDriver run = RunDriver.open(node, World.JOB);
        world.audit.clear();
        run.report(lost("2026-04-23/b"), lost("2026-04-23/a"));
        assertThat(alert().kind()).isEqualTo(AlertRow.Kind.FILE_LOST);
        assertThat(alert().runner()).isEqualTo(RulesFixture.RUNNER);
        assertThat(alert().files()).isEqualTo(new AlertRow.Files(2, Optional.of(RelativePath.known("2026-04-23/b"))));
        assertThat(alert().summary())
                .contains("job job", ": 2.", "2026-04-23/b")
                .doesNotContain("acknowledged");
        assertThat(world.actions()).containsExactly(Action.FILES_LOST);

        run.report(lost("2026-04-23/c"), lost("2026-04-23/a"), lost("2026-04-23/c"));
        assertThat(alert().files()).isEqualTo(new AlertRow.Files(3, Optional.of(RelativePath.known("2026-04-23/b"))));
        run.complete(WHOLE);
        RunDriver.open(node, World.JOB).complete(WHOLE);
        assertThat(alert().files().count()).isEqualTo(3);
        assertThat(deeds()).hasSize(1);
        assertThat(world.index.losses(World.JOB)).hasSize(3);
    }

    @Test
    @DisplayName(
            "CORE-10 I-8 a loss that is told again raises nothing, also after it was acknowledged; a new one opens it again")
    void onlyANewLossOpensItAgain() throws SyncException {
        RunDriver run = RunDriver.open(node, World.JOB);
        world.index.cutNext(Cut.AFTER_COMMIT);
        assertRefused(ErrorCode.INDEX_UNAVAILABLE, true, () -> run.report(lost("a"), lost("b")));
        run.report(lost("a"), lost("b"));
        assertThat(alert().files().count()).isEqualTo(2);
        acknowledge();
        run.report(lost("a"), lost("b"));
        assertThat(world.index.alerts(World.JOB)).isEmpty();
        assertThat(world.index.losses(World.JOB)).hasSize(2);

        run.report(lost("b"), lost("c"));
        assertThat(alert().files()).isEqualTo(new AlertRow.Files(1, Optional.of(RelativePath.known("c"))));
        assertThat(deeds()).hasSize(2);
        assertThat(world.index.losses(World.JOB)).hasSize(3);
    }

    @Test
    @DisplayName("I-8 the alert stands or falls with the losses it is about")
    void withItsLosses() throws SyncException {
        RunDriver run = RunDriver.open(node, World.JOB);
        world.audit.clear();
        world.index.cutNext(Cut.BEFORE_COMMIT);
        assertRefused(ErrorCode.INDEX_UNAVAILABLE, true, () -> run.report(lost("a")));
        assertThat(world.index.alerts(World.JOB)).isEmpty();
        assertThat(world.audit).isEmpty();
        world.index.cutNext(Cut.RUN_TWICE);
        run.report(lost("a"));
        assertThat(alert().files().count()).isEqualTo(1);
        assertThat(deeds()).hasSize(1);
    }
}
