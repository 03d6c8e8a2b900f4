package io.datasync.testkit.archiver;

import static io.datasync.testkit.archiver.Trees.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.datasync.core.archiver.ArchiveResult;
import io.datasync.core.archiver.Archiver;
import io.datasync.core.archiver.ArchiverBuilder;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.path.PathFilter;
import io.datasync.core.store.ArchiveStore;
import io.datasync.testkit.corpus.FileTree;
import io.datasync.testkit.store.Mounts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every public method of an archiver does with bad input: what its documentation says, and nothing else. */
final class BadInputTest extends OneArchiver {
    /** The codes that the documentation of {@link Archiver#archive} and {@link Archiver#preview} names. */
    private static final Set<ErrorCode> DOCUMENTED = EnumSet.of(
            ErrorCode.SOURCE_UNREACHABLE,
            ErrorCode.SOURCE_CHANGED,
            ErrorCode.SHARE_MISSING,
            ErrorCode.SHARE_OCCUPIED,
            ErrorCode.SHARE_FOREIGN,
            ErrorCode.NAME_EXISTS,
            ErrorCode.SHARE_FULL,
            ErrorCode.SHARE_AUTH,
            ErrorCode.SHARE_UNREACHABLE,
            ErrorCode.SHARE_UNSUPPORTED,
            ErrorCode.SHARE_IO,
            ErrorCode.HOME_BUSY,
            ErrorCode.JOURNAL_IO,
            ErrorCode.JOURNAL_CORRUPT,
            ErrorCode.CONFIGURATION_INVALID);

    @Test
    @DisplayName("null is a NullPointerException at once, in every method that takes anything")
    @SuppressWarnings({"NullAway", "DataFlowIssue"}) // that is what is tried
    void nothing() {
        assertThatNullPointerException().isThrownBy(() -> Archiver.of(null, archive, memory));
        assertThatNullPointerException().isThrownBy(() -> Archiver.of(source, (Path) null, memory));
        assertThatNullPointerException().isThrownBy(() -> Archiver.of(source, archive, null));
        assertThatNullPointerException().isThrownBy(() -> Archiver.of(source, (ArchiveStore) null, memory));
        ArchiverBuilder builder = builder();
        assertThatNullPointerException().isThrownBy(() -> builder.job(null));
        assertThatNullPointerException().isThrownBy(() -> builder.zone(null));
        assertThatNullPointerException().isThrownBy(() -> builder.filter(null, List.of()));
        assertThatNullPointerException().isThrownBy(() -> builder.filter(List.of(), null));
        assertThatNullPointerException().isThrownBy(() -> builder.filter(List.of(), Collections.singletonList(null)));
        assertThatNullPointerException().isThrownBy(() -> builder.quietPeriod(null, Duration.ZERO));
        assertThatNullPointerException().isThrownBy(() -> builder.quietPeriod(Duration.ZERO, null));
        assertThatNullPointerException().isThrownBy(() -> builder.listener(null));
        assertThatNullPointerException().isThrownBy(() -> builder.clock(null));
    }

    @Test
    @DisplayName("what is out of range is an IllegalArgumentException at once, and changes nothing")
    void outOfRange() throws Exception {
        Path elsewhere = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules");
        assertThatIllegalArgumentException().isThrownBy(() -> Archiver.of(elsewhere, archive, memory));
        assertThatIllegalArgumentException().isThrownBy(() -> Archiver.of(source, elsewhere, memory));
        assertThatIllegalArgumentException().isThrownBy(() -> Archiver.of(source, archive, elsewhere));
        ArchiverBuilder builder = builder();
        for (String id : List.of("", "a/b", "-a", "x".repeat(65), "\u00FC")) {
            assertThatIllegalArgumentException().as(id).isThrownBy(() -> builder.job(id));
        }
        for (Duration wrong : List.of(Duration.ofNanos(-1), Duration.ofDays(1).plusNanos(1))) {
            assertThatIllegalArgumentException().isThrownBy(() -> builder.quietPeriod(wrong, Duration.ZERO));
            assertThatIllegalArgumentException().isThrownBy(() -> builder.quietPeriod(Duration.ZERO, wrong));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> builder.threads(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.threads(65));
        write(source, "a", "1");
        try (Archiver archiver = builder.createArchive().build()) {
            assertThat(archiver.archive().isComplete()).isTrue();
        }
    }

    @Test
    @DisplayName("AGT-8 a filter that cannot be understood is refused by build")
    void filters() {
        for (List<String> wrong :
                List.of(List.of("a**b"), List.of(""), Collections.nCopies(PathFilter.PATTERNS_MAX + 1, "*"))) {
            assertFails(
                    ErrorCode.CONFIGURATION_INVALID,
                    () -> builder().filter(wrong, List.of()).build());
            assertFails(
                    ErrorCode.CONFIGURATION_INVALID,
                    () -> builder().filter(List.of(), wrong).build());
        }
    }

    @Test
    @DisplayName(
            "I-1 source, archive and memory that lie in each other are refused, also through links, and when that comes about later")
    void placesInEachOther() throws Exception {
        Path link = Files.createSymbolicLink(place.resolve("link"), source);
        List<ArchiverBuilder> wrong = List.of(
                Archiver.of(source, source, memory),
                Archiver.of(source, source.resolve("archive"), memory),
                Archiver.of(archive.resolve("source"), archive, memory),
                Archiver.of(source, archive, source.resolve("memory")),
                Archiver.of(source, archive, archive.resolve("memory")),
                Archiver.of(source, archive, archive),
                Archiver.of(source, memory.resolve("archive"), memory),
                Archiver.of(source, link.resolve("archive"), memory),
                Archiver.of(source, archive, link.resolve("x/../memory")));
        for (ArchiverBuilder builder : wrong) {
            assertFails(ErrorCode.CONFIGURATION_INVALID, builder::build);
        }
        try (Archiver archiver = builder().createArchive().build()) {
            Files.createSymbolicLink(archive, source);
            assertFails(ErrorCode.CONFIGURATION_INVALID, archiver::archive);
            assertFails(ErrorCode.CONFIGURATION_INVALID, archiver::preview);
        }
        assertThat(source).isEmptyDirectory();
    }

    @Test
    @DisplayName("a closed archiver refuses to work; closing and stopping may be repeated")
    void closed() throws Exception {
        Archiver archiver = builder().createArchive().build();
        archiver.archive();
        archiver.close();
        archiver.close();
        archiver.stop();
        assertThatThrownBy(archiver::archive).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(archiver::preview).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(archiver::setMemoryAside).isInstanceOf(IllegalStateException.class);
        assertThat(archive().isComplete()).isTrue();
    }

    /** Makes something at a path. */
    private interface Making {
        void at(Path path) throws IOException;
    }

    private static final List<Making> SOURCES = List.of(
            path -> {},
            path -> Files.writeString(path, "a file"),
            path -> write(path, "2026-04-23/a", "1"),
            path -> Files.createSymbolicLink(path, Path.of(System.getProperty("java.home"))));

    private static final List<Making> ARCHIVES = List.of(
            path -> {},
            path -> Files.writeString(path, "a file"),
            Files::createDirectory,
            path -> write(path, "2026-04-23/a", "2"),
            path -> write(path, ".datasync", "a file where its own folder should be"),
            path -> write(path, ".datasync/job.json", "no marker"),
            path -> write(path, ".datasync/staging", "a file"),
            path -> Files.createSymbolicLink(path, path.resolveSibling("nowhere")));

    private static final List<Making> MEMORIES = List.of(
            path -> {},
            path -> Files.writeString(path, "a file"),
            path -> write(path, "journal.log", "no journal"),
            path -> write(path, "journal.log/x", "a folder where the journal should be"),
            path -> write(path, "journal.lock/x", "a folder where the lock should be"),
            path -> write(path, "writer", "not-an-id/"),
            path -> Files.createSymbolicLink(path, path.resolveSibling("nowhere")));

    @Test
    @DisplayName(
            "whatever lies in the three places, the outcome is a result or a documented code, and a dry run makes nothing")
    void everyCombinationHasADocumentedOutcome() throws Exception {
        int results = 0;
        for (int s = 0; s < SOURCES.size(); s++) {
            for (int a = 0; a < ARCHIVES.size(); a++) {
                for (int m = 0; m < MEMORIES.size(); m++) {
                    Path here = Files.createDirectory(place.resolve("c-" + s + "-" + a + "-" + m));
                    SOURCES.get(s).at(here.resolve("source"));
                    ARCHIVES.get(a).at(here.resolve("archive"));
                    MEMORIES.get(m).at(here.resolve("memory"));
                    results += tried(here);
                }
            }
        }
        assertThat(results).as("some of them work").isBetween(2, 20);
    }

    private static int tried(Path here) throws Exception {
        var before = FileTree.snapshot(here);
        try (Archiver archiver = Archiver.of(here.resolve("source"), here.resolve("archive"), here.resolve("memory"))
                .adoptFolder()
                .quietPeriod(Duration.ZERO, Duration.ZERO)
                .build()) {
            outcome(here, archiver::preview);
            assertThat(FileTree.snapshot(here)).as("dry run over %s", here).isEqualTo(before);
            return outcome(here, archiver::archive);
        }
    }

    private interface Call {
        Object run() throws SyncException;
    }

    private static int outcome(Path here, Call call) {
        try {
            call.run();
            return 1;
        } catch (SyncException e) {
            assertThat(DOCUMENTED).as("%s: %s", here, e.getMessage()).contains(e.code());
            return 0;
        } catch (RuntimeException e) {
            throw new AssertionError(here.toString(), e);
        }
    }

    @Test
    @DisplayName("RUN-8 a file and a folder that may not be read hold up no other, and are named")
    void unreadable() throws Exception {
        assumeTrue(!"root".equals(System.getProperty("user.name")), "root may read everything");
        write(source, "a", "1");
        Files.setPosixFilePermissions(write(source, "b", "2"), PosixFilePermissions.fromString("---------"));
        ArchiveResult result = archive();
        assertThat(result.balance().verified()).isEqualTo(1);
        assertThat(result.failed()).extracting(file -> file.why().code()).containsExactly(ErrorCode.FILE_UNREADABLE);
        Files.setPosixFilePermissions(source, PosixFilePermissions.fromString("---------"));
        try {
            assertFails(ErrorCode.SOURCE_UNREACHABLE, this::archive);
        } finally {
            Files.setPosixFilePermissions(source, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    @DisplayName(
            "OPS-6 a full archive is share_full, a read-only one share_auth; with room again the next call goes on")
    void fullAndReadOnlyArchives() throws Exception {
        write(source, "small", "1");
        write(source, "large", "x".repeat(300_000));
        Files.createDirectory(archive);
        try (Mounts mounts = new Mounts()) {
            mounts.memory(archive, "tmpfs", "size=200k");
            assertFails(ErrorCode.SHARE_FULL, this::archive);
            mounts.remount(archive, "size=2m");
            assertThat(archive().isComplete()).isTrue();
            write(source, "new", "2");
            mounts.remount(archive, "ro");
            assertFails(ErrorCode.SHARE_AUTH, this::archive);
            try (Archiver archiver = builder().build()) {
                assertThat(archiver.preview().fates().values().stream()
                                .mapToLong(files -> files.files())
                                .sum())
                        .isEqualTo(3);
            }
            mounts.remount(archive, "rw");
            assertThat(archive().sentFiles()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName(
            "I-8 a memory for which there is no room, or that may not be written, is journal_io; nothing counts that is not on record")
    void fullAndReadOnlyMemories() throws Exception {
        for (int i = 0; i < 400; i++) {
            write(source, "a-rather-long-name-for-a-file-" + i, "x");
        }
        Files.createDirectory(memory);
        try (Mounts mounts = new Mounts()) {
            mounts.memory(memory, "tmpfs", "size=16k");
            assertFails(ErrorCode.JOURNAL_IO, this::archive);
            mounts.remount(memory, "size=2m");
            assertThat(archive().isComplete()).isTrue();
            write(source, "new", "2");
            mounts.remount(memory, "ro");
            assertFails(ErrorCode.JOURNAL_IO, this::archive);
            mounts.remount(memory, "rw");
            assertThat(archive().sentFiles()).isEqualTo(1);
        }
    }
}
