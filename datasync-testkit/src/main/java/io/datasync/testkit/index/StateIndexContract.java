package io.datasync.testkit.index;

import static io.datasync.testkit.index.IndexSamples.NOON;
import static io.datasync.testkit.index.IndexSamples.TOKEN;
import static io.datasync.testkit.index.IndexSamples.fact;
import static io.datasync.testkit.index.IndexSamples.newJobId;
import static io.datasync.testkit.index.IndexSamples.newRunId;
import static io.datasync.testkit.index.IndexSamples.row;
import static io.datasync.testkit.index.IndexSamples.run;
import static io.datasync.testkit.index.IndexSamples.summary;
import static io.datasync.testkit.index.IndexSteps.verified;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.digest.SetSummary;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.FolderRow;
import io.datasync.core.index.IndexTransaction;
import io.datasync.core.index.JobRow;
import io.datasync.core.index.RunRow;
import io.datasync.core.index.StateIndex;
import io.datasync.core.index.notice.DeedRow;
import io.datasync.core.index.notice.LossRow;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.protocol.fleet.JobKind;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every {@link StateIndex} must do, in parts. An implementation joins it with the methods of {@link StateIndexFixture}. */
public interface StateIndexContract
        extends IndexLockContract,
                IndexRunContract,
                IndexFolderContract,
                IndexEntryContract,
                IndexChangeContract,
                IndexRepairContract,
                IndexSampleContract {
    @Test
    @DisplayName("D-26 the end of a job's last cycle is kept, never an earlier one, and only from its own runner")
    default void theLastCycleIsKept() throws SyncException {
        JobId job = newJob();
        assertThat(lastCycleAt(job)).isEmpty();
        cycleEnded(RUNNER, job, NOON);
        assertThat(lastCycleAt(job)).contains(NOON);
        cycleEnded(RUNNER, job, NOON.minusSeconds(1));
        cycleEnded(OTHER_RUNNER, job, NOON.plusSeconds(1));
        cycleEnded(RUNNER, newJobId(), NOON);
        assertThat(lastCycleAt(job)).contains(NOON);
        cycleEnded(RUNNER, job, NOON.plusSeconds(2));
        assertThat(lastCycleAt(job)).contains(NOON.plusSeconds(2));
    }

    private void cycleEnded(RunnerId runner, JobId job, Instant at) throws SyncException {
        index().transact(tx -> {
            tx.cycleEnded(runner, job, at);
            return job;
        });
    }

    @Test
    @DisplayName("D-35 a deed is in the audit log exactly when what was done with it is")
    default void aDeedStandsOrFallsWithItsTransaction() throws SyncException {
        JobId job = newJob();
        RunId run = open(job);
        assertThatThrownBy(() -> index().transact(tx -> {
                    tx.lockJob(job);
                    tx.updateJob(job, TOKEN, Optional.empty());
                    tx.insertDeed(deed(job, run, "broken"));
                    throw SyncException.permanent(ErrorCode.JOB_BUSY, "after the deed");
                }))
                .hasMessage("after the deed");
        assertThat(deeds(job)).isEmpty();
        assertThat(job(job).liveRun()).contains(run);

        index().transact(tx -> {
            tx.lockJob(job);
            tx.updateJob(job, TOKEN, Optional.empty());
            tx.insertDeed(deed(job, run, "first"));
            tx.insertDeed(deed(job, run, "second"));
            return job;
        });
        assertThat(deeds(job)).containsExactly("first", "second");
        assertThat(job(job).liveRun()).isEmpty();
    }

    private static DeedRow deed(JobId job, RunId run, String detail) {
        return new DeedRow(DeedRow.Deed.RUN_ORPHANED, RUNNER, job, Optional.of(run), detail);
    }

    @Test
    @DisplayName("A new job has its runner and its archive, no token and no run; an unknown one is not there")
    default void aNewJobIsEmpty() throws SyncException {
        JobId job = newJob();
        assertThat(job(job))
                .isEqualTo(new JobRow(
                        job,
                        RUNNER,
                        JobKind.GEOMETRY,
                        ZoneId.of("UTC"),
                        true,
                        "file:///archive/" + job,
                        FencingToken.NONE,
                        Optional.empty(),
                        0));
        assertThat(index().<Optional<JobRow>>transact(tx -> tx.lockJob(newJobId())))
                .isEmpty();
        disable(job);
        assertThat(job(job).enabled()).isFalse();
    }

    @Test
    @DisplayName("What a transaction did is there when it returned")
    default void aTransactionIsCommitted() throws SyncException {
        JobId job = newJob();
        RunId run = open(job);
        assertThat(job(job).token()).isEqualTo(TOKEN);
        assertThat(job(job).liveRun()).contains(run);
    }

    @Test
    @DisplayName("RUN-5 a transaction that fails leaves nothing, whatever it failed with")
    default void aFailedTransactionLeavesNothing() throws SyncException {
        JobId job = newJob();
        Fact fact = fact("2026-04-23/a", 1);
        for (Exception failure : List.of(
                SyncException.permanent(ErrorCode.STALE_TOKEN, "asked for"), new IllegalStateException("asked for"))) {
            RunId run = newRunId();
            assertThatThrownBy(() -> index().transact(tx -> {
                        tx.lockJob(job);
                        tx.insertRun(run(run, job));
                        tx.updateJob(job, TOKEN, Optional.of(run));
                        FolderRow folder = tx.folder(job, DAY);
                        tx.upsertEntries(folder.id(), List.of(row(fact, run)));
                        tx.updateFolder(folder.with(summary(List.of(fact)), SetSummary.EMPTY, Optional.of(NOON)));
                        tx.upsertRunFiles(run, List.of(verified("2026-04-23/a", 1)));
                        tx.insertLosses(job, run, List.of(new LossRow(fact.entry(), NOON)));
                        if (failure instanceof SyncException e) {
                            throw e;
                        }
                        throw new IllegalStateException(failure);
                    }))
                    .isInstanceOf(failure.getClass());
            assertThat(job(job).liveRun()).isEmpty();
            assertThat(index().<Optional<RunRow>>transact(tx -> tx.run(run))).isEmpty();
            assertThat(index().<List<FolderRow>>transact(tx -> tx.folders(job))).isEmpty();
            assertThat(runFiles(run)).isEmpty();
            assertThat(losses(job)).isEmpty();
        }
    }

    @Test
    @DisplayName("A transaction sees what it has done itself")
    default void aTransactionSeesItsOwnWork() throws SyncException {
        JobId job = newJob();
        RunId run = newRunId();
        Fact fact = fact("2026-04-23/a", 1);
        index().transact(tx -> {
            tx.lockJob(job);
            tx.insertRun(run(run, job));
            tx.updateJob(job, TOKEN, Optional.of(run));
            assertThat(tx.lockJob(job).orElseThrow().liveRun()).contains(run);
            assertThat(tx.run(run)).isPresent();
            assertThat(tx.fence(job, run, TOKEN)).isTrue();
            FolderRow folder = tx.folder(job, DAY);
            assertThat(tx.folder(job, DAY).id()).isEqualTo(folder.id());
            tx.upsertEntries(folder.id(), List.of(row(fact, run)));
            assertThat(tx.entries(folder.id(), List.of(fact.entry().path().hash())))
                    .hasSize(1);
            tx.updateFolder(folder.with(summary(List.of(fact)), SetSummary.EMPTY, Optional.empty()));
            assertThat(tx.folder(job, DAY).archived()).isEqualTo(summary(List.of(fact)));
            return run;
        });
    }

    @Test
    @DisplayName("D-25 the index's time does not step back from one transaction to the next")
    default void timeDoesNotStepBack() throws SyncException {
        Instant before = index().transact(IndexTransaction::now);
        Instant after = index().transact(IndexTransaction::now);
        assertThat(after).isAfterOrEqualTo(before);
    }

    @Test
    @DisplayName("D-21 the highest scan number of a job only rises, whatever becomes of its runs")
    default void theScanNumberOnlyRises() throws SyncException {
        JobId job = newJob();
        long highest = 0;
        for (long scanSeq : List.of(7L, 3L, 1_000_000_000_000_000L, 8L)) {
            highest = Math.max(highest, scanSeq);
            index().transact(tx -> {
                tx.lockJob(job);
                tx.raiseScanSeq(job, scanSeq);
                return job;
            });
            open(job);
            assertThat(job(job).scanSeq()).isEqualTo(highest);
        }
        assertThat(job(job).token()).isEqualTo(TOKEN);
    }
}
