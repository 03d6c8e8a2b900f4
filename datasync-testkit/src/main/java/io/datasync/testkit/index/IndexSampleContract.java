package io.datasync.testkit.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.failure.SyncException;
import io.datasync.core.index.notice.SampleRow;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.path.RelativePath;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Files that the server has yet to read back (D-5). Those of other tests are taken with them, and left alone. */
interface IndexSampleContract extends StateIndexFixture, IndexSteps {
    Duration HOUR = Duration.ofHours(1);
    RunId RUN_1 = new RunId("sampled-run-1");
    RelativePath A = RelativePath.known("2026-04-23/a");
    RelativePath B = RelativePath.known("größe");

    private void add(JobId job, RunId run, List<RelativePath> paths) throws SyncException {
        index().transact(tx -> {
            tx.lockJob(job);
            tx.addSamples(job, run, paths);
            return paths;
        });
    }

    private List<SampleRow> claim(JobId job, Duration claim) throws SyncException {
        return index().<List<SampleRow>>transact(tx -> tx.claimSamples(claim, 1_000)).stream()
                .filter(sample -> sample.job().equals(job))
                .toList();
    }

    private boolean postpone(SampleRow sample, Duration by, boolean disputed) throws SyncException {
        return index().transact(tx -> tx.postponeSample(sample, by, disputed));
    }

    private boolean end(SampleRow sample) throws SyncException {
        return index().transact(tx -> tx.endSample(sample));
    }

    private long disputes(JobId job) throws SyncException {
        return index().transact(tx -> tx.disputes(job));
    }

    @Test
    @DisplayName("D-5 a file waits once, whichever run named it first; who takes it has it alone until it is put off")
    default void samplesAreTakenOnce() throws SyncException {
        JobId job = newJob();
        add(job, RUN_1, List.of(A, B));
        add(job, new RunId("sampled-run-2"), List.of(A));
        List<SampleRow> taken = claim(job, HOUR);
        assertThat(taken).extracting(SampleRow::path).containsExactlyInAnyOrder(A, B);
        assertThat(taken).allSatisfy(sample -> {
            assertThat(sample.run()).isEqualTo(RUN_1);
            assertThat(sample.disputed()).isFalse();
            assertThat(sample.dueAt()).isAfterOrEqualTo(sample.addedAt().plus(HOUR));
        });
        assertThat(claim(job, HOUR)).isEmpty();
        assertThat(postpone(taken.get(0), Duration.ZERO, false)).isTrue();
        assertThat(claim(job, HOUR))
                .extracting(SampleRow::path)
                .containsExactly(taken.get(0).path());
    }

    @Test
    @DisplayName("D-5 files that are due at once are taken in the order of their keys")
    default void samplesComeInOrder() throws SyncException {
        JobId job = newJob();
        List<RelativePath> paths = IntStream.range(0, 20)
                .mapToObj(number -> RelativePath.known("2026-04-23/" + number))
                .toList();
        add(job, RUN_1, paths);
        assertThat(claim(job, HOUR))
                .extracting(SampleRow::path)
                .containsExactlyElementsOf(paths.stream()
                        .sorted(Comparator.comparing(RelativePath::hash))
                        .toList());
    }

    @Test
    @DisplayName("D-5 who lost a file to somebody else, because it was slow, changes nothing of it")
    default void aStaleClaimChangesNothing() throws SyncException {
        JobId job = newJob();
        add(job, RUN_1, List.of(A));
        SampleRow first = claim(job, HOUR).get(0);
        postpone(first, Duration.ZERO, false);
        SampleRow second = claim(job, HOUR.plusSeconds(1)).get(0);
        assertThat(postpone(first, HOUR, true)).isFalse();
        assertThat(end(first)).isFalse();
        assertThat(disputes(job)).isZero();
        assertThat(end(second)).isTrue();
        assertThat(end(second)).isFalse();
        assertThat(claim(job, HOUR)).isEmpty();
        add(job, RUN_1, List.of(A));
        assertThat(claim(job, HOUR)).hasSize(1);
    }

    @Test
    @DisplayName("D-5 a disputed file stays so until it ends, and is its own job's alone")
    default void disputedSamples() throws SyncException {
        JobId job = newJob();
        JobId neighbour = newJob();
        add(job, RUN_1, List.of(A, B));
        add(neighbour, RUN_1, List.of(A));
        List<SampleRow> taken = claim(job, HOUR);
        postpone(taken.get(0), Duration.ZERO, true);
        assertThat(disputes(job)).isEqualTo(1);
        assertThat(disputes(neighbour)).isZero();
        SampleRow again = claim(job, HOUR).get(0);
        assertThat(again.disputed()).isTrue();
        end(taken.get(1));
        assertThat(disputes(job)).isEqualTo(1);
        end(again);
        assertThat(disputes(job)).isZero();
    }
}
