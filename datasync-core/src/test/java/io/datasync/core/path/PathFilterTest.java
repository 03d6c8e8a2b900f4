package io.datasync.core.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.Property;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PathFilterTest {
    @ParameterizedTest
    @CsvSource({
        "*.tmp, a.tmp, true",
        "*.tmp, x/y/a.tmp, true",
        "*.tmp, .tmp, true",
        "*.tmp, a.tmp2, false",
        "*.tmp, a.tmp/b.csv, true",
        "Thumbs.db, x/thumbs.DB, true",
        "~$*, x/~$report.xlsx, true",
        "~$*, x/report~$.xlsx, false",
        "a?c, abc, true",
        "a?c, aüc, true",
        "a?c, a😀c, true",
        "a?c, a␛FFc, true",
        "a?c, ac, false",
        "a?c, abbc, false",
        "Ü, ü, false",
        "␛FC*, ␛FCber, true",
        "[ab].csv, a.csv, false",
        "[ab].csv, '[ab].csv', true",
        "raw/*.bin, raw/a.bin, true",
        "raw/*.bin, x/raw/a.bin, false",
        "raw/*.bin, raw/x/a.bin, false",
        "/notes.txt, notes.txt, true",
        "/notes.txt, x/notes.txt, false",
        "a/**/z, a/z, true",
        "a/**/z, a/b/c/z, true",
        "a/**/z, a/b/c/z/below.csv, true",
        "a/**/z, a/b/c/y, false",
        "**/z, z, true",
        "**/z, a/b/z, true",
        "cache/**, cache/a, true",
        "cache/**, cache, false",
        "**, a, true",
        "cache, a/cache/b.csv, true",
        "cache, a/cachet/b.csv, false",
        "*a*b*c, xaxbxaxbxc, true",
        "*a*b*c, xaxbxaxbx, false"
    })
    @DisplayName("AGT-8 a pattern matches as documented")
    void matches(String pattern, String path, boolean expected) throws Exception {
        PathFilter filter = PathFilter.of(List.of(), List.of(pattern));

        assertThat(filter.leavesOut(RelativePath.known(path))).isEqualTo(expected);
    }

    @Test
    @DisplayName("AGT-8 the examples of the documents are true")
    void documentedExamples() throws Exception {
        List<String> rows = Files.readAllLines(Path.of("..", "docs", "reference", "filters.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();
        assertThat(rows).hasSizeGreaterThan(10);
        for (String row : rows) {
            String[] columns = row.split("\\|", -1);
            PathFilter filter = PathFilter.of(List.of(), quoted(columns[1]));
            assertThat(quoted(columns[2])).as(row).isNotEmpty().allMatch(path -> leavesOut(filter, path));
            assertThat(quoted(columns[3])).as(row).isNotEmpty().noneMatch(path -> leavesOut(filter, path));
        }
    }

    private static List<String> quoted(String cell) {
        return Pattern.compile("`([^`]+)`")
                .matcher(cell)
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    private static boolean leavesOut(PathFilter filter, String path) {
        return filter.leavesOut(RelativePath.known(path));
    }

    @Test
    @DisplayName("AGT-14 what instruments leave about is excluded by default")
    void defaults() throws Exception {
        PathFilter filter = PathFilter.of(List.of(), PathFilter.DEFAULT_EXCLUDES);

        assertThat(filter.leavesOut(RelativePath.known("d/Thumbs.db"))).isTrue();
        assertThat(filter.leavesOut(RelativePath.known("d/~$a.docx"))).isTrue();
        assertThat(filter.leavesOut(RelativePath.known("d/x.tmp"))).isTrue();
        assertThat(filter.leavesOut(RelativePath.known("d/part-0042.csv"))).isFalse();
        assertThat(PathFilter.NOTHING.leavesOut(RelativePath.known("d/x.tmp"))).isFalse();
    }

    @Test
    @DisplayName("AGT-8 with patterns to include, only what one of them matches stays, unless it is excluded")
    void includeAndExclude() throws Exception {
        PathFilter filter = PathFilter.of(List.of("*.csv", "raw/**"), List.of("*.tmp", "raw/old"));

        assertThat(filter.leavesOut(RelativePath.known("d/a.csv"))).isFalse();
        assertThat(filter.leavesOut(RelativePath.known("d/a.bin"))).isTrue();
        assertThat(filter.leavesOut(RelativePath.known("raw/x/a.bin"))).isFalse();
        assertThat(filter.leavesOut(RelativePath.known("raw/x/a.tmp"))).isTrue();
        assertThat(filter.leavesOut(RelativePath.known("raw/old/a.csv"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "a//b", "a/", "../a", "a/./b", "a\\b", "a**", "a/**b", "a\nb", "␛", "␛41", "a␛zz"})
    @DisplayName("AGT-12 a pattern that cannot be understood is refused and named")
    void badPatterns(String pattern) {
        assertThatThrownBy(() -> PathFilter.of(List.of(pattern), List.of()))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID))
                .hasMessageContaining(pattern);
    }

    @Test
    @DisplayName("I-11 patterns are bounded in number and length, and matching in time")
    void bounded() throws Exception {
        assertThatThrownBy(() -> PathFilter.of(List.of(), Collections.nCopies(1_001, "a")))
                .hasMessageContaining("1001");
        assertThatThrownBy(() -> PathFilter.of(List.of(), List.of("a".repeat(2049))))
                .isInstanceOf(SyncException.class);
        PathFilter stars = PathFilter.of(List.of(), List.of("*a".repeat(1000), "**/a/".repeat(400) + "b"));
        RelativePath name = RelativePath.known("a".repeat(999) + "b");
        RelativePath deep = RelativePath.known("a/".repeat(900) + "c");

        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            assertThat(stars.leavesOut(name)).isFalse();
            assertThat(stars.leavesOut(deep)).isFalse();
        });
    }

    @Test
    @DisplayName("AGT-8 patterns agree with regular expressions of the same meaning")
    void agreesWithRegularExpressions() {
        Property.holds(3_000, random -> {
            String pattern = draw(random.nextInt(5) + 1, "ab*?/", random.nextLong());
            String path = draw(random.nextInt(6) + 1, "abab/", random.nextLong());
            if (pattern.contains("**") || !isPath(pattern) || !isPath(path)) {
                return;
            }
            String regex = pattern.replace("*", "[^/]*").replace("?", "[^/]");
            String prefix = pattern.contains("/") ? "" : "(.*/)?";

            boolean expected = Pattern.matches(prefix + regex + "(/.*)?", path);

            assertThat(PathFilter.of(List.of(), List.of(pattern)).leavesOut(RelativePath.known(path)))
                    .as("%s on %s", pattern, path)
                    .isEqualTo(expected);
        });
    }

    private static boolean isPath(String text) {
        return !text.startsWith("/") && !text.endsWith("/") && !text.contains("//");
    }

    private static String draw(int length, String alphabet, long seed) {
        StringBuilder text = new StringBuilder();
        new java.util.Random(seed).ints(length, 0, alphabet.length()).forEach(i -> text.append(alphabet.charAt(i)));
        return text.toString();
    }
}
