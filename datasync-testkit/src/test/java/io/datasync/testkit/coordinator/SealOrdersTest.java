package io.datasync.testkit.coordinator;

import static io.datasync.testkit.coordinator.Refusals.assertRefused;
import static io.datasync.testkit.coordinator.Samples.WHOLE;
import static io.datasync.testkit.coordinator.Samples.fact;
import static io.datasync.testkit.coordinator.Samples.folder;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.coordinator.AuditPort;
import io.datasync.core.coordinator.AuditPort.Action;
import io.datasync.core.coordinator.CoordinatorSettings;
import io.datasync.core.coordinator.sealing.SealOrders;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.EntryState;
import io.datasync.core.index.FolderRow;
import io.datasync.core.index.StateIndex;
import io.datasync.core.index.notice.DeedRow;
import io.datasync.core.index.notice.DeedRow.Deed;
import io.datasync.core.lease.JobId;
import io.datasync.core.path.FolderName;
import io.datasync.core.protocol.CompleteAnswer;
import io.datasync.core.protocol.CompleteRequest;
import io.datasync.core.protocol.seal.FolderListing;
import io.datasync.core.protocol.seal.FolderListings;
import io.datasync.testkit.coordinator.fixture.RulesFixture;
import io.datasync.testkit.index.memory.Cut;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("CORE-5 API-5 what a person orders about seals")
final class SealOrdersTest {
    private static final FolderName YESTERDAY = folder("2026-04-22");

    private final World world = new World();
    private final SealOrders orders =
            new SealOrders(world.index, deed -> world.audit.add(AuditPort.Event.of(deed)), world.clock);

    @BeforeEach
    void archive() throws SyncException {
        archive("2026-04-22/a", 1);
        end(new FolderListing(YESTERDAY, 0));
        world.audit.clear();
    }

    private void archive(String path, long seq) throws SyncException {
        RunDriver run = RunDriver.open(world.startedNode(), World.JOB);
        run.verified(seq, fact(path, (int) seq));
        run.complete(WHOLE);
    }

    private CompleteAnswer end(FolderListing... listings) throws SyncException {
        return RunDriver.open(world.startedNode(), World.JOB)
                .complete(new CompleteRequest(
                        WHOLE.balance(),
                        0,
                        0,
                        0,
                        Optional.empty(),
                        0,
                        0,
                        new FolderListings(List.of(listings), List.of(), false, Duration.ZERO)));
    }

    private FolderRow seal(FolderName folder, boolean withOutstanding) throws SyncException {
        return orders.seal(RulesFixture.RUNNER, World.JOB, folder, "the disk goes", withOutstanding);
    }

    private FolderRow unseal(FolderName folder) throws SyncException {
        return orders.unseal(RulesFixture.RUNNER, World.JOB, folder, "more will come");
    }

    private FolderRow stored(FolderName folder) throws SyncException {
        StateIndex index = world.index;
        return index.transact(tx -> tx.findFolder(World.JOB, folder).orElseThrow());
    }

    private List<DeedRow> orderDeeds() {
        return world.index.deeds(World.JOB).stream()
                .filter(deed -> deed.deed() == Deed.SEAL_ORDERED || deed.deed() == Deed.UNSEAL_ORDERED)
                .toList();
    }

    @Test
    @DisplayName(
            "D-35 a folder is sealed before its time, once, audited with the reason; its certificate is asked for at the next end")
    void beforeItsTime() throws SyncException {
        long revision = stored(YESTERDAY).revision();
        FolderRow sealed = seal(YESTERDAY, false);
        assertThat(sealed.sealedAt()).contains(world.clock.instant());
        assertThat(stored(YESTERDAY).sealedAt()).isEqualTo(sealed.sealedAt());
        assertThat(stored(YESTERDAY).revision()).isEqualTo(revision + 1);
        assertThat(world.actions()).containsExactly(Action.SEAL_ORDERED);
        assertThat(orderDeeds()).singleElement().satisfies(deed -> {
            assertThat(deed.deed()).isEqualTo(Deed.SEAL_ORDERED);
            assertThat(deed.runner()).isEqualTo(RulesFixture.RUNNER);
            assertThat(deed.job()).isEqualTo(World.JOB);
            assertThat(deed.run()).isEmpty();
            assertThat(deed.detail()).isEqualTo("Folder 2026-04-22 was sealed by order: the disk goes");
        });
        world.clock.advance(Duration.ofMinutes(1));
        assertThat(seal(YESTERDAY, false).sealedAt()).as("a repeat").isEqualTo(sealed.sealedAt());
        assertThat(stored(YESTERDAY).revision()).isEqualTo(revision + 1);
        assertThat(orderDeeds()).hasSize(1);
        assertThat(end().toSeal()).containsExactly(YESTERDAY);
    }

    @Test
    @DisplayName(
            "D-10 with something outstanding a folder is sealed only when the order says so, and the audit says what it was")
    void withSomethingOutstanding() throws SyncException {
        end(new FolderListing(YESTERDAY, 2));
        refused("2 of its files were in flight or failed");
        archive("2026-04-22/b", 2);
        world.clock.advance(Duration.ofSeconds(1));
        archive("2026-04-22/c", 3);
        refused("no complete listing has found it unchanged");
        world.clock.advance(Duration.ofSeconds(1));
        end(new FolderListing(YESTERDAY, 0));
        setState(EntryState.DAMAGED);
        refused("1 of its entries are damaged, missing or not proven");
        assertThat(seal(YESTERDAY, true).sealed()).isTrue();
        assertThat(orderDeeds()).singleElement().satisfies(deed -> assertThat(deed.detail())
                .isEqualTo("Folder 2026-04-22 was sealed by order, although 1 of its entries are damaged,"
                        + " missing or not proven: the disk goes"));
    }

    private void setState(EntryState state) throws SyncException {
        new RulesFixture(world.index, new TwinHooks(world.index), CoordinatorSettings.DEFAULTS)
                .setState(World.JOB, fact("2026-04-22/a", 1).entry().path(), state);
    }

    private void refused(String why) throws SyncException {
        world.audit.clear();
        FolderRow before = stored(YESTERDAY);
        SyncException told = Refusals.refusal(() -> seal(YESTERDAY, false)).orElseThrow();
        assertThat(told.code()).isEqualTo(ErrorCode.SEAL_REFUSED);
        assertThat(told)
                .hasMessageContaining("Folder 2026-04-22 is not sealed: ")
                .hasMessageContaining(why);
        assertThat(stored(YESTERDAY)).isEqualTo(before);
        assertThat(orderDeeds()).isEmpty();
        assertThat(world.audit).isEmpty();
    }

    @Test
    @DisplayName("D-10 no order seals a folder whose name is no day, or a day to come, or of which nothing is archived")
    void neverByAnyOrder() throws SyncException {
        for (String name : List.of("docs", "2026-02-30", "2026-04-24", "2026-4-22")) {
            archive(name + "/a", 7);
            assertRefused(ErrorCode.SEAL_REFUSED, () -> seal(folder(name), true));
        }
        archive("2026-04-23/a", 8);
        assertThat(seal(folder("2026-04-23"), true).sealed()).as("today").isTrue();
        setState(EntryState.MISSING);
        assertRefused(ErrorCode.SEAL_REFUSED, () -> seal(YESTERDAY, true));
    }

    @Test
    @DisplayName("API-5 what is not there is said, also to who names another's job")
    void whatIsNotThere() {
        assertRefused(ErrorCode.FOLDER_UNKNOWN, () -> seal(folder("2026-04-01"), true));
        assertRefused(ErrorCode.FOLDER_UNKNOWN, () -> unseal(folder("2026-04-01")));
        assertRefused(
                ErrorCode.JOB_UNKNOWN,
                () -> orders.seal(RulesFixture.OTHER_RUNNER, World.JOB, YESTERDAY, "reason", false));
        assertRefused(
                ErrorCode.JOB_UNKNOWN,
                () -> orders.unseal(RulesFixture.RUNNER, new JobId("none"), YESTERDAY, "reason"));
    }

    @Test
    @DisplayName("CORE-5 an unsealed folder is audited and stays open for another quiet time; a repeat changes nothing")
    void unsealed() throws SyncException {
        assertThat(unseal(YESTERDAY).sealed()).as("open already").isFalse();
        assertThat(orderDeeds()).isEmpty();
        world.clock.advance(Duration.ofHours(30));
        assertThat(end(new FolderListing(YESTERDAY, 0)).toSeal()).containsExactly(YESTERDAY);
        seal(YESTERDAY, false);
        FolderRow open = unseal(YESTERDAY);
        assertThat(open.sealed()).isFalse();
        assertThat(stored(YESTERDAY).sealed()).isFalse();
        assertThat(orderDeeds())
                .extracting(DeedRow::detail)
                .last()
                .isEqualTo("Folder 2026-04-22 was opened by order: more will come");
        assertThat(world.actions()).endsWith(Action.SEAL_ORDERED, Action.UNSEAL_ORDERED);
        long revision = stored(YESTERDAY).revision();
        unseal(YESTERDAY);
        assertThat(stored(YESTERDAY).revision()).isEqualTo(revision);
        CompleteAnswer next = end(new FolderListing(YESTERDAY, 0));
        assertThat(next.toSeal()).isEmpty();
        assertThat(next.nextSealIn()).contains(Duration.ofHours(24));
        world.clock.advance(Duration.ofHours(24));
        assertThat(end(new FolderListing(YESTERDAY, 0)).toSeal()).containsExactly(YESTERDAY);
    }

    @Test
    @DisplayName("D-35 I-12 an order that was cut is audited exactly when it was carried out, and a repeat is harmless")
    void cut() throws SyncException {
        world.index.cutNext(Cut.BEFORE_COMMIT);
        assertRefused(ErrorCode.INDEX_UNAVAILABLE, true, () -> seal(YESTERDAY, false));
        assertThat(stored(YESTERDAY).sealed()).isFalse();
        assertThat(orderDeeds()).isEmpty();
        world.index.cutNext(Cut.AFTER_COMMIT);
        assertRefused(ErrorCode.INDEX_UNAVAILABLE, true, () -> seal(YESTERDAY, false));
        assertThat(orderDeeds()).hasSize(1);
        seal(YESTERDAY, false);
        world.index.cuts(() -> Cut.RUN_TWICE);
        unseal(YESTERDAY);
        assertThat(orderDeeds()).hasSize(2);
        assertThat(stored(YESTERDAY).sealed()).isFalse();
    }
}
