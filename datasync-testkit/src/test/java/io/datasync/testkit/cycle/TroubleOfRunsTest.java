package io.datasync.testkit.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.cycle.CycleListener;
import io.datasync.core.cycle.CycleResult;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.RunId;
import io.datasync.core.path.FolderName;
import io.datasync.core.protocol.CompareLine;
import io.datasync.core.protocol.OpenRequest;
import io.datasync.testkit.journal.memory.InMemoryJournal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Cycles whose server, index, journal or share is not as it was")
class TroubleOfRunsTest extends OnePc {
    @Test
    @DisplayName(
            "D-21 a run whose comparison failed stays open, and the next cycle compares, though there is nothing else to do")
    void aFailedComparisonIsMadeUpFor() throws Exception {
        pc.cycle();
        pc.server.archived.clear();
        pc.server.differing.add(FolderName.parse("2026-04-22"));
        pc.write("2026-04-22/new.csv", "new");
        pc.server.refuse(ServerDouble.Call.COMPARE, ErrorCode.SERVER_UNREACHABLE);

        CycleResult cut = pc.cycleAfter(LATER);
        assertThat(cut.uploaded()).isEqualTo(1);
        assertThat(cut.reported()).isFalse();
        assertThat(pc.server.completed).hasSize(1);

        CycleResult next = pc.cycleAfter(LATER);
        assertThat(next.run()).isEqualTo(cut.run());
        assertThat(next.reported()).isTrue();
        assertThat(next.uploaded()).isZero();
        assertThat(pc.server.archived).hasSize(3);
    }

    @Test
    @DisplayName(
            "D-21 D-22 AGT-3 without the server archiving goes on, and everything is told later under the same run")
    void withoutTheServerArchivingGoesOn() throws Exception {
        pc.server.away(true);
        CycleResult offline = pc.cycle();
        assertThat(offline.balance()).isEqualTo(balance(3, 3, 0, 0, 0, 0));
        assertThat(offline.reported()).isFalse();
        assertThat(pc.archive()).hasSize(3);

        pc.server.away(false);
        CycleResult online = pc.cycleAfter(LATER);
        assertThat(online.reported()).isTrue();
        assertThat(online.run()).isEqualTo(offline.run());
        assertThat(online.uploaded()).isZero();
        assertThat(pc.server.archived).hasSize(3);
        assertThat(pc.server.opened).singleElement().satisfies(open -> assertThat(open.startedOffline())
                .isTrue());
    }

    @Test
    @DisplayName("AGT-4 D-22 a server that is back while a long cycle is at work is told before its end")
    void aServerThatIsBackIsTold() throws Exception {
        CycleResult cut = backWhileFilesAreSent(Duration.ofSeconds(60));
        assertThat(pc.server.archived).hasSize(3);
        assertThat(pc.server.opened).singleElement().satisfies(open -> assertThat(open.startedOffline())
                .isTrue());
        assertThat(cut.reported()).as("nothing was compared").isFalse();
        assertThat(pc.server.completed).isEmpty();

        CycleResult next = pc.cycleAfter(LATER);
        assertThat(next.run()).isEqualTo(cut.run());
        assertThat(next.reported()).isTrue();
    }

    @Test
    @DisplayName("AGT-4 a server that gave no run is left alone for a minute")
    void aServerIsLeftAlone() throws Exception {
        backWhileFilesAreSent(Duration.ofSeconds(59));
        assertThat(pc.server.opened).isEmpty();
    }

    private CycleResult backWhileFilesAreSent(Duration took) throws Exception {
        pc.server.away(true);
        pc.listener = new CycleListener() {
            @Override
            public void phase(Phase phase) {
                if (phase == Phase.UPLOAD) {
                    pc.server.away(false);
                    pc.clock.advance(took);
                }
            }
        };
        return pc.cycle();
    }

    @Test
    @DisplayName("D-21 facts of a run that the server has closed go into a new run that continues it")
    void aClosedRunIsContinued() throws Exception {
        pc.server.refuse(ServerDouble.Call.COMPLETE, ErrorCode.SERVER_ERROR);
        assertThat(pc.cycle().reported()).isFalse();
        pc.server.refuse(ServerDouble.Call.OPEN, ErrorCode.RUN_CLOSED);

        CycleResult next = pc.cycleAfter(LATER);
        assertThat(next.run()).contains(new RunId("run-2"));
        assertThat(next.uploaded()).isZero();
        OpenRequest request = pc.server.opened.get(1);
        assertThat(request.continues()).contains(new RunId("run-1"));
    }

    @Test
    @DisplayName("RUN-2 a run that was overtaken in the middle goes on archiving and tells nobody")
    void anOvertakenRunTellsNobody() throws Exception {
        pc.server.refuse(ServerDouble.Call.PROGRESS, ErrorCode.STALE_TOKEN);

        CycleResult result = pc.cycle();
        assertThat(result.balance().verified()).isEqualTo(3);
        assertThat(result.reported()).isFalse();
        assertThat(pc.server.archived).isEmpty();
        assertThat(pc.server.completed).isEmpty();
        assertThat(pc.cycleAfter(LATER).reported()).isTrue();
        assertThat(pc.server.archived).hasSize(3);
    }

    @Test
    @DisplayName("D-20 an agent does not work for a server that gives a lower token than before")
    void aLowerTokenIsRefused() throws Exception {
        pc.cycle();
        pc.write("2026-04-23/d.csv", "more");
        pc.cycleAfter(LATER);
        pc.server.forgetTokens();
        pc.write("2026-04-23/e.csv", "yet more");
        List<SyncException> offline = new ArrayList<>();
        pc.listener = new CycleListener() {
            @Override
            public void offline(SyncException why) {
                offline.add(why);
            }
        };

        CycleResult result = pc.cycleAfter(LATER);
        assertThat(result.reported()).isFalse();
        assertThat(offline).extracting(SyncException::code).containsOnly(ErrorCode.TOKEN_REGRESSED);
        assertThat(result.balance().verified()).isEqualTo(5);
        assertThat(pc.job().highestToken()).isEqualTo(new FencingToken(1, 2));
        assertThat(pc.server.archived).hasSize(4);
    }

    @Test
    @DisplayName("D-4 AGT-5 an agent that lost its journal takes over what the server knows, and uploads nothing")
    void aLostJournalUploadsNothing() throws Exception {
        pc.cycle();
        pc.journal = new InMemoryJournal();
        pc.server.differing.addAll(List.of(FolderName.parse("2026-04-22"), FolderName.parse("2026-04-23")));

        CycleResult result = pc.cycleAfter(LATER);
        assertThat(result.uploaded()).isZero();
        assertThat(result.balance()).isEqualTo(balance(3, 3, 0, 0, 0, 0));
        assertThat(pc.server.compared)
                .as("D-2: a root seen for the first time says nothing about what is gone")
                .isNotEmpty()
                .noneMatch(CompareLine.End::complete);
    }

    @Test
    @DisplayName("D-21 a server that lost its index is told everything again, and nothing is uploaded")
    void aLostIndexIsToldAgain() throws Exception {
        pc.cycle();
        pc.server.archived.clear();
        pc.server.differing.addAll(List.of(FolderName.parse("2026-04-22"), FolderName.parse("2026-04-23")));
        pc.settings = pc.settings.once(Duration.ZERO);

        CycleResult result = pc.cycleAfter(LATER);
        assertThat(result.uploaded()).isZero();
        assertThat(pc.server.archived).hasSize(3);
        assertThat(pc.server.compared).allMatch(CompareLine.End::complete);
    }

    @Test
    @DisplayName("OPS-6 a full share fails the run, loses nothing, and the next run goes on from there")
    void aFullShareFailsTheRun() throws Exception {
        pc.store.fullAfter(8);

        CycleResult full = pc.cycle();
        assertThat(codeOf(full)).contains(ErrorCode.SHARE_FULL);
        assertThat(full.balance()).isEqualTo(balance(3, 1, 2, 0, 0, 0));
        assertThat(pc.archive()).hasSize(1);

        pc.restart();
        CycleResult after = pc.cycleAfter(LATER);
        assertThat(after.balance()).isEqualTo(balance(3, 3, 0, 0, 0, 0));
        assertThat(after.uploaded()).isEqualTo(2);
    }
}
