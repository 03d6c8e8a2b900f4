package io.datasync.testkit.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.Journal;
import io.datasync.core.journal.file.FileJournal;
import io.datasync.testkit.corpus.FileTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a journal in files after cuts, and after damage. */
final class TornJournalTest {
    private static final int CALLS = 11;

    @TempDir
    Path place;

    /** The state after each call, and how long the log was. */
    private final List<JournalState> states = new ArrayList<>();

    private final List<Integer> lengths = new ArrayList<>();
    private byte[] log = new byte[0];

    @BeforeEach
    void aLogOfSomeCalls() throws Exception {
        Path folder = place.resolve("whole");
        JournalScript script = new JournalScript(42);
        try (Journal journal = FileJournal.open(folder, FileJournalTest.START)) {
            JobJournal job = journal.job(JournalFixture.JOB);
            for (int call = 0; call <= CALLS; call++) {
                int length = (int) Files.size(folder.resolve("journal.log"));
                if (lengths.isEmpty() || length > lengths.get(lengths.size() - 1)) {
                    lengths.add(length);
                    states.add(JournalState.of(job));
                }
                script.step(job);
            }
        }
        log = Arrays.copyOf(Files.readAllBytes(folder.resolve("journal.log")), lengths.get(lengths.size() - 1));
        assertThat(states).hasSizeGreaterThan(6);
    }

    private Path written(byte[] content) throws IOException {
        Path folder = place.resolve("cut");
        FileTree.delete(folder);
        Files.createDirectories(folder);
        Files.write(folder.resolve("journal.log"), content);
        return folder;
    }

    private static JournalState opened(Path folder) throws SyncException {
        try (Journal journal = FileJournal.open(folder, FileJournalTest.START)) {
            return JournalState.of(journal.job(JournalFixture.JOB));
        }
    }

    /** The last call of which everything lies before this byte. */
    private int callBefore(int bytes) {
        int call = 0;
        while (call + 1 < lengths.size() && lengths.get(call + 1) <= bytes) {
            call++;
        }
        return call;
    }

    @Test
    @DisplayName("I-8 a log cut at any byte holds every call before the cut, whole, and is written on")
    void cutAtEveryByte() throws Exception {
        for (int cut = lengths.get(0); cut <= log.length; cut++) {
            Path folder = written(Arrays.copyOf(log, cut));
            assertThat(opened(folder)).as("cut at %d", cut).isEqualTo(states.get(callBefore(cut)));
            if (cut % 10 == 0) {
                writeOn(folder, states.get(callBefore(cut)));
            }
        }
    }

    private static void writeOn(Path folder, JournalState before) throws SyncException {
        try (Journal journal = FileJournal.open(folder, FileJournalTest.START)) {
            journal.job(JournalFixture.JOB).acceptSource("after the cut");
        }
        assertThat(opened(folder).sourceIdentity()).contains("after the cut");
        assertThat(opened(folder).entries()).isEqualTo(before.entries());
    }

    @Test
    @DisplayName("I-8 an end that was never written, but counted, is a torn end")
    void zerosAtTheEnd() throws Exception {
        for (int zeros : List.of(1, 19, 20, 21, 4096)) {
            byte[] longer = Arrays.copyOf(log, log.length + zeros);
            assertThat(opened(written(longer))).isEqualTo(states.get(states.size() - 1));
        }
    }

    @Test
    @DisplayName("I-8 one flipped bit anywhere but in the last record is damage, never a shorter memory")
    void everyFlippedBitIsNoticed() throws Exception {
        int last = lengths.get(lengths.size() - 2);
        for (int at = 0; at < log.length; at++) {
            byte[] damaged = log.clone();
            damaged[at] ^= (byte) (1 << (at % 8));
            Path folder = written(damaged);
            if (at < last) {
                assertThatThrownBy(() -> opened(folder))
                        .as("flipped at %d", at)
                        .isInstanceOfSatisfying(SyncException.class, e -> {
                            assertThat(e.code()).isEqualTo(ErrorCode.JOURNAL_CORRUPT);
                            assertThat(e.retryable()).isFalse();
                        });
                assertThat(folder.resolve("journal.log")).hasBinaryContent(damaged);
            } else {
                lastRecordIsGoneOrRefused(folder);
            }
        }
    }

    /** A damaged last record cannot be told from a torn one, unless its first bytes were never those of a record. */
    private void lastRecordIsGoneOrRefused(Path folder) {
        try {
            assertThat(opened(folder)).isEqualTo(states.get(states.size() - 2));
        } catch (SyncException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.JOURNAL_CORRUPT);
        }
    }

    @Test
    @DisplayName("I-8 a record that is missing, or stands twice, is damage")
    void missingAndRepeatedRecords() throws Exception {
        int from = lengths.get(3);
        int to = lengths.get(4);
        byte[] missing = Arrays.copyOf(log, log.length - (to - from));
        System.arraycopy(log, to, missing, from, log.length - to);
        byte[] twice = Arrays.copyOf(log, log.length + (to - from));
        System.arraycopy(log, from, twice, to, log.length - from);
        for (byte[] wrong : List.of(missing, twice, "something else".getBytes(StandardCharsets.UTF_8))) {
            Path folder = written(wrong);
            assertThatThrownBy(() -> opened(folder))
                    .isInstanceOfSatisfying(
                            SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.JOURNAL_CORRUPT));
        }
    }

    @Test
    @DisplayName("AGT-5 a damaged journal is set aside by the caller's choice, and an empty one takes its place")
    void settingAside() throws Exception {
        Path folder = written(new byte[100]);
        assertThatThrownBy(() -> opened(folder)).isInstanceOf(SyncException.class);
        Optional<Path> aside = FileJournal.setAside(folder, InstantSource.fixed(JournalFixture.NOON));
        assertThat(aside.orElseThrow())
                .hasFileName("journal.log.corrupt-20260423T120000123Z")
                .hasSize(100);
        assertThat(opened(folder).entries()).isEmpty();
        Path empty = place.resolve("empty");
        assertThat(FileJournal.setAside(empty, FileJournalTest.START)).isEmpty();
        assertThat(empty).doesNotExist();
    }

    @Test
    @DisplayName("I-8 what is left of a shorter log that was never put in place is of no matter")
    void leftOfAShorterLog() throws Exception {
        Path folder = written(log);
        Files.write(folder.resolve("journal.log.new"), new byte[] {1, 2, 3});
        assertThat(opened(folder)).isEqualTo(states.get(states.size() - 1));
    }
}
