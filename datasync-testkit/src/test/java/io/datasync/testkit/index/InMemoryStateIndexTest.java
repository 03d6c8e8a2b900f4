package io.datasync.testkit.index;

import static io.datasync.testkit.index.IndexSamples.TOKEN;
import static io.datasync.testkit.index.IndexSamples.newJobId;
import static io.datasync.testkit.index.IndexSamples.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.IndexTransaction;
import io.datasync.core.index.RunFileRow;
import io.datasync.core.index.VersionRow;
import io.datasync.core.index.notice.AlertRow;
import io.datasync.core.index.notice.DeedRow;
import io.datasync.core.index.notice.FindingRow;
import io.datasync.core.index.notice.LossRow;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.testkit.clock.MovableClock;
import io.datasync.testkit.index.memory.Cut;
import io.datasync.testkit.index.memory.InMemoryStateIndex;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The state index in memory")
final class InMemoryStateIndexTest implements StateIndexContract {
    private final MovableClock clock = MovableClock.at("2026-04-23T10:00:00Z");
    private final InMemoryStateIndex index = new InMemoryStateIndex(clock);
    private final JobId job = newJobId();

    @BeforeEach
    void addJob() {
        index.addJob(job, RUNNER, "file:///archive");
    }

    @Override
    public InMemoryStateIndex index() {
        return index;
    }

    @Override
    public void addJob(JobId id, RunnerId runner, String archiveUrl) {
        index.addJob(id, runner, archiveUrl);
    }

    @Override
    public void disable(JobId id) {
        index.setEnabled(id, false);
    }

    @Override
    public void seal(JobId id, FolderName folder) throws SyncException {
        index.seal(id, folder);
    }

    @Override
    public List<RunFileRow> runFiles(RunId run) {
        return index.runFiles(run);
    }

    @Override
    public Optional<Instant> lastCycleAt(JobId id) {
        return index.lastCycleAt(id);
    }

    @Override
    public List<String> deeds(JobId id) {
        return index.deeds(id).stream().map(DeedRow::detail).toList();
    }

    @Override
    public List<VersionRow> versions(JobId id) {
        return index.versions(id);
    }

    @Override
    public List<String> alerts(JobId id) {
        return index.alerts(id).stream().map(AlertRow::summary).toList();
    }

    @Override
    public List<FindingRow> findings(JobId id) {
        return index.findings(id);
    }

    @Override
    public List<LossRow> losses(JobId id) {
        return index.losses(id);
    }

    @Test
    @DisplayName("Its time is the clock's")
    void itsTimeIsTheClocks() throws SyncException {
        clock.advance(Duration.ofHours(3));
        assertThat(index.<Object>transact(IndexTransaction::now)).isEqualTo(clock.instant());
    }

    @Test
    @DisplayName("A transaction is of no use after its end, to another thread, or within another")
    void aTransactionIsUsedWhereItBelongs() throws SyncException {
        List<IndexTransaction> kept = new ArrayList<>();
        index.transact(tx -> {
            kept.add(tx);
            return job;
        });
        assertThatThrownBy(() -> kept.get(0).now()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> index.transact(tx -> index.transact(IndexTransaction::now)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(index.inTransaction()).isFalse();
        assertThat(index.<Boolean>transact(tx -> index.inTransaction())).isTrue();
    }

    @Test
    @DisplayName("I-4 nothing of a job is written that was not locked or fenced")
    void aWriteNeedsTheJob() {
        assertThatThrownBy(() -> index.transact(tx -> tx.folder(job, FolderName.ROOT)))
                .isInstanceOf(IllegalStateException.class);
        RunId run = IndexSamples.newRunId();
        assertThatThrownBy(() -> index.transact(tx -> {
                    tx.insertRun(run(run, job));
                    return run;
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> index.transact(tx -> {
                    tx.updateJob(job, TOKEN, Optional.empty());
                    return run;
                }))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    @DisplayName("I-12 a cut before the commit leaves nothing, one after it leaves all, and both look alike")
    void cuts() throws SyncException {
        for (Cut cut : List.of(Cut.BEFORE_COMMIT, Cut.AFTER_COMMIT)) {
            FolderName name = RelativePath.known(cut + "/x").folder();
            index.cutNext(cut);
            assertThatThrownBy(() -> index.transact(tx -> {
                        tx.lockJob(job);
                        return tx.folder(job, name);
                    }))
                    .isInstanceOfSatisfying(SyncException.class, e -> {
                        assertThat(e.code()).isEqualTo(ErrorCode.INDEX_UNAVAILABLE);
                        assertThat(e.retryable()).isTrue();
                    });
            boolean there =
                    index.folders(job).stream().anyMatch(folder -> folder.name().equals(name));
            assertThat(there).isEqualTo(cut == Cut.AFTER_COMMIT);
        }
        AtomicInteger runs = new AtomicInteger();
        index.cutNext(Cut.RUN_TWICE);
        index.transact(tx -> {
            tx.lockJob(job);
            runs.incrementAndGet();
            return tx.folder(job, FolderName.ROOT);
        });
        assertThat(runs).hasValue(2);
        assertThat(index.folders(job)).hasSize(2);
    }
}
