package io.datasync.core.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ManyFilesTest {
    /** Fewer bytes than all the paths have. */
    private static final String HEAP = "-Xmx8m";

    private static final int FOLDERS = 50;
    private static final int FILES = 100;

    @TempDir
    Path directory;

    @Test
    @DisplayName(
            "CORE-1 I-11 a scan holds no more than the names on its way: 10 MB of paths pass through a heap of 8 MB")
    void inASmallHeap() throws Exception {
        Path root = directory.resolve("source");
        // Long names make few files weigh as much as many.
        String name = "n".repeat(240);
        Path day = root.resolve("2026-04-23")
                .resolve(name)
                .resolve(name)
                .resolve(name)
                .resolve(name);
        for (int i = 0; i < FOLDERS; i++) {
            Path folder =
                    Files.createDirectories(day.resolve(name + i).resolve(name).resolve(name));
            for (int j = 0; j < FILES; j++) {
                Files.createFile(folder.resolve(name + j));
            }
        }
        Commands.Outcome outcome = Commands.probe(
                Map.of("LC_ALL", "C.UTF-8"), List.of(), List.of(HEAP), root.toString(), ScanProbe.FOLDERS_ALONE);
        assertThat(outcome.exit()).as(outcome.output()).isZero();
        assertThat(outcome.output().lines())
                .last()
                .asString()
                .startsWith("folder 2026-04-23 files=" + FOLDERS * FILES + " path bytes=9");
    }
}
