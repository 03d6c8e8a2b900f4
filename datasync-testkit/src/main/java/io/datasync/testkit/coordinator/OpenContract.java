package io.datasync.testkit.coordinator;

import static io.datasync.testkit.coordinator.Refusals.assertRefused;
import static io.datasync.testkit.coordinator.Samples.DAY;
import static io.datasync.testkit.coordinator.Samples.NEXT_DAY;
import static io.datasync.testkit.coordinator.Samples.WHOLE;
import static io.datasync.testkit.coordinator.Samples.fact;
import static io.datasync.testkit.coordinator.Samples.folder;
import static io.datasync.testkit.coordinator.Samples.newRun;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.digest.SetSummary;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.path.FolderName;
import io.datasync.core.protocol.FolderClaim;
import io.datasync.core.protocol.OpenAnswer;
import io.datasync.core.protocol.OpenRequest;
import io.datasync.testkit.coordinator.fixture.CoordinatorFixture;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How a run begins, and what it is told of the folders. */
interface OpenContract {
    CoordinatorFixture fixture();

    @Test
    @DisplayName("RUN-3 an open that is repeated gives the same run under the same token")
    default void aRepeatedOpenGivesTheSameRun() throws SyncException {
        JobId job = fixture().newJob();
        OpenRequest request = RunDriver.request(job, newRun());
        OpenAnswer first = fixture().coordinator().open(request);
        assertThat(first.token()).isGreaterThan(FencingToken.NONE);
        assertThat(first.lease()).isPositive();
        assertThat(fixture().coordinator().open(request)).isEqualTo(first);
    }

    @Test
    @DisplayName("RUN-2 each run of a job has a higher token than the one before")
    default void tokensGrow() throws SyncException {
        JobId job = fixture().newJob();
        FencingToken before = FencingToken.NONE;
        for (int i = 0; i < 3; i++) {
            RunDriver run = RunDriver.open(fixture().coordinator(), job);
            assertThat(run.token()).isGreaterThan(before);
            before = run.token();
            run.complete(WHOLE);
        }
    }

    @Test
    @DisplayName("D-21 a run that began without the server is opened under its own id")
    default void anOfflineRunIsOpened() throws SyncException {
        JobId job = fixture().newJob();
        RunId unknown = newRun();
        OpenRequest request =
                new OpenRequest(newRun(), job, 7, true, Optional.of(unknown), FencingToken.NONE, List.of());
        RunDriver run = RunDriver.open(fixture().coordinator(), request);
        run.verified(7, fact("2026-04-23/a", 1));
        assertThat(run.differing(List.of(fact("2026-04-23/a", 1)))).isEmpty();
    }

    @Test
    @DisplayName(
            "D-21 an open tells the highest scan number of the job, so that a journal that was lost counts on from there")
    default void theHighestScanNumberIsTold() throws SyncException {
        JobId job = fixture().newJob();
        assertThat(scan(job, 7)).isEqualTo(7);
        assertThat(scan(job, 9)).isEqualTo(9);
        assertThat(scan(job, 1)).as("a journal that was lost").isEqualTo(9);
        assertThat(scan(job, 10)).isEqualTo(10);
        assertThat(scan(fixture().newJob(), 1)).as("another job").isEqualTo(1);
    }

    private long scan(JobId job, long scanSeq) throws SyncException {
        OpenRequest request =
                new OpenRequest(newRun(), job, scanSeq, false, Optional.empty(), FencingToken.NONE, List.of());
        OpenAnswer answer = fixture().coordinator().open(request);
        assertThat(fixture().coordinator().open(request)).as("repeated").isEqualTo(answer);
        new RunDriver(fixture().coordinator(), job, request.run(), answer.token()).complete(WHOLE);
        return answer.scanSeq();
    }

    @Test
    @DisplayName("D-21 a number that is no scan's is refused")
    default void anImpossibleScanNumber() throws SyncException {
        JobId job = fixture().newJob();
        OpenRequest request = new OpenRequest(
                newRun(), job, OpenRequest.SCAN_SEQ_MAX + 1, false, Optional.empty(), FencingToken.NONE, List.of());
        assertRefused(ErrorCode.MESSAGE_MALFORMED, () -> fixture().coordinator().open(request));
        RunDriver run = RunDriver.open(fixture().coordinator(), job);
        assertRefused(ErrorCode.MESSAGE_MALFORMED, () -> run.gone(OpenRequest.SCAN_SEQ_MAX + 1, "a"));
        assertRefused(ErrorCode.MESSAGE_MALFORMED, () -> run.compare(OpenRequest.SCAN_SEQ_MAX + 1, List.of()));
    }

    @Test
    @DisplayName("RUN-1 a run that has ended is not opened again")
    default void anEndedRunIsNotOpenedAgain() throws SyncException {
        JobId job = fixture().newJob();
        RunDriver run = RunDriver.open(fixture().coordinator(), job);
        run.complete(WHOLE);
        assertRefused(ErrorCode.RUN_CLOSED, () -> fixture().coordinator().open(RunDriver.request(job, run.run())));
    }

    @Test
    @DisplayName("SEC-6 a job that is not there, or is another runner's, is unknown")
    default void aForeignJobIsUnknown() throws SyncException {
        JobId job = fixture().newJob();
        assertRefused(
                ErrorCode.JOB_UNKNOWN,
                () -> fixture().coordinator().open(RunDriver.request(new JobId("no-such-job"), newRun())));
        assertRefused(ErrorCode.JOB_UNKNOWN, () -> fixture().stranger().open(RunDriver.request(job, newRun())));
    }

    @Test
    @DisplayName("SEC-6 a run of one job cannot be opened for another")
    default void aRunBelongsToItsJob() throws SyncException {
        RunDriver run = RunDriver.open(fixture().coordinator(), fixture().newJob());
        JobId other = fixture().newJob();
        assertRefused(ErrorCode.RUN_UNKNOWN, () -> fixture().coordinator().open(RunDriver.request(other, run.run())));
    }

    @Test
    @DisplayName("D-1 a folder differs when the claim is not what the index has at the source")
    default void foldersThatDiffer() throws SyncException {
        JobId job = fixture().newJob();
        RunDriver run = RunDriver.open(fixture().coordinator(), job);
        Fact here = fact("2026-04-23/a", 1);
        Fact there = fact("2026-04-24/b", 2);
        Fact top = fact("top", 3);
        run.verified(1, here, there, top);

        assertThat(run.differing(List.of(here, there, top))).as("all").isEmpty();
        assertThat(run.differing(List.of())).as("none").containsExactlyInAnyOrder(DAY, NEXT_DAY, FolderName.ROOT);
        assertThat(run.differing(List.of(here, top))).as("one is missing").containsExactly(NEXT_DAY);
        assertThat(run.differing(List.of(here, there, top, fact("2026-04-25/c", 4))))
                .as("one is new")
                .containsExactly(folder("2026-04-25"));
        assertThat(run.differing(List.of(fact("2026-04-23/a", 5), there, top)))
                .as("one has another size")
                .containsExactly(DAY);
    }

    @Test
    @DisplayName("D-1 an empty claim of a folder that the index does not have is no difference")
    default void anEmptyClaimIsNoDifference() throws SyncException {
        JobId job = fixture().newJob();
        OpenRequest request = new OpenRequest(
                newRun(),
                job,
                1,
                false,
                Optional.empty(),
                FencingToken.NONE,
                List.of(new FolderClaim(DAY, SetSummary.EMPTY)));
        assertThat(fixture().coordinator().open(request).differing()).isEmpty();
    }

    @Test
    @DisplayName("A folder that is claimed twice is refused, and no run is opened")
    default void aFolderIsClaimedOnce() throws SyncException {
        JobId job = fixture().newJob();
        FolderClaim claim = new FolderClaim(DAY, SetSummary.EMPTY);
        RunId run = newRun();
        OpenRequest request =
                new OpenRequest(run, job, 1, false, Optional.empty(), FencingToken.NONE, List.of(claim, claim));
        assertRefused(ErrorCode.MESSAGE_MALFORMED, () -> fixture().coordinator().open(request));
        RunDriver.open(fixture().coordinator(), job);
    }
}
