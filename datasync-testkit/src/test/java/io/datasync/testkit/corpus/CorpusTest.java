package io.datasync.testkit.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusTest {
    private static final LocalDate DAY = LocalDate.of(2026, 4, 23);

    @TempDir
    Path folder;

    @Test
    void whatIsPlantedIsWhatIsThere() throws IOException {
        Corpus corpus = everything(folder.resolve("source"), 7);
        assertThat(count(corpus.root())).isEqualTo(corpus.planted());
        assertThat(corpus.planted().files()).isGreaterThan(80);
        assertThat(corpus.planted().links()).isEqualTo(6);
        assertThat(corpus.planted().specials()).isEqualTo(1);
        assertThat(corpus.planted().unreadable()).isEqualTo(1);
    }

    @Test
    void oneSeedMakesOneTree() throws IOException {
        var first = contents(everything(folder.resolve("1"), 7).root());
        assertThat(contents(everything(folder.resolve("2"), 7).root())).isEqualTo(first);
        assertThat(contents(everything(folder.resolve("3"), 8).root())).isNotEqualTo(first);
    }

    @Test
    void anInstrumentWritesDateFoldersWithFilesOfTwoToFortyKilobytes() throws IOException {
        Corpus corpus = new Corpus(folder, 1).instrument(DAY, 3, 40);
        try (Stream<Path> days = Files.list(folder)) {
            assertThat(days.map(day -> day.getFileName().toString()))
                    .containsExactlyInAnyOrder("2026-04-21", "2026-04-22", "2026-04-23");
        }
        assertThat(corpus.planted().files()).isEqualTo(120);
        assertThat(folder.resolve("2026-04-23/part-0040.csv")).exists();
        try (Stream<Path> files = Files.list(folder.resolve("2026-04-22"))) {
            for (Path file : files.toList()) {
                assertThat(Files.size(file)).isBetween(2_000L, 40_000L);
                assertThat(Files.getLastModifiedTime(file).toInstant())
                        .isBetween(Instant.parse("2026-04-22T06:00:00Z"), Instant.parse("2026-04-22T18:00:01Z"));
            }
        }
    }

    @Test
    @DisplayName("D-16 names of any bytes, also such that have one text")
    void oddNamesKeepTheirBytes() throws IOException {
        Path odd = new Corpus(folder, 1).oddNames().root().resolve("odd");
        // Listed by a program that knows nothing of Java's text: one line for each name, its bytes escaped.
        List<String> names = listed(odd);
        assertThat(names)
                .contains(
                        "line\\nbreak.csv",
                        "twin-\\376",
                        "twin-\\377",
                        "twin-\\357\\277\\275",
                        "half-\\303",
                        "gr\\303\\274n.csv",
                        "gru\\314\\210n.csv",
                        "\\342\\220\\233.csv",
                        ".datasync");
        assertThat(names).doesNotHaveDuplicates().hasSizeGreaterThan(50);
        assertThat(folder.resolve(".datasync/staging/part.csv")).isRegularFile();
        var texts = OddNames.twins().stream()
                .map(name ->
                        new String(name.in(odd).toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
        assertThat(texts.distinct()).hasSize(1);
    }

    @Test
    void aNameIsMadeOfBytesOfAName() {
        assertThatThrownBy(() -> RawName.ofBytes()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RawName.ofBytes('a', '/')).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RawName.ofBytes(0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(RawName.ofText("a b%41.csv").in(Path.of("x"))).isEqualTo(Path.of("x", "a b%41.csv"));
    }

    @Test
    void aDeepTreeIsAsDeepAsAsked() throws IOException {
        Corpus corpus = new Corpus(folder, 1).deep(85);
        assertThat(corpus.planted().folders()).isEqualTo(86);
        assertThat(corpus.planted().files()).isEqualTo(9);
        try (Stream<Path> all = Files.walk(folder)) {
            assertThat(all.mapToInt(path -> folder.relativize(path).toString().length())
                            .max())
                    .hasValue("deep".length() + 85 * 21 + "/here.csv".length());
        }
    }

    @Test
    void oneFileHasExactlyItsSizeAndStaysBelowTheRoot() throws IOException {
        Corpus corpus = new Corpus(folder.resolve("root"), 1).file("a/b/large.bin", 5_000_001);
        assertThat(folder.resolve("root/a/b/large.bin")).hasSize(5_000_001);
        assertThat(corpus.planted()).isEqualTo(new Planted(1, 5_000_001, 2, 0, 0, 0));
        assertThatThrownBy(() -> corpus.file("../out", 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Corpus everything(Path root, long seed) throws IOException {
        return new Corpus(root, seed)
                .instrument(DAY, 2, 10)
                .oddNames()
                .links()
                .pipe()
                .emptyFolders()
                .unreadable()
                .deep(12)
                .file("large/one.bin", 300_000);
    }

    /** Counts by listing, independently of what the maker says. */
    private static Planted count(Path root) throws IOException {
        long[] counts = new long[6];
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path entry, BasicFileAttributes attributes) {
                counts[2] += entry.equals(root) ? 0 : 1;
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path entry, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()) {
                    counts[0]++;
                    counts[1] += attributes.size();
                    counts[5] += Files.getPosixFilePermissions(entry).isEmpty() ? 1 : 0;
                } else {
                    counts[attributes.isSymbolicLink() ? 3 : 4]++;
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return new Planted(counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]);
    }

    /** Path as a URI to size, time and content; links and pipes without. */
    private static Map<String, String> contents(Path root) throws IOException {
        var all = new TreeMap<String, String>();
        try (Stream<Path> entries = Files.walk(root)) {
            for (Path entry : entries.toList()) {
                String name = root.toUri().relativize(entry.toUri()).getRawPath();
                boolean readable = Files.isRegularFile(entry) && Files.isReadable(entry);
                all.put(
                        name,
                        readable
                                ? Files.getLastModifiedTime(entry) + " " + Arrays.hashCode(Files.readAllBytes(entry))
                                : "");
            }
        }
        return all;
    }

    private static List<String> listed(Path folder) throws IOException {
        var lister = new ProcessBuilder(
                        "/bin/sh", "-c", "LC_ALL=C ls -A --quoting-style=c \"$1\"", "sh", folder.toString())
                .start();
        try (var output = lister.inputReader(StandardCharsets.US_ASCII)) {
            return output.lines()
                    .map(line -> line.substring(1, line.length() - 1))
                    .toList();
        }
    }
}
