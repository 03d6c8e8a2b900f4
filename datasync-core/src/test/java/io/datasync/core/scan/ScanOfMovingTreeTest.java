package io.datasync.core.scan;

import static io.datasync.core.scan.SourceTreeOnDisk.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens around a scan while it is under way: purges, exchanged folders, an unmounted disk. */
final class ScanOfMovingTreeTest {
    @TempDir
    Path directory;

    private SourceTreeOnDisk tree;

    @BeforeEach
    void makeRoot() throws Exception {
        tree = new SourceTreeOnDisk(Files.createDirectory(directory.resolve("source")));
        tree.file("d/a.csv").file("d/b.csv").file("d/sub/c.csv").file("d/z.csv");
    }

    /** So many files behind the first that the others are not looked at with it. */
    private void fillAStretch() throws Exception {
        for (int i = 0; i < Looks.STRETCH; i++) {
            tree.file("d/a.csv." + i);
        }
    }

    @Test
    @DisplayName("CORE-1 files and folders purged between listing and look are no error, and the listing is complete")
    void purgedMeanwhile() throws Exception {
        fillAStretch();
        FolderScan scan = tree.scan("d");
        assertThat(scan.next()).isNotNull();

        Files.delete(tree.at("d/b.csv"));
        Files.delete(tree.at("d/sub/c.csv"));
        Files.delete(tree.at("d/sub"));

        assertThat(texts(scan)).hasSize(Looks.STRETCH + 1).endsWith("d/z.csv").doesNotContain("d/b.csv");
        assertThat(scan.report())
                .isEqualTo(new FolderReport(scan.folder(), 2L + Looks.STRETCH, 0, 0, 0, 0, 0, true, List.of()));
    }

    @Test
    @DisplayName("D-2 a folder that is gone, or a link now, has no entries, and that is known for sure")
    void goneFolder() throws Exception {
        tree.link("e", "d");
        for (String gone : List.of("nothing", "e")) {
            FolderScan scan = tree.scan(gone);

            assertThat(texts(scan)).isEmpty();
            assertThat(scan.report().complete()).isTrue();
            assertThat(scan.report().seen()).isZero();
        }
    }

    @Test
    @DisplayName("I-14 a folder exchanged for a link after it was looked at is not entered, and is not called complete")
    void folderExchangedForLink() throws Exception {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.writeString(outside.resolve("secret.csv"), "secret");
        // These two come between the folder's name and its content: it was looked at when they are given, and is not
        // listed yet.
        tree.file("d/sub-1.csv").file("d/sub-2.csv");
        FolderScan scan = tree.scan("d");
        SourceEntry entry = scan.next();
        while (entry != null && !entry.path().text().equals("d/sub-1.csv")) {
            entry = scan.next();
        }
        assertThat(entry).isNotNull();

        Files.move(tree.at("d/sub"), directory.resolve("moved"));
        Files.createSymbolicLink(tree.at("d/sub"), outside);

        assertThat(texts(scan)).containsExactly("d/sub-2.csv", "d/z.csv");
        assertThat(scan.report().complete()).isFalse();
        assertThat(scan.report().skipped())
                .containsExactly(new Skipped(
                        RelativePath.known("d/sub"), Skipped.Reason.FAILED, Optional.of(ErrorCode.FILE_UNREADABLE)));
    }

    @Test
    @DisplayName("D-2 a root that goes away during a scan fails it, so that nothing is called vanished")
    void rootGoesAway() throws Exception {
        TreeScanner scanner = tree.scanner();
        FolderScan scan = scanner.open(FolderName.parse("d"));
        assertThat(scan.next()).isNotNull();

        Files.move(tree.root(), directory.resolve("elsewhere"));

        assertUnreachable(() -> texts(scan));
        assertUnreachable(scanner::folders);
        assertUnreachable(() -> texts(scanner.open(FolderName.parse("d"))));
        assertUnreachable(() -> texts(scanner.open(FolderName.ROOT)));
    }

    @Test
    @DisplayName("D-2 a root that is exchanged during a scan fails it")
    void rootExchanged() throws Exception {
        TreeScanner scanner = tree.scanner();
        NioSourceTree source = new NioSourceTree(SourceRoot.open(tree.root()));
        FolderScan scan = scanner.open(FolderName.parse("d"));
        assertThat(scan.next()).isNotNull();

        Files.move(tree.root(), directory.resolve("elsewhere"));
        new SourceTreeOnDisk(Files.createDirectory(tree.root())).file("d/a.csv").file("new.csv");

        assertUnreachable(() -> texts(scan));
        assertUnreachable(scanner::folders);
        assertUnreachable(() -> source.stat(RelativePath.known("d/a.csv")));
        assertUnreachable(() -> source.stat(RelativePath.known("d/b.csv")));
        assertUnreachable(() -> source.open(RelativePath.known("d/a.csv")));
    }

    @Test
    @DisplayName(
            "D-2 unmounting the source is noticed: during a scan, between scans, and when another volume is mounted")
    void unmounted() throws Exception {
        Assumptions.assumeTrue(Commands.isRoot(), "mounting a file system needs root");
        Path mount = Files.createDirectory(directory.resolve("mount"));
        Commands.Outcome mounted =
                Commands.tryRun(Map.of(), List.of("mount", "-t", "tmpfs", "-o", "size=1m", "none", mount.toString()));
        Assumptions.assumeTrue(mounted.exit() == 0, "mounting a tmpfs is not allowed: " + mounted.output());
        boolean isMounted = true;
        try {
            SourceTreeOnDisk disk = new SourceTreeOnDisk(mount);
            disk.file("d/a.csv").file("d/b.csv");
            SourceRoot before = SourceRoot.open(mount);
            FolderScan scan = new TreeScanner(before, ScanSettings.DEFAULT).open(FolderName.parse("d"));
            assertThat(scan.next()).isNotNull();

            Commands.run("umount", mount.toString());
            isMounted = false;

            assertUnreachable(() -> texts(scan));
            SourceRoot after = SourceRoot.open(mount);
            assertThat(after.isEmpty()).isTrue();
            assertThat(after.identity().isSameAs(before.identity())).isFalse();
            assertUnreachable(
                    () -> SourceGuard.checkRoot(Optional.of(before.identity()), after.identity(), after.isEmpty(), 2));
            Files.writeString(mount.resolve("put here by mistake"), "x");
            SourceRoot wrong = SourceRoot.open(mount);
            assertThatThrownBy(() ->
                            SourceGuard.checkRoot(Optional.of(before.identity()), wrong.identity(), wrong.isEmpty(), 2))
                    .isInstanceOfSatisfying(
                            SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_CHANGED));
        } finally {
            if (isMounted) {
                Commands.run("umount", mount.toString());
            }
        }
    }

    @Test
    @DisplayName(
            "D-2 a folder that another one takes the place of, while it is looked at, is not looked into, and is not complete")
    void exchangedWhileLookedAt() throws Exception {
        fillAStretch();
        FolderScan scan = tree.scan("d");
        assertThat(scan.next()).isNotNull();

        Files.move(tree.at("d"), directory.resolve("away"));
        tree.file("elsewhere/b.csv").file("elsewhere/z.csv").link("d", "elsewhere");

        assertThat(texts(scan)).noneMatch(path -> path.equals("d/b.csv") || path.equals("d/z.csv"));
        assertThat(scan.report().complete()).isFalse();
    }

    @Test
    @DisplayName("CORE-2 a file that grows is given as it is when it is looked at")
    void growing() throws Exception {
        fillAStretch();
        FolderScan scan = tree.scan("d");
        assertThat(scan.next()).isNotNull();

        Files.writeString(tree.at("d/b.csv"), "longer than it was before");

        SourceEntry grown = scan.next();
        while (grown != null && !grown.path().text().equals("d/b.csv")) {
            grown = scan.next();
        }
        assertThat(grown).isNotNull();
        assertThat(grown.sizeBytes()).isEqualTo(25);
    }

    static void assertUnreachable(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(SyncException.class, e -> assertThat(e.code())
                .isEqualTo(ErrorCode.SOURCE_UNREACHABLE));
    }
}
