package io.datasync.core.scan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.manifest.Ticks;
import io.datasync.core.path.RelativePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both ways of opening: directory by directory, and between two looks, as on Windows. */
final class NioSourceTreeTest {
    @TempDir
    Path directory;

    private SourceTreeOnDisk make() throws Exception {
        return new SourceTreeOnDisk(Files.createDirectory(directory.resolve("source")));
    }

    private static NioSourceTree open(SourceTreeOnDisk tree, boolean descends) throws SyncException {
        return new NioSourceTree(SourceRoot.open(tree.root()), descends);
    }

    private static RelativePath path(String text) {
        return RelativePath.known(text);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("CORE-1 a file is found as a scan gives it, and read from its first byte")
    void statAndRead(boolean descends) throws Exception {
        SourceTreeOnDisk tree =
                make().file("d/sub/a.csv", "12345").file("top.csv", "x").folder("d/empty");
        NioSourceTree source = open(tree, descends);

        assertThat(source.stat(path("d/sub/a.csv")))
                .contains(SourceEntry.file(path("d/sub/a.csv"), 5, Ticks.of(SourceTreeOnDisk.WRITTEN)));
        assertThat(source.stat(path("d/empty"))).contains(SourceEntry.folder(path("d/empty")));
        try (SeekableByteChannel channel = source.open(path("d/sub/a.csv"))) {
            ByteBuffer buffer = ByteBuffer.allocate(10);
            assertThat(channel.read(buffer)).isEqualTo(5);
            assertThat(new String(buffer.array(), 0, 5, UTF_8)).isEqualTo("12345");
        }
        source.open(path("top.csv")).close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("D-2 what is not there is empty, and vanished when it is opened")
    void missing(boolean descends) throws Exception {
        NioSourceTree source = open(make().file("d/a.csv"), descends);

        for (String missing : new String[] {"x", "d/x", "x/y/z", "d/a.csv/below"}) {
            assertThat(source.stat(path(missing))).isEmpty();
            assertCode(source, missing, ErrorCode.FILE_VANISHED);
        }
        assertCode(source, "d", ErrorCode.FILE_UNREADABLE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("I-14 no link is followed, neither as the file nor as a folder above it")
    void links(boolean descends) throws Exception {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.writeString(outside.resolve("secret.csv"), "secret");
        SourceTreeOnDisk tree =
                make().file("d/a.csv").link("d/link.csv", "a.csv").link("d/out", outside.toString());
        tree.link("first", outside.toString()).link("in", "d");
        NioSourceTree source = open(tree, descends);

        for (String link : new String[] {"d/link.csv", "d/out/secret.csv", "first/secret.csv", "in/a.csv", "d/out"}) {
            assertThat(source.stat(path(link))).as(link).isEmpty();
            assertCode(source, link, ErrorCode.FILE_VANISHED);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("I-14 a folder exchanged for a link between scan and read is not followed")
    void folderExchanged(boolean descends) throws Exception {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.writeString(outside.resolve("a.csv"), "secret");
        SourceTreeOnDisk tree = make().file("d/sub/a.csv");
        NioSourceTree source = open(tree, descends);
        assertThat(source.stat(path("d/sub/a.csv"))).isPresent();

        Files.move(tree.at("d/sub"), directory.resolve("moved"));
        Files.createSymbolicLink(tree.at("d/sub"), outside);

        assertThat(source.stat(path("d/sub/a.csv"))).isEmpty();
        assertCode(source, "d/sub/a.csv", ErrorCode.FILE_VANISHED);
    }

    @Test
    @DisplayName("I-14 a link that takes the place of what was looked at just before is not followed either")
    void linkThatCameAfterTheLook() throws Exception {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.writeString(outside.resolve("secret.csv"), "secret");
        SourceTreeOnDisk tree = make().link("folder", outside.toString()).link("file", outside + "/secret.csv");
        tree.file("real/a.csv");
        try (DirectoryStream<Path> root = Files.newDirectoryStream(tree.root())) {
            Assumptions.assumeTrue(root instanceof SecureDirectoryStream, "needs files opened relative to a directory");
            SecureDirectoryStream<Path> top = (SecureDirectoryStream<Path>) root;

            NioSourceTree.enter(top, Path.of("real")).close();
            assertThatThrownBy(() -> NioSourceTree.enter(top, Path.of("folder")).close())
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> NioSourceTree.read(top, Path.of("file")).close())
                    .isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("D-15 a pipe is not opened, be it the file or in the place of a folder")
    void pipes(boolean descends) throws Exception {
        NioSourceTree source = open(make().pipe("d/pipe"), descends);

        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            assertThat(source.stat(path("d/pipe"))).isEmpty();
            assertCode(source, "d/pipe", ErrorCode.FILE_VANISHED);
            assertCode(source, "d/pipe/below", ErrorCode.FILE_VANISHED);
        });
    }

    private static String read(NioSourceTree source, String path) throws Exception {
        try (SeekableByteChannel channel = source.open(path(path))) {
            ByteBuffer buffer = ByteBuffer.allocate(100);
            int n = channel.read(buffer);
            return new String(buffer.array(), 0, n, UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("I-14 a folder that stayed open is not used any more once its name leads elsewhere, at any depth")
    void openFolderMovedAway(boolean descends) throws Exception {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        for (String moved : new String[] {"d", "d/sub", "d/sub/deep"}) {
            SourceTreeOnDisk tree = new SourceTreeOnDisk(Files.createTempDirectory(directory, "source"));
            tree.file("d/sub/deep/a.csv", "old").file("d/sub/deep/b.csv", "old");
            try (NioSourceTree source = open(tree, descends)) {
                assertThat(read(source, "d/sub/deep/a.csv")).isEqualTo("old");
                Path away = outside.resolve(moved.replace('/', '-'));
                Files.move(tree.at(moved), away);
                assertCode(source, "d/sub/deep/b.csv", ErrorCode.FILE_VANISHED);
                Files.createSymbolicLink(tree.at(moved), away);
                assertCode(source, "d/sub/deep/b.csv", ErrorCode.FILE_VANISHED);
                Files.delete(tree.at(moved));
                tree.file("d/sub/deep/a.csv", "new");
                assertThat(read(source, "d/sub/deep/a.csv")).as(moved).isEqualTo("new");
                assertCode(source, "d/sub/deep/b.csv", ErrorCode.FILE_VANISHED);
            }
        }
    }

    @Test
    @DisplayName("I-14 a folder that stayed open and was exchanged between two files gives the new one's")
    void openFolderExchanged() throws Exception {
        SourceTreeOnDisk tree = make().file("d/a.csv", "old");
        try (NioSourceTree source = open(tree, true)) {
            assertThat(read(source, "d/a.csv")).isEqualTo("old");
            Files.move(tree.at("d"), directory.resolve("elsewhere"));
            tree.file("d/a.csv", "new");
            assertThat(read(source, "d/a.csv")).isEqualTo("new");
        }
    }

    @Test
    @DisplayName("D-2 open folders of a root in whose place another stands are not used")
    void rootExchanged() throws Exception {
        SourceTreeOnDisk tree = make().file("d/a.csv", "old");
        try (NioSourceTree source = open(tree, true)) {
            assertThat(read(source, "d/a.csv")).isEqualTo("old");
            Files.move(tree.root(), directory.resolve("elsewhere"));
            assertCode(source, "d/a.csv", ErrorCode.SOURCE_UNREACHABLE);
            new SourceTreeOnDisk(Files.createDirectory(tree.root())).file("d/a.csv", "new");
            assertCode(source, "d/a.csv", ErrorCode.SOURCE_UNREACHABLE);
        }
    }

    @Test
    @DisplayName("I-11 folders stay open between files, a bounded number, and none after close or from very deep ones")
    void boundedOpenFolders() throws Exception {
        Assumptions.assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "counts what is open, as Linux shows it");
        String deep = "x/".repeat(40);
        SourceTreeOnDisk tree = make().file("d/a.csv", "1").file("d/b.csv", "2").file(deep + "c.csv", "3");
        NioSourceTree source = open(tree, true);
        assertThat(openBelow(tree.root())).isZero();
        assertThat(read(source, "d/a.csv")).isEqualTo("1");
        long kept = openBelow(tree.root());
        assertThat(kept).isPositive();
        assertThat(read(source, "d/b.csv")).isEqualTo("2");
        assertThat(openBelow(tree.root())).isEqualTo(kept);
        assertThat(read(source, deep + "c.csv")).isEqualTo("3");
        assertThat(openBelow(tree.root())).isLessThanOrEqualTo(kept);
        source.close();
        assertThat(openBelow(tree.root())).isZero();
        assertThat(read(source, "d/a.csv")).isEqualTo("1");
        assertThat(openBelow(tree.root())).isZero();
    }

    private static long openBelow(Path root) throws IOException {
        long open = 0;
        try (DirectoryStream<Path> numbers = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path number : numbers) {
                // Some are closed meanwhile, that of the listing among them.
                open += number.toFile()
                                .getCanonicalPath()
                                .startsWith(root.toRealPath().toString())
                        ? 1
                        : 0;
            }
        }
        return open;
    }

    private static void assertCode(NioSourceTree source, String path, ErrorCode code) {
        assertThatThrownBy(() -> source.open(path(path)).close())
                .as(path)
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
