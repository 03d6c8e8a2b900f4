package io.datasync.core.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a scan may not read. Root may read everything, so that each test scans without its rights. */
final class UnreadableTest {
    @TempDir
    Path directory;

    private SourceTreeOnDisk tree;
    private List<String> unprivileged = List.of();

    @BeforeEach
    void makeTree() throws Exception {
        unprivileged = Commands.unprivileged();
        tree = new SourceTreeOnDisk(Files.createDirectory(directory.resolve("source")));
        tree.file("d/a.csv").file("d/shut/b.csv").file("d/z.csv").file("e/c.csv");
        Commands.run("chmod", "-R", "a+rX", directory.toString());
    }

    @AfterEach
    void open() throws Exception {
        Commands.run("chmod", "-R", "u+rwX", directory.toString());
    }

    private void permit(String text, String permissions) throws Exception {
        Files.setPosixFilePermissions(
                text.equals(".") ? tree.root() : tree.at(text), PosixFilePermissions.fromString(permissions));
    }

    private List<String> scan() throws Exception {
        Commands.Outcome outcome = Commands.probe(
                Map.of("LC_ALL", "C.UTF-8"),
                unprivileged,
                List.of(),
                tree.root().toString());
        assertThat(outcome.exit()).as(outcome.output()).isZero();
        return outcome.output().lines().toList();
    }

    @Test
    @DisplayName("CORE-2 a folder that cannot be listed is named, makes its folder incomplete, and delays nobody else")
    void unreadableFolder() throws Exception {
        permit("d/shut", "---------");

        assertThat(scan())
                .containsExactly(
                        "folder . seen=0 files=0 failed=0 complete=true",
                        "entry d/a.csv readable",
                        "entry d/z.csv readable",
                        "skipped d/shut FAILED file_unreadable",
                        "folder d seen=2 files=2 failed=0 complete=false",
                        "entry e/c.csv readable",
                        "folder e seen=1 files=1 failed=0 complete=true");
    }

    @Test
    @DisplayName("D-2 files that are listed and cannot be looked at are failed and have not vanished")
    void folderWithoutTheRightToLook() throws Exception {
        permit("d/shut", "r--r--r--");

        assertThat(scan())
                .contains(
                        "skipped d/shut/b.csv FAILED file_unreadable",
                        "folder d seen=3 files=2 failed=1 complete=false");
    }

    @Test
    @DisplayName("D-2 a first-level folder that cannot be listed is incomplete, not empty")
    void unreadableFirstLevelFolder() throws Exception {
        permit("e", "---------");

        assertThat(scan())
                .contains(
                        "folder . seen=0 files=0 failed=0 complete=true",
                        "skipped e FAILED file_unreadable",
                        "folder e seen=0 files=0 failed=0 complete=false",
                        "folder d seen=3 files=3 failed=0 complete=true");
    }

    @Test
    @DisplayName("CORE-2 a file that may not be read is an entry, and opening it says why it failed")
    void unreadableFile() throws Exception {
        permit("d/a.csv", "---------");

        assertThat(scan())
                .contains(
                        "entry d/a.csv file_unreadable",
                        "entry d/z.csv readable",
                        "folder d seen=3 files=3 failed=0 complete=true");
    }

    @Test
    @DisplayName("D-2 a root that cannot be listed is unreachable, not empty")
    void unreadableRoot() throws Exception {
        permit(".", "--x--x--x");

        assertThat(scan()).containsExactly("refused source_unreachable");
    }
}
