package io.datasync.testkit.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.IndexTransaction;
import io.datasync.core.index.JobRow;
import io.datasync.core.index.RunFileRow;
import io.datasync.core.index.StateIndex;
import io.datasync.core.index.VersionRow;
import io.datasync.core.index.notice.AlertRow;
import io.datasync.core.index.notice.DeedRow;
import io.datasync.core.index.notice.FindingRow;
import io.datasync.core.index.notice.LossRow;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.path.FolderName;
import io.datasync.testkit.clock.MovableClock;
import io.datasync.testkit.fault.Part;
import io.datasync.testkit.fault.ProcessLife;
import io.datasync.testkit.fault.QueuedFaults;
import io.datasync.testkit.fault.SimulatedCrash;
import io.datasync.testkit.fault.Verdict;
import io.datasync.testkit.index.fault.FaultyStateIndex;
import io.datasync.testkit.index.memory.InMemoryStateIndex;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An index to which things happen, and one to which nothing does")
final class FaultyStateIndexTest implements StateIndexContract {
    private final QueuedFaults faults = new QueuedFaults();
    private final ProcessLife server = new ProcessLife();
    private final InMemoryStateIndex memory = new InMemoryStateIndex(MovableClock.at("2026-04-23T10:00:00Z"));
    private final FaultyStateIndex index = new FaultyStateIndex(memory, faults, server);

    @Override
    public StateIndex index() {
        return index;
    }

    @Override
    public void addJob(JobId job, RunnerId runner, String archiveUrl) {
        memory.addJob(job, runner, archiveUrl);
    }

    @Override
    public void disable(JobId job) {
        memory.setEnabled(job, false);
    }

    @Override
    public void seal(JobId job, FolderName folder) throws SyncException {
        memory.seal(job, folder);
    }

    @Override
    public List<RunFileRow> runFiles(RunId run) {
        return memory.runFiles(run);
    }

    @Override
    public List<LossRow> losses(JobId job) {
        return memory.losses(job);
    }

    @Override
    public List<VersionRow> versions(JobId job) {
        return memory.versions(job);
    }

    @Override
    public List<String> alerts(JobId job) {
        return memory.alerts(job).stream().map(AlertRow::summary).toList();
    }

    @Override
    public List<FindingRow> findings(JobId job) {
        return memory.findings(job);
    }

    @Override
    public Optional<Instant> lastCycleAt(JobId job) {
        return memory.lastCycleAt(job);
    }

    @Override
    public List<String> deeds(JobId job) {
        return memory.deeds(job).stream().map(DeedRow::detail).toList();
    }

    private JobId one() {
        JobId job = IndexSamples.newJobId();
        addJob(job, RUNNER, "file:///archive");
        return job;
    }

    private static JobRow raised(IndexTransaction tx, JobId job) throws SyncException {
        JobRow row = tx.lockJob(job).orElseThrow();
        tx.raiseScanSeq(job, row.scanSeq() + 1);
        return row;
    }

    private void assertUnavailable(JobId job) {
        assertThatThrownBy(() -> index.transact(tx -> raised(tx, job)))
                .isInstanceOfSatisfying(SyncException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.INDEX_UNAVAILABLE);
                    assertThat(e.retryable()).isTrue();
                });
    }

    @Test
    @DisplayName("I-12 a database that cannot be reached did nothing; one whose answer is lost did all of it")
    void aLostDatabase() throws SyncException {
        JobId job = one();
        faults.queue(FaultyStateIndex.TRANSACT, Verdict.fails(ErrorCode.INDEX_UNAVAILABLE));
        assertUnavailable(job);
        assertThat(memory.job(job).scanSeq()).isZero();
        faults.queue(FaultyStateIndex.TRANSACT, Verdict.answerLost(Part.INDEX));
        assertUnavailable(job);
        assertThat(memory.job(job).scanSeq()).isEqualTo(1);
    }

    @Test
    @DisplayName("The victim of a deadlock is rolled back and run again from its start")
    void aVictimRunsAgain() throws SyncException {
        JobId job = one();
        long before = memory.transactions();
        faults.queue(FaultyStateIndex.TRANSACT, new Verdict.Twice());
        assertThat(index.<JobRow>transact(tx -> raised(tx, job)).scanSeq()).isZero();
        assertThat(memory.job(job).scanSeq()).isEqualTo(1);
        assertThat(memory.transactions() - before).isEqualTo(2);
    }

    @Test
    @DisplayName("A server dies before a commit or after it")
    void aServerDies() {
        JobId job = one();
        faults.crashAt(1);
        assertThatThrownBy(() -> index.transact(tx -> raised(tx, job)))
                .isInstanceOfSatisfying(SimulatedCrash.class, crash -> assertThat(crash.isOf(server))
                        .isTrue());
        assertThat(memory.job(job).scanSeq()).isEqualTo(1);
        assertThatThrownBy(() -> index.transact(tx -> raised(tx, job))).isInstanceOf(SimulatedCrash.class);
        assertThat(memory.job(job).scanSeq()).isEqualTo(1);
    }

    @Test
    @DisplayName("D-20 a database restored from a backup is what it was then, each time")
    void aBackup() throws SyncException {
        JobId job = one();
        index.transact(tx -> raised(tx, job));
        Runnable restore = memory.snapshot();
        for (int round = 0; round < 2; round++) {
            index.transact(tx -> {
                tx.lockJob(job);
                tx.updateJob(job, new FencingToken(7, 7), Optional.empty());
                tx.folder(job, DAY);
                return raised(tx, job);
            });
            assertThat(memory.folders(job)).hasSize(1);
            restore.run();
            assertThat(memory.job(job).scanSeq()).isEqualTo(1);
            assertThat(memory.job(job).token()).isEqualTo(FencingToken.NONE);
            assertThat(memory.folders(job)).isEmpty();
        }
        assertThatThrownBy(() -> memory.transact(tx -> memory.snapshot())).isInstanceOf(IllegalStateException.class);
    }
}
