package io.datasync.testkit.coordinator;

import static io.datasync.testkit.coordinator.Refusals.assertRefused;
import static io.datasync.testkit.coordinator.Samples.DAY;
import static io.datasync.testkit.coordinator.Samples.NOON;
import static io.datasync.testkit.coordinator.Samples.WHOLE;
import static io.datasync.testkit.coordinator.Samples.digest;
import static io.datasync.testkit.coordinator.Samples.fact;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.balance.Balance;
import io.datasync.core.coordinator.AuditPort.Action;
import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.EntryState;
import io.datasync.core.index.VersionRow;
import io.datasync.core.index.notice.AlertRow;
import io.datasync.core.index.notice.DeedRow;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.protocol.CompleteRequest;
import io.datasync.core.protocol.seal.FolderListings;
import io.datasync.testkit.coordinator.fixture.RulesFixture;
import io.datasync.testkit.index.memory.Cut;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What the rules keep of changed files, and what they do about a mass change")
final class ChangedFilesRulesTest {
    private final World world = new World();
    private final Coordinator node = world.startedNode();

    private static CompleteRequest held(long held, long renamed) {
        return new CompleteRequest(
                new Balance(held, 0, 0, 0, held, 0), 0, 0, 0, Optional.empty(), held, renamed, FolderListings.NONE);
    }

    private List<Fact> versions() {
        return world.index.versions(World.JOB).stream().map(VersionRow::fact).toList();
    }

    private List<AlertRow> alerts() {
        return world.index.alerts(World.JOB);
    }

    @Test
    @DisplayName("CORE-11 the earlier content of an archived file becomes a version, once, however often it is told")
    void theEarlierContentIsKept() throws SyncException {
        RunDriver run = RunDriver.open(node, World.JOB);
        Fact first = fact("2026-04-23/a", 1);
        Fact second = fact("2026-04-23/a", 2);
        Fact third = fact("2026-04-23/a", 3);
        run.verified(1, first, fact("2026-04-23/b", 1));
        assertThat(versions()).isEmpty();
        run.verified(2, second);
        run.verified(2, second);
        run.verified(1, first);
        assertThat(versions()).containsExactly(first);
        assertThat(world.index.versions(World.JOB).get(0).run()).isEqualTo(run.run());
        assertThat(world.index.versions(World.JOB).get(0).retiredAt()).isEqualTo(world.clock.instant());

        world.index.cutNext(Cut.BEFORE_COMMIT);
        assertRefused(ErrorCode.INDEX_UNAVAILABLE, true, () -> run.verified(3, third));
        assertThat(versions()).containsExactly(first);
        world.index.cutNext(Cut.RUN_TWICE);
        run.verified(3, third);
        assertThat(versions()).containsExactly(first, second);
    }

    @Test
    @DisplayName("CORE-11 two contents that follow each other in one message leave both earlier ones")
    void twoChangesInOneMessage() throws SyncException {
        RunDriver run = RunDriver.open(node, World.JOB);
        run.verified(1, fact("2026-04-23/a", 1));
        run.verified(
                2, fact("2026-04-23/a", 2), new Fact(fact("2026-04-23/a", 3).entry(), digest(3), NOON.plusSeconds(1)));
        assertThat(versions()).containsExactly(fact("2026-04-23/a", 1), fact("2026-04-23/a", 2));
    }

    @Test
    @DisplayName("D-6 a file whose time alone changed, and a record that does not count as archived, leave no version")
    void whatIsNoVersion() throws SyncException {
        RunDriver run = RunDriver.open(node, World.JOB);
        Fact first = fact("2026-04-23/a", 1);
        run.verified(1, first);
        SourceEntry touched =
                SourceEntry.file(first.entry().path(), 1, first.entry().ticks() + 1);
        run.verified(2, new Fact(touched, first.digest(), NOON));
        assertThat(versions()).isEmpty();
        world.index.transact(tx -> {
            tx.lockJob(World.JOB);
            long folder = tx.folder(World.JOB, DAY).id();
            EntryRow row = tx.entries(folder, List.of(touched.path().hash()))
                    .values()
                    .iterator()
                    .next();
            tx.upsertEntries(
                    folder,
                    List.of(new EntryRow(row.fact(), EntryState.DAMAGED, true, row.scanSeq(), row.run(), row.token())));
            return row;
        });
        run.verified(3, fact("2026-04-23/a", 2));
        assertThat(versions()).isEmpty();
    }

    @Test
    @DisplayName(
            "D-12 a run that ends with a mass change raises an alert and is audited, once for all runs that go on with it")
    void aMassChangeRaisesAnAlert() throws SyncException {
        RunDriver first = RunDriver.open(node, World.JOB);
        world.audit.clear();
        world.index.cutNext(Cut.BEFORE_COMMIT);
        assertRefused(ErrorCode.INDEX_UNAVAILABLE, true, () -> first.complete(held(150, 40)));
        assertThat(alerts()).isEmpty();
        assertThat(world.audit).isEmpty();

        world.index.cutNext(Cut.AFTER_COMMIT);
        assertRefused(ErrorCode.INDEX_UNAVAILABLE, true, () -> first.complete(held(150, 40)));
        first.complete(held(150, 40));
        assertThat(alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.kind()).isEqualTo(AlertRow.Kind.MASS_CHANGE);
            assertThat(alert.runner()).isEqualTo(RulesFixture.RUNNER);
            assertThat(alert.summary()).contains("150 are held", "40 were renamed");
        });
        assertThat(deeds()).containsExactly(first.run().text());

        RunDriver second = RunDriver.open(node, World.JOB);
        second.complete(held(151, 40));
        assertThat(alerts()).singleElement().satisfies(alert -> assertThat(alert.summary())
                .contains("151"));
        assertThat(deeds()).containsExactly(first.run().text());
    }

    @Test
    @DisplayName(
            "D-12 the alert lives until a run ends without a mass change; one that failed and tells of none knows nothing")
    void theAlertIsResolved() throws SyncException {
        RunDriver.open(node, World.JOB).complete(held(0, 200));
        RunDriver.open(node, World.JOB)
                .complete(new CompleteRequest(Balance.NOTHING, 0, 0, 0, Optional.of(ErrorCode.SOURCE_UNREACHABLE)));
        assertThat(alerts()).hasSize(1);
        RunDriver.open(node, World.JOB).complete(WHOLE);
        assertThat(alerts()).isEmpty();
        RunDriver third = RunDriver.open(node, World.JOB);
        world.audit.clear();
        third.complete(held(100, 0));
        assertThat(world.actions()).containsExactly(Action.MASS_CHANGE_HELD);
        assertThat(deeds()).hasSize(2);
    }

    private List<String> deeds() {
        return world.index.deeds(World.JOB).stream()
                .filter(deed -> deed.deed() == DeedRow.Deed.MASS_CHANGE_HELD)
                .map(deed -> deed.run().orElseThrow().text())
                .toList();
    }
}
