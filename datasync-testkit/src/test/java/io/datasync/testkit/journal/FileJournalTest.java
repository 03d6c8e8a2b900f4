package io.datasync.testkit.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.Journal;
import io.datasync.core.journal.file.FileJournal;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.testkit.journal.memory.InMemoryJournal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileJournalTest implements JournalContract {
    /** At which a first scan has the number 1, as the twin's has. */
    static final InstantSource START = InstantSource.fixed(Instant.EPOCH);

    @TempDir
    Path place;

    private int crashes;

    private Path folder() {
        return place.resolve("journal-" + crashes);
    }

    @Override
    public Journal openEmpty() throws SyncException {
        return FileJournal.open(folder(), START);
    }

    @Override
    public Journal crash(Journal journal) throws SyncException {
        Path before = folder();
        crashes++;
        copy(before, folder());
        journal.close();
        return FileJournal.open(folder(), START);
    }

    static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.list(from)) {
            Files.createDirectories(to);
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @DisplayName(
            "I-8 random sequences of calls, cut by openings, leave the journal in files and its twin equal after each call")
    void theTwinsStayEqual() throws SyncException {
        for (long seed = 1; seed <= 10; seed++) {
            crashes++;
            Journal files = openEmpty();
            try (InMemoryJournal memory = new InMemoryJournal()) {
                JobJournal inMemory = memory.job(JOB);
                JournalScript first = new JournalScript(seed);
                JournalScript second = new JournalScript(seed);
                for (int step = 1; step <= 150; step++) {
                    String call = first.step(files.job(JOB));
                    assertThat(call).describedAs("seed %d, step %d", seed, step).isEqualTo(second.step(inMemory));
                    if (step % 7 == 0) {
                        files.close();
                        files = FileJournal.open(folder(), START);
                    }
                    assertThat(JournalState.of(files.job(JOB)))
                            .describedAs("seed %d, step %d, %s", seed, step, call)
                            .isEqualTo(JournalState.of(inMemory));
                }
            } finally {
                files.close();
            }
        }
    }

    @Test
    @DisplayName("a journal whose log was written anew holds what it held")
    void aShorterLogHoldsTheSame() throws Exception {
        List<SourceEntry> entries = IntStream.range(0, 1_500)
                .mapToObj(i -> JournalSamples.file("2026-04-23/part-" + i, i, i))
                .toList();
        JournalState before;
        long firstRound = 0;
        long largest = 0;
        try (Journal journal = openEmpty()) {
            JobJournal job = journal.job(JOB);
            long scan = job.beginScan();
            for (int round = 0; round < 20; round++) {
                job.observe(scan, entries);
                largest = Math.max(largest, Files.size(folder().resolve("journal.log")));
                firstRound = round == 0 ? largest : firstRound;
            }
            job.recordVerified(
                    scan,
                    entries.stream().map(entry -> JournalSamples.fact(entry, 1)).toList());
            job.acknowledge(700);
            job.stageVanished(scan, entries.subList(0, 9));
            before = JournalState.of(job);
        }
        assertThat(largest).isLessThan(15 * firstRound);
        try (Journal journal = openEmpty()) {
            assertThat(JournalState.of(journal.job(JOB))).isEqualTo(before);
            assertThat(journal.job(JOB).vanishCensus(1).vanished()).isEqualTo(0);
            assertThat(journal.job(JOB).unreported(1).get(0).number()).isEqualTo(701);
            assertThat(journal.job(JOB).applyVanished(1, NOON)).isZero();
            assertThat(journal.job(JOB).counts().verified()).isEqualTo(1_491);
        }
    }

    @Test
    @DisplayName("D-21 the first scan of a new journal has a higher number than any in a lost one")
    void theFirstScanIsNumberedByTheClock() throws SyncException {
        InstantSource now = InstantSource.fixed(Instant.parse("2026-04-23T10:00:00Z"));
        try (Journal journal = FileJournal.open(folder(), now)) {
            assertThat(journal.job(JOB).beginScan()).isEqualTo(now.millis() + 1);
        }
        try (Journal journal = FileJournal.open(folder(), START)) {
            assertThat(journal.job(JOB).beginScan()).isEqualTo(now.millis() + 2);
        }
    }

    @Test
    @DisplayName("one at a time works with a folder; who only looks makes nothing, sees all of it, and changes nothing")
    void oneAtATime() throws SyncException {
        assertThat(JournalState.of(FileJournal.readOnly(folder()).job(JOB)).entries())
                .isEmpty();
        assertThat(folder()).doesNotExist();
        try (Journal journal = openEmpty()) {
            JobJournal job = journal.job(JOB);
            long scan = job.beginScan();
            job.observe(scan, List.of(JournalSamples.file("a", 1, 1)));
            assertThatThrownBy(this::openEmpty).isInstanceOfSatisfying(SyncException.class, e -> assertThat(e.code())
                    .isEqualTo(ErrorCode.HOME_BUSY));
            JobJournal look = FileJournal.readOnly(folder()).job(JOB);
            assertThat(JournalState.of(look)).isEqualTo(JournalState.of(job));
            assertThatThrownBy(look::beginScan).isInstanceOf(IllegalStateException.class);
        }
        openEmpty().close();
    }

    @Test
    @DisplayName("a call that fails in its middle changes nothing, and the next one works")
    void aFailingCallChangesNothing() throws SyncException {
        try (Journal journal = openEmpty()) {
            JobJournal job = journal.job(JOB);
            long scan = job.beginScan();
            List<SourceEntry> broken = new ArrayList<>();
            broken.add(JournalSamples.file("a", 1, 1));
            broken.add(null);
            assertThatThrownBy(() -> job.observe(scan, broken)).isInstanceOf(NullPointerException.class);
            assertThat(job.counts().pending()).isZero();
            job.observe(scan, broken.subList(0, 1));
            assertThat(job.counts().pending()).isEqualTo(1);
        }
    }
}
