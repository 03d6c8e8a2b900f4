package io.datasync.testkit.scan;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.manifest.Ticks;
import io.datasync.core.path.FolderName;
import io.datasync.core.scan.FolderReport;
import io.datasync.core.scan.NioSourceTree;
import io.datasync.core.scan.ScanSettings;
import io.datasync.core.scan.SourceRoot;
import io.datasync.core.scan.TreeScanner;
import io.datasync.testkit.corpus.Corpus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScanOfCorpusTest {
    private static final long SEED = 20_260_423;

    @TempDir
    Path folder;

    private Corpus corpus;
    private final List<SourceEntry> entries = new ArrayList<>();
    private final List<FolderReport> reports = new ArrayList<>();

    @BeforeEach
    void makeAndScan() throws Exception {
        corpus = new Corpus(folder.resolve("source"), SEED)
                .instrument(LocalDate.of(2026, 4, 23), 5, 20)
                .oddNames()
                .links()
                .pipe()
                .emptyFolders()
                .deep(90)
                .file("at the root.csv", 3);
        TreeScanner scanner = new TreeScanner(SourceRoot.open(corpus.root()), ScanSettings.DEFAULT);
        scanner.scan(scanner.folders(), scan -> {
            List<SourceEntry> found = new ArrayList<>();
            for (SourceEntry entry = scan.next(); entry != null; entry = scan.next()) {
                found.add(entry);
            }
            assertThat(found).isSortedAccordingTo(SourceEntry.CANONICAL_ORDER);
            assertThat(found).allMatch(entry -> entry.path().folder().equals(scan.folder()));
            synchronized (entries) {
                entries.addAll(found);
                reports.add(scan.report());
            }
        });
    }

    @Test
    @DisplayName("CORE-1 a scan finds every file, link and special file that was planted, and nothing else")
    void countsArePlanted() {
        assertThat(reports).allMatch(FolderReport::complete);
        assertThat(reports.stream().mapToLong(FolderReport::files).sum())
                .isEqualTo(corpus.planted().files());
        assertThat(reports.stream().mapToLong(FolderReport::links).sum())
                .isEqualTo(corpus.planted().links());
        assertThat(reports.stream().mapToLong(FolderReport::special).sum())
                .isEqualTo(corpus.planted().specials());
        assertThat(reports.stream().mapToLong(FolderReport::failed).sum()).isZero();
        assertThat(entries.stream().mapToLong(SourceEntry::sizeBytes).sum())
                .isEqualTo(corpus.planted().bytes());
        assertThat(entries.stream().filter(entry -> entry.kind() == EntryKind.FOLDER))
                .extracting(entry -> entry.path().text())
                .containsExactlyInAnyOrder("1999-12-31", "empty/inner", "special");
    }

    @Test
    @DisplayName("CORE-1 paths, sizes and times are those that find prints")
    void agreesWithFind() throws Exception {
        TreeMap<String, String> expected = new TreeMap<>();
        String output = find("-type", "f", "-printf", "%P\\n%s\\n%T@\\0");
        for (int at = 0; at < output.length(); ) {
            int end = output.indexOf('\0', at);
            String record = output.substring(at, end);
            at = end + 1;
            int time = record.lastIndexOf('\n');
            int size = record.lastIndexOf('\n', time - 1);
            expected.put(
                    record.substring(0, size),
                    record.substring(size + 1, time) + " " + ticks(record.substring(time + 1)));
        }

        TreeMap<String, String> found = new TreeMap<>();
        for (SourceEntry entry : entries) {
            if (entry.kind() == EntryKind.FILE) {
                found.put(new String(entry.path().bytes(), ISO_8859_1), entry.sizeBytes() + " " + entry.ticks());
            }
        }

        assertThat(found).isEqualTo(expected).hasSizeGreaterThan(150);
    }

    private static long ticks(String secondsAndFraction) {
        int dot = secondsAndFraction.indexOf('.');
        long nanos = Long.parseLong((secondsAndFraction.substring(dot + 1) + "000000000").substring(0, 9));
        return Ticks.of(Instant.ofEpochSecond(Long.parseLong(secondsAndFraction.substring(0, dot)), nanos));
    }

    /** What find prints, each byte as one character, so that no name is lost. */
    private String find(String... expression) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("find", corpus.root().toString()));
        command.addAll(List.of(expression));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), ISO_8859_1);
        assertThat(process.waitFor()).isZero();
        return output;
    }

    @Test
    @DisplayName("CORE-2 every entry is found again under its path, unchanged, and can be opened")
    void everyEntryIsFoundAgain() throws Exception {
        NioSourceTree source = new NioSourceTree(SourceRoot.open(corpus.root()));
        for (SourceEntry entry : entries) {
            assertThat(source.stat(entry.path())).contains(entry);
            if (entry.kind() == EntryKind.FILE) {
                source.open(entry.path()).close();
            }
        }
    }

    @Test
    @DisplayName("D-10 a folder called .datasync in the source is a folder like any other")
    void reservedNames() throws Exception {
        assertThat(reports).extracting(FolderReport::folder).contains(FolderName.ROOT, FolderName.parse(".datasync"));
        assertThat(entries)
                .extracting(entry -> entry.path().text())
                .contains(".datasync/staging/part.csv", "at the root.csv");
    }
}
