package io.datasync.testkit.index;

import static io.datasync.testkit.index.IndexSamples.NOON;
import static io.datasync.testkit.index.IndexSamples.fact;
import static io.datasync.testkit.index.IndexSamples.newJobId;
import static io.datasync.testkit.index.IndexSamples.newRunId;
import static io.datasync.testkit.index.IndexSamples.result;
import static io.datasync.testkit.index.IndexSamples.row;
import static io.datasync.testkit.index.IndexSamples.run;
import static io.datasync.testkit.index.IndexSteps.verified;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.IndexTransaction;
import io.datasync.core.index.RunFileRow;
import io.datasync.core.index.RunRow;
import io.datasync.core.index.notice.LossRow;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunState;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Runs, their files, and losses. */
interface IndexRunContract extends IndexSteps {
    @Test
    @DisplayName("A run is read as it was written, from its beginning to its end")
    default void aRunIsReadAsWritten() throws SyncException {
        JobId job = newJob();
        RunId id = newRunId();
        RunRow opened = new RunRow(
                id,
                job,
                RunState.OPEN,
                new FencingToken(999_999_999_999_999_999L, 999_999_999_999_999_999L),
                true,
                Optional.of(newRunId()),
                NOON,
                NOON.plusSeconds(1),
                NOON.plusSeconds(2),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        RunRow heard = opened.heard(RunState.RUNNING, NOON.plusSeconds(3), Duration.ofMinutes(5));
        RunRow ended = heard.ended(
                RunState.FAILED, NOON.plusSeconds(4), Optional.of(result()), Optional.of(ErrorCode.SHARE_FULL));
        index().transact(tx -> {
            tx.lockJob(job);
            tx.insertRun(opened);
            return job;
        });
        assertThat(index().<Optional<RunRow>>transact(tx -> tx.run(id))).contains(opened);
        for (RunRow next : List.of(heard, ended)) {
            update(job, next);
            assertThat(index().<Optional<RunRow>>transact(tx -> tx.run(id))).contains(next);
        }
    }

    private void update(JobId job, RunRow run) throws SyncException {
        index().transact(tx -> {
            tx.lockJob(job);
            tx.updateRun(run);
            return job;
        });
    }

    @Test
    @DisplayName("I-5 a run that has ended cannot be changed")
    default void anEndedRunCannotBeChanged() throws SyncException {
        JobId job = newJob();
        for (RunState terminal : List.of(RunState.SUCCESS, RunState.PARTIAL, RunState.FAILED, RunState.ORPHANED)) {
            RunId id = open(job);
            RunRow ended = run(id, job).ended(terminal, NOON, Optional.empty(), Optional.empty());
            update(job, ended);
            assertThatThrownBy(() -> update(job, run(id, job))).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> update(job, ended)).isInstanceOf(IllegalStateException.class);
            assertThat(index().<Optional<RunRow>>transact(tx -> tx.run(id))).contains(ended);
        }
        RunId unknown = newRunId();
        assertThatThrownBy(() -> update(job, run(unknown, job))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @DisplayName("D-23 leases are renewed for runs that are alive and the runner's own, and never shortened")
    default void leasesAreRenewed() throws SyncException {
        JobId job = newJob();
        JobId foreign = newJobId();
        addJob(foreign, OTHER_RUNNER, "file:///archive/" + foreign);
        RunId ended = open(job);
        RunRow endedRow = run(ended, job).ended(RunState.SUCCESS, NOON, Optional.empty(), Optional.empty());
        update(job, endedRow);
        RunId live = open(job);
        RunId other = open(foreign);
        RunRow otherRow = index().transact(tx -> tx.run(other)).orElseThrow();

        Instant now = index().transact(IndexTransaction::now);
        List<RunId> named = List.of(live, ended, other, newRunId(), live);
        int renewed = index().transact(tx -> tx.renewLeases(RUNNER, named, Duration.ofHours(1)));
        assertThat(renewed).isEqualTo(1);
        RunRow row = index().transact(tx -> tx.run(live)).orElseThrow();
        assertThat(row.leaseUntil()).isAfterOrEqualTo(now.plus(Duration.ofHours(1)));
        assertThat(row.lastActivityAt()).isAfterOrEqualTo(now);
        assertThat(row.state()).isEqualTo(RunState.OPEN);
        assertThat(index().<Optional<RunRow>>transact(tx -> tx.run(ended))).contains(endedRow);
        assertThat(index().<Optional<RunRow>>transact(tx -> tx.run(other))).contains(otherRow);

        index().transact(tx -> tx.renewLeases(RUNNER, List.of(live), Duration.ofSeconds(1)));
        assertThat(index().<Optional<RunRow>>transact(tx -> tx.run(live))
                        .orElseThrow()
                        .leaseUntil())
                .isEqualTo(row.leaseUntil());
        assertThat(index().<Integer>transact(tx -> tx.renewLeases(RUNNER, List.of(), Duration.ofHours(1))))
                .isZero();
    }

    @Test
    @DisplayName("RUN-8 a run keeps the newest outcome of each of its files")
    default void aRunKeepsTheNewestOutcome() throws SyncException {
        JobId job = newJob();
        RunId run = open(job);
        RunId other = open(job);
        RunFileRow failed = new RunFileRow(
                RelativePath.known("2026-04-23/a"),
                RunFileRow.Outcome.FAILED,
                0,
                Optional.empty(),
                Optional.of(ErrorCode.FILE_UNREADABLE));
        RunFileRow lost = new RunFileRow(
                RelativePath.known("2026-04-23/b"),
                RunFileRow.Outcome.LOST,
                7,
                Optional.empty(),
                Optional.of(ErrorCode.FILE_VANISHED));
        writeFiles(job, run, List.of(failed, lost));
        writeFiles(job, other, List.of(failed));
        assertThat(runFiles(run)).containsExactly(failed, lost);
        writeFiles(job, run, List.of(verified("2026-04-23/a", 1)));
        assertThat(runFiles(run)).containsExactly(verified("2026-04-23/a", 1), lost);
        assertThat(runFiles(other)).containsExactly(failed);
    }

    private void writeFiles(JobId job, RunId run, List<RunFileRow> files) throws SyncException {
        index().transact(tx -> {
            tx.lockJob(job);
            tx.upsertRunFiles(run, files);
            return files;
        });
    }

    private List<LossRow> insert(JobId job, RunId run, List<LossRow> losses) throws SyncException {
        return index().transact(tx -> {
            tx.lockJob(job);
            return tx.insertLosses(job, run, losses);
        });
    }

    @Test
    @DisplayName(
            "CORE-10 a loss is noted once for each path, size and time, with what is archived of the file, and never changed")
    default void aLossIsNotedOnce() throws SyncException {
        JobId job = newJob();
        JobId neighbour = newJob();
        RunId run = open(job);
        SourceEntry entry = fact("2026-04-23/a", 1).entry();
        LossRow first =
                new LossRow(entry, NOON, Optional.of(fact("2026-04-23/a", 7).digest()));
        LossRow again = new LossRow(entry, NOON.plusSeconds(1));
        LossRow larger = new LossRow(SourceEntry.file(entry.path(), 2, entry.ticks()), NOON);
        LossRow later = new LossRow(SourceEntry.file(entry.path(), 1, entry.ticks() + 1), NOON);
        assertThat(insert(job, run, List.of(first))).containsExactly(first);
        assertThat(insert(job, run, List.of(again, larger))).containsExactly(larger);
        assertThat(insert(job, run, List.of(later, first, later))).containsExactly(later);
        assertThat(insert(job, run, List.of(first, later))).isEmpty();
        assertThat(insert(job, run, List.of())).isEmpty();
        assertThat(losses(job)).containsExactlyInAnyOrder(first, larger, later);
        assertThat(losses(neighbour)).isEmpty();
    }
}
