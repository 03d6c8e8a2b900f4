package io.datasync.core.scan;

import static io.datasync.core.scan.SourceTreeOnDisk.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.Property;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.manifest.Ticks;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.PathFilter;
import io.datasync.core.path.RandomNames;
import io.datasync.core.path.RelativePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FolderScanTest {
    @TempDir
    Path directory;

    private SourceTreeOnDisk tree;

    @BeforeEach
    void makeRoot() throws Exception {
        tree = new SourceTreeOnDisk(Files.createDirectory(directory.resolve("source")));
    }

    @Test
    @DisplayName("CORE-1 an entry has relative path, size and the modification time in ticks of 100 ns")
    void entry() throws Exception {
        tree.file("d/sub/a.csv", "12345");

        FolderScan scan = tree.scan("d");

        assertThat(scan.next())
                .isEqualTo(SourceEntry.file(RelativePath.known("d/sub/a.csv"), 5, Ticks.of(SourceTreeOnDisk.WRITTEN)));
        assertThatThrownBy(scan::report).isInstanceOf(IllegalStateException.class);
        assertThat(scan.next()).isNull();
        assertThat(scan.next()).isNull();
        assertThat(scan.report()).isEqualTo(new FolderReport(scan.folder(), 1, 0, 0, 0, 0, 0, true, List.of()));
    }

    @Test
    @DisplayName("ADR 0007 names around / are given in the order of full paths")
    void orderAroundTheSeparator() throws Exception {
        for (String file : List.of("d/a/x", "d/a.txt", "d/a!/y", "d/a!b", "d/a-c", "d/a0", "d/a!!/z", "d/a", "d/A/x")) {
            if (!file.equals("d/a")) {
                tree.file(file);
            }
        }

        assertThat(texts(tree.scan("d")))
                .containsExactly("d/A/x", "d/a!!/z", "d/a!/y", "d/a!b", "d/a-c", "d/a.txt", "d/a/x", "d/a0");
    }

    @Test
    @DisplayName("ADR 0007 any tree is given in canonical order, each entry once")
    void canonicalOrder() {
        Property.holds(60, random -> {
            Path root = Files.createTempDirectory(directory, "tree");
            SourceTreeOnDisk drawn = new SourceTreeOnDisk(root);
            TreeSet<SourceEntry> expected = new TreeSet<>(SourceEntry.CANONICAL_ORDER);
            draw(drawn, RelativePath.known("d"), 3, random, expected);

            List<SourceEntry> found = new ArrayList<>();
            FolderScan scan = drawn.scan("d");
            for (SourceEntry entry = scan.next(); entry != null; entry = scan.next()) {
                found.add(SourceEntry.file(entry.path(), 0, 0).equals(entry) ? entry : plain(entry));
            }

            assertThat(found).containsExactlyElementsOf(expected);
            assertThat(scan.report().complete()).isTrue();
        });
    }

    private static SourceEntry plain(SourceEntry entry) {
        return entry.sizeBytes() == 0 && entry.ticks() == 0 ? entry : SourceEntry.file(entry.path(), 0, 0);
    }

    /** Draws siblings that share beginnings, so that files come between a folder's name and its content. */
    private static boolean draw(
            SourceTreeOnDisk tree, RelativePath folder, int depth, Random random, Set<SourceEntry> expected)
            throws Exception {
        Files.createDirectories(tree.at(folder.text()));
        TreeSet<String> used = new TreeSet<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            byte[] name = random.nextInt(3) == 0 ? RandomNames.name(random) : prefix(random);
            RelativePath path = folder.child(name);
            if (!used.add(path.text())) {
                continue;
            }
            if (depth > 0 && random.nextInt(3) == 0) {
                if (!draw(tree, path, depth - 1, random, expected)) {
                    expected.add(SourceEntry.folder(path));
                }
            } else {
                Files.createFile(tree.at(path.text()));
                expected.add(SourceEntry.file(path, 0, 0));
            }
        }
        return !used.isEmpty();
    }

    private static byte[] prefix(Random random) {
        byte[] name = new byte[1 + random.nextInt(3)];
        for (int i = 0; i < name.length; i++) {
            name[i] = (byte) "a!-.0".charAt(i == 0 ? 0 : random.nextInt(5));
        }
        return name;
    }

    @Test
    @DisplayName("CORE-1 links are counted and never followed, whether to files, folders, nothing or themselves")
    void links() throws Exception {
        tree.file("other/secret.csv").file("d/a.csv");
        tree.link("d/file", "a.csv")
                .link("d/folder", "../other")
                .link("d/broken", "nowhere")
                .link("d/loop", "loop");

        FolderScan scan = tree.scan("d");

        assertThat(texts(scan)).containsExactly("d/a.csv");
        assertThat(scan.report().links()).isEqualTo(4);
        assertThat(scan.report().seen()).isEqualTo(5);
        assertThat(scan.report().excluded()).isEqualTo(4);
        assertThat(scan.report().complete()).isTrue();
        assertThat(scan.report().skipped())
                .contains(new Skipped(RelativePath.known("d/folder"), Skipped.Reason.LINK, Optional.empty()));
    }

    @Test
    @DisplayName("D-15 a special file is counted and never opened")
    void specialFiles() throws Exception {
        tree.file("d/a.csv").pipe("d/pipe");

        FolderScan scan = tree.scan("d");

        assertThat(texts(scan)).containsExactly("d/a.csv");
        assertThat(scan.report().special()).isEqualTo(1);
        assertThat(scan.report().seen()).isEqualTo(2);
        assertThat(scan.report().skipped())
                .containsExactly(new Skipped(RelativePath.known("d/pipe"), Skipped.Reason.SPECIAL, Optional.empty()));
    }

    @Test
    @DisplayName(
            "D-15 a folder with nothing in it, or nothing but links, special and filtered files, is an entry; others are not")
    void emptyFolders() throws Exception {
        tree.folder("d/empty").folder("d/outer/inner").file("d/full/a.csv");
        tree.link("d/links/link", "x").pipe("d/pipes/pipe").file("d/filtered/x.tmp");
        tree.file("d/withCache/cache/x.csv").file("d/cache/x.csv");
        PathFilter filter = PathFilter.of(List.of(), List.of("*.tmp", "cache"));

        FolderScan scan = tree.scanner(filter).open(FolderName.parse("d"));

        assertThat(texts(scan))
                .containsExactly(
                        "d/empty/",
                        "d/filtered/",
                        "d/full/a.csv",
                        "d/links/",
                        "d/outer/inner/",
                        "d/pipes/",
                        "d/withCache/");
        assertThat(scan.report().files()).isEqualTo(1);
        assertThat(scan.report().filtered()).isEqualTo(3);
    }

    @Test
    @DisplayName("D-10 what lies directly under the root, and a first-level folder that holds nothing, belong to .")
    void rootFolder() throws Exception {
        tree.file("notes.txt")
                .file("d/a.csv")
                .folder("empty")
                .folder("outer/inner")
                .link("link", "d");
        tree.link("linksOnly/x", "y")
                .file("filtered/x.tmp")
                .file("withCache/cache/x.csv")
                .file("cache/x.csv");
        TreeScanner scanner = tree.scanner(PathFilter.of(List.of(), List.of("*.tmp", "cache")));

        FolderScan scan = scanner.open(FolderName.ROOT);

        assertThat(texts(scan)).containsExactly("empty/", "filtered/", "linksOnly/", "notes.txt", "withCache/");
        assertThat(scan.report().links()).isEqualTo(1);
        assertThat(scan.report().seen()).isEqualTo(2);
        assertThat(texts(scanner.open(FolderName.parse("outer")))).containsExactly("outer/inner/");
        FolderScan empty = scanner.open(FolderName.parse("empty"));
        assertThat(texts(empty)).isEmpty();
        assertThat(empty.report().complete()).isTrue();
    }

    @Test
    @DisplayName("D-3 every file is in one count, and the counts are what is seen")
    void countsAddUp() throws Exception {
        tree.file("d/a.csv")
                .file("d/b.tmp")
                .file("d/sub/c.csv")
                .file("d/sub/d.TMP")
                .link("d/l", "a")
                .pipe("d/p");
        PathFilter filter = PathFilter.of(List.of(), PathFilter.DEFAULT_EXCLUDES);

        FolderScan scan = tree.scanner(filter).open(FolderName.parse("d"));
        texts(scan);

        FolderReport report = scan.report();
        assertThat(report.files()).isEqualTo(2);
        assertThat(report.filtered()).isEqualTo(2);
        assertThat(report.seen()).isEqualTo(6);
        try (Stream<Path> all = Files.walk(tree.root())) {
            assertThat(all.filter(path -> !Files.isDirectory(path)).count()).isEqualTo(report.seen());
        }
    }

    @Test
    @DisplayName("I-11 of what is skipped no more is named than the limit allows; failures are never crowded out")
    void boundedReport() throws Exception {
        for (int i = 0; i < 10; i++) {
            tree.link("d/link" + i, "x");
        }
        ScanSettings settings = new ScanSettings(PathFilter.NOTHING, 1, 3);

        FolderScan scan = new TreeScanner(SourceRoot.open(tree.root()), settings).open(FolderName.parse("d"));
        texts(scan);

        assertThat(scan.report().skipped()).hasSize(3);
        assertThat(scan.report().links()).isEqualTo(10);
        FolderTally tally = new FolderTally(FolderName.ROOT, 1);
        tally.link(RelativePath.known("a"));
        tally.unreadableFile(RelativePath.known("b"), ErrorCode.FILE_UNREADABLE);
        tally.unreadableFile(RelativePath.known("c"), ErrorCode.FILE_UNREADABLE);
        assertThat(tally.report().skipped())
                .extracting(skipped -> skipped.path().text())
                .containsExactly("b", "a");
        assertThat(tally.report().failed()).isEqualTo(2);
    }

    @Test
    @DisplayName("a name that a file system gives twice in one listing is taken once")
    void repeatedNames() {
        byte[][] names = {{'a'}, {'a'}, {'b'}, {'c'}, {'c'}, {'c'}};

        assertThat(DirectoryListing.withoutRepeats(names)).isDeepEqualTo(new byte[][] {{'a'}, {'b'}, {'c'}});
        assertThat(DirectoryListing.withoutRepeats(new byte[0][])).isEmpty();
    }

    @Test
    @DisplayName("a thread that is interrupted stops at the next entry")
    void interrupted() throws Exception {
        tree.file("d/a.csv");
        FolderScan scan = tree.scan("d");
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(scan::next).isInstanceOfSatisfying(SyncException.class, e -> assertThat(e.code())
                    .isEqualTo(ErrorCode.INTERRUPTED));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
