package io.datasync.testkit.archiver;

import static io.datasync.testkit.archiver.Trees.write;
import static io.datasync.testkit.corpus.FileTree.snapshot;
import static io.datasync.testkit.fault.Verdict.fails;
import static io.datasync.testkit.fault.Verdict.goOn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.archiver.Archiver;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.purge.Volume;
import io.datasync.core.store.directory.DirectoryOptions;
import io.datasync.core.store.directory.DirectoryStore;
import io.datasync.core.verify.archive.Verdict;
import io.datasync.core.verify.archive.Verification;
import io.datasync.core.verify.archive.VerifiedFile;
import io.datasync.testkit.fault.Verdict.FlippedBit;
import io.datasync.testkit.store.fault.FaultyStore;
import io.datasync.testkit.store.fault.StoreMethod;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** D-5: everything that is archived, read back. */
final class VerifyTest extends OneArchiver {
    private Verification verify(int threads) throws SyncException {
        try (Archiver archiver = builder().threads(threads).build()) {
            return archiver.verify();
        }
    }

    private Verification verify() throws SyncException {
        return verify(2);
    }

    private static Map<Verdict, Volume> found(Verification result) {
        return result.verdicts().entrySet().stream()
                .filter(each -> !each.getValue().isNone())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static List<String> named(Verification result) {
        return result.named().stream()
                .map(file -> file.verdict().text() + " " + file.path())
                .toList();
    }

    private static void flip(Path file, long at) throws Exception {
        FileTime time = Files.getLastModifiedTime(file);
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(at);
            int old = bytes.read();
            bytes.seek(at);
            bytes.write(old ^ 1);
        }
        Files.setLastModifiedTime(file, time);
    }

    private void threeFiles() throws Exception {
        write(source, "a", "");
        write(source, "d/b", "22");
        write(source, "d/e/c", "333");
        archive();
    }

    @ParameterizedTest(name = "with {0} threads")
    @ValueSource(ints = {1, 3})
    @DisplayName("D-5 a sound archive is found equal to the source, byte for byte, and nothing is written anywhere")
    void sound(int threads) throws Exception {
        threeFiles();
        var sourceBefore = snapshot(source);
        var archiveBefore = snapshot(archive);
        Verification result = verify(threads);
        assertThat(found(result)).isEqualTo(Map.of(Verdict.EQUAL, new Volume(3, 5)));
        assertThat(result.isSound()).isTrue();
        assertThat(result.total()).isEqualTo(new Volume(3, 5));
        assertThat(result.named()).isEmpty();
        assertThat(result.sourceUnavailable()).isEmpty();
        assertThat(snapshot(source)).isEqualTo(sourceBefore);
        assertThat(snapshot(archive)).isEqualTo(archiveBefore);
    }

    @ParameterizedTest(name = "with {0} threads")
    @ValueSource(ints = {1, 3})
    @DisplayName(
            "D-5 a flipped bit, a file cut short or grown, and one that is gone are each found and named, and left as they are")
    void faults(int threads) throws Exception {
        for (String name : List.of("f/cut", "f/flipped", "f/gone", "f/grown", "f/right")) {
            write(source, name, "123456789");
        }
        archive();
        flip(archive.resolve("f/flipped"), 8);
        try (RandomAccessFile file =
                new RandomAccessFile(archive.resolve("f/cut").toFile(), "rw")) {
            file.setLength(8);
        }
        Files.writeString(archive.resolve("f/grown"), "1234567890");
        Files.delete(archive.resolve("f/gone"));
        var archiveBefore = snapshot(archive);
        for (int i = 0; i < 2; i++) {
            Verification result = verify(threads);
            assertThat(named(result))
                    .containsExactly("differs f/cut", "differs f/flipped", "missing f/gone", "differs f/grown");
            assertThat(found(result))
                    .isEqualTo(Map.of(
                            Verdict.EQUAL, new Volume(1, 9),
                            Verdict.DIFFERS, new Volume(3, 27),
                            Verdict.MISSING, new Volume(1, 9)));
            assertThat(result.isSound()).isFalse();
            assertThat(result.named())
                    .extracting(file -> file.why().code())
                    .containsOnly(ErrorCode.CONTENT_DIFFERS, ErrorCode.NAME_MISSING);
        }
        assertThat(snapshot(archive)).isEqualTo(archiveBefore);
    }

    @Test
    @DisplayName("D-5 a bit that flipped deep inside a large file is found")
    void flippedInLargeFile() throws Exception {
        byte[] content = new byte[700_001];
        Arrays.fill(content, (byte) 7);
        Files.write(source.resolve("large"), content);
        archive();
        assertThat(found(verify())).isEqualTo(Map.of(Verdict.EQUAL, new Volume(1, content.length)));
        flip(archive.resolve("large"), content.length - 1);
        assertThat(named(verify())).containsExactly("differs large");
    }

    @Test
    @DisplayName(
            "D-5 a file that changed at the source since is not compared with it; the archive's bytes are proven by their digest")
    void changedSource() throws Exception {
        threeFiles();
        write(source, "d/b", "23", Instant.EPOCH);
        Files.delete(source.resolve("a"));
        Verification result = verify();
        assertThat(found(result)).isEqualTo(Map.of(Verdict.PROVEN, new Volume(2, 2), Verdict.EQUAL, new Volume(1, 3)));
        assertThat(result.isSound()).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"23", "2"})
    @DisplayName("D-5 a source that has other bytes behind the same size and time is a fault of its own")
    void sourceDiffers(String other) throws Exception {
        write(source, "d/b", "2" + "2".repeat(other.length() - 1));
        archive();
        write(source, "d/b", "9" + other.substring(1));
        Verification result = verify();
        assertThat(named(result)).containsExactly("source_differs d/b");
        assertThat(result.isSound()).isFalse();
    }

    @Test
    @DisplayName(
            "D-1 a file that its source deleted is read back too, by the digest kept beside it; a foreign file cannot be judged")
    void unknownFiles() throws Exception {
        threeFiles();
        write(source, "d/later", "4444");
        archive();
        Files.delete(source.resolve("d/b"));
        Files.delete(source.resolve("d/e/c"));
        archive();
        write(archive, "d/foreign", "666666");
        assertThat(found(verify()))
                .isEqualTo(Map.of(
                        Verdict.EQUAL, new Volume(2, 4),
                        Verdict.KEPT, new Volume(2, 5),
                        Verdict.UNPROVEN, new Volume(1, 6)));
        flip(archive.resolve("d/b"), 1);
        assertThat(named(verify())).containsExactly("differs d/b");
    }

    @Test
    @DisplayName("D-2 a source that is away leaves the archive to be proven by its digests, and is named")
    void sourceAway() throws Exception {
        threeFiles();
        Files.move(source, place.resolve("elsewhere"));
        Verification away = verify();
        assertThat(found(away)).isEqualTo(Map.of(Verdict.PROVEN, new Volume(3, 5)));
        assertThat(away.sourceUnavailable().orElseThrow().code()).isEqualTo(ErrorCode.SOURCE_UNREACHABLE);
        Files.createDirectory(source);
        write(source, "x", "1");
        Verification another = verify();
        assertThat(found(another)).isEqualTo(Map.of(Verdict.PROVEN, new Volume(3, 5)));
        assertThat(another.sourceUnavailable().orElseThrow().code()).isEqualTo(ErrorCode.SOURCE_CHANGED);
    }

    @Test
    @DisplayName("D-6 content that became a version without the memory's knowledge is proven as that version")
    void movedToVersions() throws Exception {
        write(source, "v", "old");
        archive();
        Path kept = place.resolve("kept");
        Trees.copy(memory, kept);
        write(source, "v", "newer", Instant.parse("2026-04-24T00:00:00Z"));
        archive();
        assertThat(found(verify())).isEqualTo(Map.of(Verdict.EQUAL, new Volume(1, 5)));
        memory = kept;
        assertThat(found(verify())).isEqualTo(Map.of(Verdict.PROVEN, new Volume(1, 3)));
    }

    @Test
    @DisplayName("D-5 what has the name of an archived file and is none counts as missing; a link is not followed")
    void linkInPlace() throws Exception {
        threeFiles();
        Files.delete(archive.resolve("a"));
        Files.createSymbolicLink(archive.resolve("a"), source.resolve("a"));
        assertThat(named(verify())).containsExactly("missing a");
    }

    @Test
    @DisplayName("D-5 only the first files of a verdict are named, in the order of their paths; all are counted")
    void bounded() throws Exception {
        int count = Verification.NAMED_MAX + 30;
        for (int i = 0; i < count; i++) {
            write(source, String.format("%d/%03d", i % 3, i), "x");
        }
        archive();
        for (int i = 0; i < count; i++) {
            flip(archive.resolve(String.format("%d/%03d", i % 3, i)), 0);
        }
        Verification result = verify(4);
        assertThat(result.of(Verdict.DIFFERS)).isEqualTo(new Volume(count, count));
        assertThat(result.named()).hasSize(Verification.NAMED_MAX);
        assertThat(result.named()).extracting(VerifiedFile::path).isSorted();
        assertThat(named(result)).isEqualTo(named(verify(1)));
        assertThat(named(result)).first().isEqualTo("differs 0/000");
    }

    @Test
    @DisplayName("D-6 an archive that is away, or another's, is a failure and not a heap of missing files")
    void archiveAway() throws Exception {
        assertFails(ErrorCode.SHARE_MISSING, this::verify);
        threeFiles();
        assertFails(ErrorCode.SHARE_FOREIGN, () -> {
            try (Archiver other = builder().job("other").build()) {
                other.verify();
            }
        });
        Files.move(archive, place.resolve("elsewhere"));
        assertFails(ErrorCode.SHARE_MISSING, this::verify);
    }

    @Test
    @DisplayName("D-5 a file without a digest beside it and not on record is not judged by its bytes alone")
    void noDigestKept() throws Exception {
        threeFiles();
        Files.delete(source.resolve("a"));
        archive();
        Files.getFileAttributeView(archive.resolve("a"), UserDefinedFileAttributeView.class)
                .delete("datasync.sha256");
        assertThat(verify().of(Verdict.UNPROVEN)).isEqualTo(new Volume(1, 0));
    }

    private Verification verifyWith(FaultyStore store) throws Exception {
        try (store;
                Archiver archiver = Archiver.of(source, store, memory)
                        .threads(1)
                        .quietPeriod(Duration.ZERO, Duration.ZERO)
                        .build()) {
            return archiver.verify();
        }
    }

    private FaultyStore faulty() {
        return new FaultyStore(DirectoryStore.at(archive, DirectoryOptions.DEFAULTS));
    }

    @Test
    @DisplayName("D-5 a file that cannot be read, or not be read right, is told after one try, and the others are read")
    void oneTry() throws Exception {
        threeFiles();
        FaultyStore store = faulty();
        store.queue(StoreMethod.OPEN, fails(ErrorCode.SHARE_IO)).queue(StoreMethod.OPEN, new FlippedBit());
        Verification result = verifyWith(store);
        assertThat(named(result)).containsExactly("unreadable a", "differs d/b");
        assertThat(result.of(Verdict.EQUAL)).isEqualTo(new Volume(1, 3));
        assertThat(result.named()).first().extracting(file -> file.why().code()).isEqualTo(ErrorCode.SHARE_IO);
    }

    @Test
    @DisplayName("D-5 the refusal of one file is its own; what fails as a whole ends the verification")
    void wholeArchive() throws Exception {
        threeFiles();
        FaultyStore refusing = faulty();
        refusing.queue(StoreMethod.OPEN, fails(ErrorCode.SHARE_AUTH));
        assertThat(named(verifyWith(refusing))).containsExactly("unreadable a");
        FaultyStore closed = faulty();
        closed.queue(StoreMethod.OPEN, fails(ErrorCode.SHARE_AUTH))
                .queue(StoreMethod.MARKER, goOn())
                .queue(StoreMethod.MARKER, fails(ErrorCode.SHARE_AUTH));
        assertFails(ErrorCode.SHARE_AUTH, () -> verifyWith(closed));
        FaultyStore away = faulty();
        away.queue(StoreMethod.OPEN, fails(ErrorCode.SHARE_UNREACHABLE));
        assertFails(ErrorCode.SHARE_UNREACHABLE, () -> verifyWith(away));
    }

    @Test
    @DisplayName("RUN-8 a verification that is stopped or interrupted ends with interrupted, one after close is a bug")
    void stopped() throws Exception {
        threeFiles();
        Archiver archiver = builder().build();
        archiver.stop();
        assertFails(ErrorCode.INTERRUPTED, archiver::verify);
        archiver.close();
        assertThatThrownBy(archiver::verify).isInstanceOf(IllegalStateException.class);
        Thread.currentThread().interrupt();
        try {
            assertFails(ErrorCode.INTERRUPTED, this::verify);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
    }
}
