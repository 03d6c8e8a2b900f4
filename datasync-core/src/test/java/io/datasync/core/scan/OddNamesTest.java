package io.datasync.core.scan;

import static io.datasync.core.scan.SourceTreeOnDisk.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OddNamesTest {
    @TempDir
    Path directory;

    private SourceTreeOnDisk tree;

    @BeforeEach
    void makeTreeFromOutside() throws Exception {
        Path root = Files.createDirectory(directory.resolve("source"));
        tree = new SourceTreeOnDisk(root);
        // By the shell, so that no path of the JDK has a part in making these names.
        Commands.run(
                "sh",
                "-c",
                "cd \"$0\" && mkdir -p d \"$(printf 'f\\374')\" && cd d && for n in 'plain' '\\303\\274' '\\374' 'x\\377' 'x\\376'"
                        + " 'line\\nfeed' '\\342\\220\\233' '\\355\\240\\200' '\\357\\277\\275' '\\360\\237\\230\\200' '%%41'; do"
                        + " printf x > \"$(printf \"$n\")\"; done; cp plain \"$(printf '../f\\374/\\374')\"",
                root.toString());
    }

    private static final List<String> EXPECTED = List.of(
            "d/%41",
            "d/line␛0Afeed",
            "d/plain",
            "d/x␛FE",
            "d/x␛FF",
            "d/ü",
            "d/␛E2␛90␛9B",
            "d/␛ED␛A0␛80",
            "d/\uFFFD",
            "d/😀",
            "d/␛FC");

    @Test
    @DisplayName("D-16 names are taken as bytes: two names with one text are two entries")
    void namesAreBytes() throws Exception {
        assertThat(texts(tree.scan("d"))).containsExactlyElementsOf(EXPECTED);
        assertThat(texts(tree.scan("f␛FC"))).containsExactly("f␛FC/␛FC");
        assertThat(tree.scanner().folders())
                .containsExactly(FolderName.ROOT, FolderName.parse("d"), FolderName.parse("f␛FC"));
    }

    @Test
    @DisplayName("D-16 what was scanned is found and opened again under its bytes")
    void foundAgain() throws Exception {
        for (NioSourceTree source : List.of(
                new NioSourceTree(SourceRoot.open(tree.root())),
                new NioSourceTree(SourceRoot.open(tree.root()), false))) {
            FolderScan scan = tree.scan("d");
            for (SourceEntry entry = scan.next(); entry != null; entry = scan.next()) {
                assertThat(source.stat(entry.path())).contains(entry);
                source.open(entry.path()).close();
            }
            source.open(RelativePath.known("f␛FC/␛FC")).close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"C", "POSIX", "C.UTF-8"})
    @DisplayName("D-16 the locale does not matter")
    void localeDoesNotMatter(String locale) throws Exception {
        Commands.Outcome outcome = Commands.probe(
                Map.of("LC_ALL", locale), List.of(), List.of(), tree.root().toString());

        assertThat(outcome.exit()).as(outcome.output()).isZero();
        assertThat(outcome.output().lines().filter(line -> line.startsWith("entry d/")))
                .containsExactlyElementsOf(EXPECTED.stream()
                        .map(text -> "entry " + text + " readable")
                        .toList());
        assertThat(outcome.output())
                .contains("entry f␛FC/␛FC readable", "folder d seen=11 files=11 failed=0 complete=true");
    }

    @Test
    @DisplayName("CORE-12 a path too long for the index is reported as failed, and the rest is archived")
    void longerThanTheIndexHolds() throws Exception {
        String name = "n".repeat(250);
        String folder = "d/" + String.join("/", Collections.nCopies(8, name));
        tree.file(folder + "/fits").file(folder + "/" + "x".repeat(40)).file("d/" + name + "/short");

        FolderScan scan = tree.scan("d");

        assertThat(texts(scan))
                .contains(folder + "/fits", "d/" + name + "/short")
                .noneMatch(text -> text.endsWith("xxx"));
        assertThat(scan.report().failed()).isEqualTo(1);
        assertThat(scan.report().complete()).isTrue();
        assertThat(scan.report().skipped())
                .containsExactly(new Skipped(
                        RelativePath.known(folder + "/" + "x".repeat(40)),
                        Skipped.Reason.FAILED,
                        Optional.of(ErrorCode.PATH_TOO_LONG)));
    }

    @Test
    @DisplayName("CORE-12 a folder too deep for the system is reported as such, and its folder is not complete")
    void longerThanTheSystemAllows() throws Exception {
        String half = String.join("/", Collections.nCopies(9, "n".repeat(250)));
        tree.file("d/" + half + "/x").file("e/" + half + "/deep");
        Files.move(tree.at("e"), tree.at("d/" + half + "/e"));
        try {
            FolderScan scan = tree.scan("d");

            assertThat(texts(scan)).hasSize(EXPECTED.size()).containsAll(EXPECTED);
            assertThat(scan.report().complete()).isFalse();
            assertThat(scan.report().skipped()).isNotEmpty().allSatisfy(skipped -> {
                assertThat(skipped.reason()).isEqualTo(Skipped.Reason.FAILED);
                assertThat(skipped.code()).contains(ErrorCode.PATH_TOO_LONG);
            });
        } finally {
            // The temporary folder's own removal works with whole paths and would fail.
            Commands.run("rm", "-rf", tree.root().toString());
        }
    }

    @Test
    @DisplayName("CORE-1 a time far beyond every calendar does not stop a scan")
    void absurdTime() throws Exception {
        Path shm = Path.of("/dev/shm");
        Assumptions.assumeTrue(
                Files.isDirectory(shm) && Files.isWritable(shm), "needs a file system that keeps 64-bit times");
        Path root = Files.createTempDirectory(shm, "datasync-test");
        try {
            SourceTreeOnDisk far =
                    new SourceTreeOnDisk(root).file("d/future", "x").file("d/past", "x");
            Commands.run(
                    "touch", "-d", "@4611686018427387904", far.at("d/future").toString());
            Commands.run(
                    "touch", "-d", "@-4611686018427387904", far.at("d/past").toString());

            FolderScan scan = far.scan("d");

            assertThat(scan.next()).isEqualTo(SourceEntry.file(RelativePath.known("d/future"), 1, Long.MAX_VALUE));
            assertThat(scan.next()).isEqualTo(SourceEntry.file(RelativePath.known("d/past"), 1, Long.MIN_VALUE));
        } finally {
            Commands.run("rm", "-rf", root.toString());
        }
    }
}
