package io.datasync.drills.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MirrorTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    @DisplayName("The comparison sees a missing, a further, a truncated and an escaped file, and heeds no link")
    void theComparisonCanFail() throws IOException {
        Path source = Files.createDirectories(folder.resolve("source/a"));
        Path archive = Files.createDirectories(folder.resolve("archive/a"));
        var mirror = new Mirror(folder.resolve("source"), folder.resolve("archive"));
        Files.createSymbolicLink(source.resolve("link"), Path.of("nowhere"));
        Files.createDirectories(archive.resolveSibling(".datasync/staging"));
        Files.createDirectory(source.resolve(".datasync"));
        Files.createDirectory(archive.resolve(".datasync"));
        Files.createDirectory(source.resolveSibling(".datasync"));
        Files.createDirectory(archive.resolveSibling("\u241B2Edatasync"));
        assertThat(mirror.differences()).isEmpty();

        Files.writeString(source.resolve("equal"), "x");
        Files.writeString(archive.resolve("equal"), "x");
        Files.writeString(source.resolve("truncated"), "xy");
        Files.writeString(archive.resolve("truncated"), "x");
        Files.writeString(source.resolve("missing"), "x");
        Files.writeString(archive.resolve("further"), "x");
        assertThat(mirror.differences())
                .containsExactly(
                        "only in the archive: a/further", "only in the source: a/missing", "differs: a/truncated");
        assertThat(mirror.notArchived()).containsExactly("only in the source: a/missing", "differs: a/truncated");
        assertThat(mirror.diff())
                .anyMatch(line -> line.endsWith(": link"))
                .anyMatch(line -> line.endsWith(": missing"))
                .anyMatch(line -> line.startsWith("diff"));
    }
}
