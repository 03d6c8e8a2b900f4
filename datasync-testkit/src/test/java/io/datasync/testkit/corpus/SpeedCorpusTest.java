package io.datasync.testkit.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.digest.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Corpora for measurements")
class SpeedCorpusTest {
    @TempDir
    Path folder;

    @Test
    void allFilesAreSpreadOverTheFoldersAndOld() throws IOException {
        Planted planted = SpeedCorpus.G.of(3, 20).make(folder.resolve("G"), 7, 2);
        assertThat(planted.files()).isEqualTo(20);
        assertThat(planted.folders()).isEqualTo(3);
        List<Path> files = files(folder.resolve("G"));
        assertThat(files).hasSize(20).allSatisfy(file -> {
            assertThat(Files.size(file)).isBetween(2_000L, 40_000L);
            assertThat(Files.getLastModifiedTime(file).toInstant()).isBefore(Instant.parse("2026-01-01T00:00:00Z"));
        });
        assertThat(files.stream().mapToLong(file -> file.toFile().length()).sum())
                .isEqualTo(planted.bytes());
        assertThat(folder.resolve("G/2025-12-31/part-0007.csv")).exists();
        assertThat(folder.resolve("G/2025-12-29/part-0006.csv")).exists();
        assertThat(folder.resolve("G/2025-12-29/part-0007.csv")).doesNotExist();
    }

    @Test
    void oneSeedMakesOneTreeWhateverTheThreads() throws IOException {
        SpeedCorpus small = SpeedCorpus.M.of(5, 60);
        small.make(folder.resolve("1"), 7, 1);
        small.make(folder.resolve("2"), 7, 4);
        small.make(folder.resolve("3"), 8, 4);
        assertThat(contents(folder.resolve("2"))).isEqualTo(contents(folder.resolve("1")));
        assertThat(contents(folder.resolve("3"))).isNotEqualTo(contents(folder.resolve("1")));
    }

    @Test
    void newFilesComeToTheNewestFolderAndEachRoundBringsOthers() throws IOException {
        SpeedCorpus small = SpeedCorpus.G.of(2, 4);
        Path root = folder.resolve("G");
        small.make(root, 7, 1);
        assertThat(small.add(root, 7, 0, 5).files()).isEqualTo(5);
        assertThat(small.add(root, 7, 1, 5).files()).isEqualTo(5);
        assertThat(files(root)).hasSize(14);
        assertThat(files(root.resolve("2025-12-31"))).hasSize(12);
        assertThat(new HashSet<>(contents(root).values()))
                .as("different contents")
                .hasSize(14);
    }

    @Test
    void whatCannotBeMadeIsRefused() throws IOException {
        assertThatThrownBy(() -> SpeedCorpus.G.of(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SpeedCorpus.G.of(2, 1)).isInstanceOf(IllegalArgumentException.class);
        Path there = Files.createDirectory(folder.resolve("there"));
        assertThatThrownBy(() -> SpeedCorpus.G.of(1, 1).make(there, 7, 1)).isInstanceOf(IOException.class);
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static SortedMap<Path, String> contents(Path root) throws IOException {
        SortedMap<Path, String> contents = new TreeMap<>();
        for (Path file : files(root)) {
            Digest digest = Digest.of(Digest.sha256().digest(Files.readAllBytes(file)));
            contents.put(root.relativize(file), digest.hex() + " " + Files.getLastModifiedTime(file));
        }
        return contents;
    }
}
