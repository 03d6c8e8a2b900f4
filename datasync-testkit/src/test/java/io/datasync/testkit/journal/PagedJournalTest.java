package io.datasync.testkit.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.Journal;
import io.datasync.core.journal.JournalCursor;
import io.datasync.core.journal.file.FileJournal;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.testkit.corpus.FileTree;
import io.datasync.testkit.journal.memory.InMemoryJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal in plain files that writes its pages after every few changes: the same contract, and what damage of pages comes to. */
final class PagedJournalTest implements JournalContract {
    private static final int CHANGED_MAX = 2;

    @TempDir
    Path place;

    private int crashes;

    private Path folder() {
        return place.resolve("journal-" + crashes);
    }

    private static Journal open(Path folder) throws SyncException {
        return FileJournal.open(folder, FileJournalTest.START, CHANGED_MAX);
    }

    @Override
    public Journal openEmpty() throws SyncException {
        return open(folder());
    }

    @Override
    public Journal crash(Journal journal) throws SyncException {
        Path before = folder();
        crashes++;
        FileJournalTest.copy(before, folder());
        journal.close();
        return open(folder());
    }

    @Test
    @DisplayName(
            "I-8 random sequences of calls, cut by openings, leave the journal in pages and its twin equal after each call")
    void theTwinsStayEqual() throws Exception {
        for (long seed = 1; seed <= 8; seed++) {
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
                        files = openEmpty();
                    }
                    assertThat(JournalState.of(files.job(JOB)))
                            .describedAs("seed %d, step %d, %s", seed, step, call)
                            .isEqualTo(JournalState.of(inMemory));
                }
                assertThat(pageFiles(folder())).hasSize(1);
            } finally {
                files.close();
            }
        }
    }

    private static List<Path> pageFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".pages")).toList();
        }
    }

    private static List<SourceEntry> entries(int count, long ticks) {
        return IntStream.range(0, count)
                .mapToObj(i -> JournalSamples.file("2026-04-23/part-" + i, i, ticks))
                .toList();
    }

    @Test
    @DisplayName("a cursor gives what was known when it was opened, whatever is written, and written anew, meanwhile")
    void aCursorOverWriting() throws Exception {
        try (Journal journal = openEmpty()) {
            JobJournal job = journal.job(JOB);
            long scan = job.beginScan();
            job.observe(scan, entries(1_000, 1));
            Path first = pageFiles(folder()).get(0);
            try (JournalCursor cursor = job.entries(entries(1, 1).get(0).path().folder())) {
                int read = 0;
                for (var entry = cursor.next(); entry != null; entry = cursor.next()) {
                    assertThat(entry.observed().ticks()).isEqualTo(1);
                    if (read++ % 100 == 0) {
                        job.observe(scan, entries(1_000, 2 + read));
                    }
                }
                assertThat(read).isEqualTo(1_000);
            }
            assertThat(first).doesNotExist();
            assertThat(pageFiles(folder())).hasSize(1);
            assertThat(job.counts().pending()).isEqualTo(1_000);
        }
    }

    @Test
    @DisplayName(
            "what was shortened knows what it knew before, and has a shorter log; where it cannot be written nothing changes")
    void shortened() throws Exception {
        Path log = folder().resolve("journal.log");
        JournalState before;
        try (FileJournal journal = FileJournal.open(folder(), FileJournalTest.START)) {
            JobJournal job = journal.job(JOB);
            job.observe(job.beginScan(), entries(1_500, 1));
            before = JournalState.of(job);
            long longLog = Files.size(log);
            journal.shorten();
            assertThat(Files.size(log)).isLessThan(longLog / 10);
            assertThat(JournalState.of(job)).isEqualTo(before);

            byte[] shortLog = Files.readAllBytes(log);
            journal.shorten();
            assertThat(log).hasBinaryContent(shortLog);
        }
        try (FileJournal journal = FileJournal.open(folder(), FileJournalTest.START)) {
            assertThat(JournalState.of(journal.job(JOB))).isEqualTo(before);
            JobJournal job = journal.job(JOB);
            job.observe(job.beginScan(), entries(1_500, 2));
            before = JournalState.of(job);
            Files.createDirectories(folder().resolve("journal.log.new"));
            journal.shorten();
            assertThat(JournalState.of(job)).isEqualTo(before);
        }
        Files.delete(folder().resolve("journal.log.new"));
        try (FileJournal journal = FileJournal.open(folder(), FileJournalTest.START)) {
            assertThat(JournalState.of(journal.job(JOB))).isEqualTo(before);
        }
    }

    @Test
    @DisplayName("a journal that is closed, or open for looking only, is not shortened")
    void notShortened() throws Exception {
        FileJournal closed = FileJournal.open(folder(), FileJournalTest.START);
        closed.close();
        assertThatThrownBy(closed::shorten).isInstanceOf(IllegalStateException.class);
        try (FileJournal looking = FileJournal.readOnly(folder())) {
            assertThatThrownBy(looking::shorten).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    @DisplayName("I-8 a log cut at any byte holds every call before the cut, whole, with its pages")
    void cutAtEveryByte() throws Exception {
        List<JournalState> states = new ArrayList<>();
        List<Long> lengths = new ArrayList<>();
        JournalScript script = new JournalScript(42);
        Path whole = place.resolve("whole");
        try (Journal journal = open(whole)) {
            JobJournal job = journal.job(JOB);
            for (int call = 0; call < 12; call++) {
                lengths.add(Files.size(whole.resolve("journal.log")));
                states.add(JournalState.of(job));
                script.step(job);
            }
        }
        byte[] log = Files.readAllBytes(whole.resolve("journal.log"));
        Path cut = place.resolve("cut");
        for (long length = lengths.get(0); length <= log.length; length += 7) {
            FileTree.delete(cut);
            FileJournalTest.copy(whole, cut);
            Files.write(cut.resolve("journal.log"), Arrays.copyOf(log, (int) length));
            JournalState opened = opened(cut);
            int before = 0;
            while (before + 1 < lengths.size() && lengths.get(before + 1) <= length) {
                before++;
            }
            List<JournalState> possible = states.subList(before, Math.min(before + 2, states.size()));
            if (length < lengths.get(lengths.size() - 1)) {
                assertThat(opened).as("cut at %d", length).isIn(possible);
            }
            if (lengths.contains(length)) {
                assertThat(opened).as("cut at %d", length).isEqualTo(states.get(before));
            }
        }
    }

    private static JournalState opened(Path folder) throws SyncException {
        try (Journal journal = open(folder)) {
            return JournalState.of(journal.job(JOB));
        }
    }

    @Test
    @DisplayName("I-8 a flipped bit, a missing end or a missing file of pages is damage, never a smaller memory")
    void damagedPages() throws Exception {
        Path whole = place.resolve("whole");
        JournalState state;
        try (Journal journal = open(whole)) {
            JobJournal job = journal.job(JOB);
            job.observe(job.beginScan(), entries(40, 1));
            state = JournalState.of(job);
        }
        Path name = Objects.requireNonNull(pageFiles(whole).get(0).getFileName());
        byte[] pages = Files.readAllBytes(whole.resolve(name));
        Path damaged = place.resolve("damaged");
        FileJournalTest.copy(whole, damaged);
        for (int at = 0; at < pages.length; at += at < 100 ? 1 : 11) {
            byte[] flipped = pages.clone();
            flipped[at] ^= (byte) (1 << (at % 8));
            Files.write(damaged.resolve(name), flipped);
            assertCorrupt(damaged, "flipped at " + at);
        }
        Files.write(damaged.resolve(name), Arrays.copyOf(pages, pages.length - 1));
        assertCorrupt(damaged, "cut");
        assertThatThrownBy(() -> FileJournal.readOnly(damaged)).isInstanceOf(SyncException.class);
        Files.write(damaged.resolve(name), Arrays.copyOf(pages, pages.length + 99));
        assertThat(opened(damaged)).isEqualTo(state);
        Files.delete(damaged.resolve(name));
        assertCorrupt(damaged, "without pages");
    }

    private static void assertCorrupt(Path folder, String what) {
        assertThatThrownBy(() -> opened(folder)).as(what).isInstanceOfSatisfying(SyncException.class, e -> assertThat(
                        e.code())
                .isEqualTo(ErrorCode.JOURNAL_CORRUPT));
    }

    @Test
    @DisplayName("AGT-5 a damaged journal is set aside with its pages")
    void settingAside() throws Exception {
        try (Journal journal = openEmpty()) {
            JobJournal job = journal.job(JOB);
            job.observe(job.beginScan(), entries(40, 1));
        }
        Path name = Objects.requireNonNull(pageFiles(folder()).get(0).getFileName());
        FileJournal.setAside(folder(), () -> NOON);

        assertThat(folder().resolve(name + ".corrupt-20260423T120000123Z")).exists();
        assertThat(opened(folder()).entries()).isEmpty();
        assertThat(folder().resolve(name + ".corrupt-20260423T120000123Z")).exists();
    }

    @Test
    @DisplayName("a log of a time before pages is read, however long, and who only looks at it sees the same")
    void aLogWithoutPages() throws Exception {
        JournalState state;
        try (Journal journal = FileJournal.open(folder(), FileJournalTest.START, 1_000_000)) {
            JobJournal job = journal.job(JOB);
            long scan = job.beginScan();
            job.observe(scan, entries(900, 1));
            job.recordVerified(
                    scan,
                    entries(500, 1).stream()
                            .map(entry -> JournalSamples.fact(entry, 1))
                            .toList());
            job.stageVanished(scan, entries(7, 1));
            state = JournalState.of(job);
        }
        assertThat(pageFiles(folder())).isEmpty();
        assertThat(JournalState.of(FileJournal.readOnly(folder()).job(JOB))).isEqualTo(state);
        assertThat(opened(folder())).isEqualTo(state);
        assertThat(pageFiles(folder())).hasSize(1);
        assertThat(opened(folder())).isEqualTo(state);
        assertThat(JournalState.of(FileJournal.readOnly(folder()).job(JOB))).isEqualTo(state);
    }

    @Test
    @DisplayName("how many changes are kept in memory is 1 to 1,000,000")
    void badArguments() {
        for (int bad : List.of(0, -1, 1_000_001)) {
            assertThatThrownBy(() -> FileJournal.open(folder(), FileJournalTest.START, bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(String.valueOf(bad));
        }
    }
}
