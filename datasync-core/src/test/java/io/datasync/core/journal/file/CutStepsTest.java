package io.datasync.core.journal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.file.log.LogStep;
import io.datasync.core.lease.JobId;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that ends between two steps of the log. */
final class CutStepsTest {
    private static final JobId JOB = new JobId("geometry");
    private static final InstantSource START = InstantSource.fixed(Instant.EPOCH);

    @TempDir
    Path place;

    /** The end of a process. */
    private static final class Cut extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Cuts at the nth step, counted from 0. */
    private static final class Knife implements Consumer<LogStep> {
        private int left;
        private Optional<LogStep> cutAt = Optional.empty();

        Knife(int left) {
            this.left = left;
        }

        @Override
        public void accept(LogStep step) {
            if (left-- == 0) {
                cutAt = Optional.of(step);
                throw new Cut();
            }
        }
    }

    private static List<SourceEntry> files(int round) {
        return IntStream.range(0, 1_100)
                .mapToObj(i -> SourceEntry.file(RelativePath.known("a/" + i), round, i))
                .toList();
    }

    /** With all changes in memory, and with pages that are written now and then, also into a new file. */
    @ParameterizedTest
    @ValueSource(ints = {10_000, 40})
    @DisplayName(
            "I-8 a cut at any step of writing, and of writing anew, leaves each call whole or undone, and what returned done")
    void cutAtEveryStep(int changedMax) throws Exception {
        boolean wholeRun = false;
        Set<LogStep> cuts = EnumSet.noneOf(LogStep.class);
        for (int step = 2; !wholeRun; step++) {
            Path folder = place.resolve("cut-" + step);
            Knife knife = new Knife(step);
            int returned = returnedRounds(folder, knife, changedMax);
            wholeRun = knife.cutAt.isEmpty();
            knife.cutAt.ifPresent(cuts::add);
            try (FileJournal after = FileJournal.open(folder, START, changedMax)) {
                JobJournal job = after.job(JOB);
                long last = job.pending(Optional.empty(), 2_000).stream()
                        .mapToLong(SourceEntry::sizeBytes)
                        .distinct()
                        .reduce(0, (a, b) -> a + b);
                assertThat(last).as("one round alone, cut at step %d", step).isBetween((long) returned, returned + 1L);
                assertThat(job.counts().pending()).isIn(0L, 1_100L);
                job.observe(job.beginScan(), files(99));
                assertThat(pageFiles(folder))
                        .as("page files after a cut at step %d", step)
                        .hasSizeLessThan(2);
            }
            try (FileJournal again = FileJournal.open(folder, START, changedMax)) {
                assertThat(again.job(JOB).pending(Optional.empty(), 1).get(0).sizeBytes())
                        .isEqualTo(99);
            }
        }
        assertThat(cuts).containsExactlyInAnyOrder(LogStep.values());
    }

    private static List<Path> pageFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".pages")).toList();
        }
    }

    private static int returnedRounds(Path folder, Knife knife, int changedMax) throws SyncException {
        int returned = 0;
        try (FileJournal journal = FileJournal.open(folder, START, knife, changedMax)) {
            JobJournal job = journal.job(JOB);
            long scan = job.beginScan();
            for (int round = 1; round <= (changedMax == 40 ? 5 : 14); round++) {
                job.observe(scan, files(round));
                returned = round;
            }
            journal.shorten();
        } catch (Cut cut) {
            return returned;
        }
        return returned;
    }

    @Test
    @DisplayName("I-12 a call that failed may be made again: nothing of it is left, and nothing before it is lost")
    void aFailedCallIsRepeated() throws Exception {
        Path folder = place.resolve("failing");
        try (FileJournal journal = FileJournal.open(folder, START)) {
            journal.job(JOB).observe(journal.job(JOB).beginScan(), files(1));
        }
        Path log = folder.resolve("journal.log");
        Path kept = folder.resolve("kept");
        try (FileJournal journal = FileJournal.open(folder, START)) {
            JobJournal job = journal.job(JOB);
            // A folder in the place of the log's file cannot be written.
            Files.move(log, kept);
            Files.createDirectory(log);
            assertThatThrownBy(() -> job.observe(1, files(2))).isInstanceOfSatisfying(SyncException.class, e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.JOURNAL_IO);
                assertThat(e.retryable()).isTrue();
            });
            assertThat(job.pending(Optional.empty(), 1).get(0).sizeBytes()).isEqualTo(1);
            Files.delete(log);
            Files.move(kept, log);
            job.observe(1, files(2));
            assertThat(job.pending(Optional.empty(), 1).get(0).sizeBytes()).isEqualTo(2);
        }
        try (FileJournal journal = FileJournal.open(folder, START)) {
            assertThat(journal.job(JOB).pending(Optional.empty(), 1).get(0).sizeBytes())
                    .isEqualTo(2);
        }
    }
}
