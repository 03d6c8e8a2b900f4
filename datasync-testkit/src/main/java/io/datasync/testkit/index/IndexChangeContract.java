package io.datasync.testkit.index;

import static io.datasync.testkit.index.IndexSamples.NOON;
import static io.datasync.testkit.index.IndexSamples.digest;
import static io.datasync.testkit.index.IndexSamples.newRunId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.VersionRow;
import io.datasync.core.index.notice.AlertRow;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What changed files used to be, and alerts about jobs. */
interface IndexChangeContract extends IndexSteps {
    private static VersionRow version(String path, long ticks, int content, RunId run) {
        return new VersionRow(
                new Fact(SourceEntry.file(RelativePath.known(path), 7, ticks), digest(content), NOON),
                NOON.plusSeconds(ticks),
                run);
    }

    private void insert(JobId job, List<VersionRow> versions) throws SyncException {
        index().transact(tx -> {
            tx.lockJob(job);
            tx.insertVersions(tx.folder(job, DAY).id(), versions);
            return job;
        });
    }

    @Test
    @DisplayName("CORE-11 what a file used to be is kept once for each path, time and digest, and never changed")
    default void aVersionIsKeptOnce() throws SyncException {
        JobId job = newJob();
        JobId neighbour = newJob();
        RunId first = newRunId();
        RunId second = newRunId();
        VersionRow oldest = version("2026-04-23/a", 1, 1, first);
        VersionRow later = version("2026-04-23/a", 2, 1, first);
        VersionRow other = version("2026-04-23/b", 1, 2, first);
        insert(job, List.of(oldest, other));
        insert(job, List.of(version("2026-04-23/a", 1, 1, second), later));
        insert(job, List.of());
        insert(neighbour, List.of(other));
        assertThat(versions(job)).containsExactly(oldest, later, other);
        assertThat(versions(neighbour)).containsExactly(other);
        insert(job, List.of(version("2026-04-23/b", 1, 3, second)));
        assertThat(versions(job)).hasSize(4);
    }

    @Test
    @DisplayName("D-12 of each kind a job has one alert that lives; it stands or falls with its transaction")
    default void oneAlertLives() throws SyncException {
        JobId job = newJob();
        JobId neighbour = newJob();
        assertThat(raise(job, "first")).isTrue();
        assertThat(raise(job, "again")).isFalse();
        assertThat(raise(neighbour, "another job's")).isTrue();
        assertThat(alerts(job)).containsExactly("again");

        assertThatThrownBy(() -> index().transact(tx -> {
                    tx.lockJob(job);
                    tx.resolveAlert(job, AlertRow.Kind.MASS_CHANGE);
                    throw SyncException.permanent(ErrorCode.JOB_BUSY, "after the end");
                }))
                .hasMessage("after the end");
        assertThat(alerts(job)).containsExactly("again");

        resolve(job);
        resolve(job);
        assertThat(alerts(job)).isEmpty();
        assertThat(alerts(neighbour)).containsExactly("another job's");
        assertThat(raise(job, "anew")).isTrue();
        assertThat(alerts(job)).containsExactly("anew");
        resolve(job);
        assertThat(alerts(job)).isEmpty();
    }

    @Test
    @DisplayName("CORE-10 an alert that lives tells its files, as they were raised last; of each kind by itself")
    default void anAlertTellsItsFiles() throws SyncException {
        JobId job = newJob();
        assertThat(files(job)).isEmpty();
        AlertRow.Files one = new AlertRow.Files(1, Optional.of(RelativePath.parse("2026-04-23/ü b")));
        AlertRow.Files more = new AlertRow.Files(5_000_000_000L, one.first());
        for (AlertRow.Files each : List.of(one, more)) {
            index().transact(tx -> {
                tx.lockJob(job);
                return tx.raiseAlert(new AlertRow(AlertRow.Kind.FILE_LOST, RUNNER, job, each, "lost: " + each.count()));
            });
            assertThat(files(job)).contains(each);
        }
        raise(job, "another kind");
        resolve(job);
        assertThat(files(job)).contains(more);
        assertThat(files(newJob())).isEmpty();
    }

    private Optional<AlertRow.Files> files(JobId job) throws SyncException {
        return index().transact(tx -> {
            tx.lockJob(job);
            return tx.alertedFiles(job, AlertRow.Kind.FILE_LOST);
        });
    }

    private boolean raise(JobId job, String summary) throws SyncException {
        return index().transact(tx -> {
            tx.lockJob(job);
            var files = new AlertRow.Files(summary.length(), Optional.empty());
            return tx.raiseAlert(new AlertRow(AlertRow.Kind.MASS_CHANGE, RUNNER, job, files, summary));
        });
    }

    private void resolve(JobId job) throws SyncException {
        index().transact(tx -> {
            tx.lockJob(job);
            tx.resolveAlert(job, AlertRow.Kind.MASS_CHANGE);
            return job;
        });
    }
}
