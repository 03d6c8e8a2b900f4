package io.datasync.drills.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the repository says about itself is true: ids, links, and nothing of one machine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("Documents")
final class CitedIdsTest {
    private final Repository repository = Repository.around();
    private final List<Repository.Text> texts = new ArrayList<>();
    private final List<String> defined = new ArrayList<>();

    @BeforeAll
    void read() throws IOException {
        texts.addAll(repository.texts());
        defined.addAll(Ids.requirements(repository.read("docs/requirements.md")));
        defined.addAll(Ids.decisions(repository.read("docs/decisions.md")));
        defined.addAll(Ids.invariants(repository.read("docs/invariants.md")));
    }

    @Test
    @DisplayName("every id that code or documents cite is defined")
    void citedIdsAreDefined() {
        List<String> undefined = new ArrayList<>();
        for (Repository.Text text : texts) {
            for (String id : undefined(text.content(), new HashSet<>(defined))) {
                undefined.add(text.path() + ": " + id);
            }
        }

        assertThat(undefined).isEmpty();
    }

    @Test
    @DisplayName("every id is defined once")
    void idsAreDefinedOnce() {
        assertThat(defined).doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("the check reads what it is meant to read")
    void theCheckReadsTheRepository() {
        assertThat(texts)
                .extracting(Repository.Text::path)
                .contains("pom.xml", "docs/decisions.md", "CONTRIBUTING.md", thisFile())
                .noneMatch(path -> path.contains("/target/") || path.startsWith(".git/"));
        assertThat(defined).contains("CORE-1", "DR-A", "DR-1", "PLAT-4", "D-1", "D-41", "I-1", "I-14");
        assertThat(defined).hasSizeGreaterThan(140);
    }

    @Test
    @DisplayName("every relative link of a Markdown page leads somewhere")
    void linksLeadSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Repository.Text text : texts) {
            if (text.path().endsWith(".md")) {
                for (String link : MarkdownLinks.broken(
                        repository.root(), repository.root().resolve(text.path()))) {
                    broken.add(text.path() + ": " + link);
                }
            }
        }

        assertThat(broken).isEmpty();
    }

    @Test
    @DisplayName("nothing of one machine or one tracker is left")
    void nothingOfOneMachineIsLeft() {
        List<String> found = new ArrayList<>();
        for (Repository.Text text : texts) {
            found.addAll(ForbiddenText.in(text));
        }

        assertThat(found).isEmpty();
    }

    private static SortedSet<String> undefined(String text, Set<String> defined) {
        SortedSet<String> ids = new TreeSet<>(Ids.cited(text));
        ids.removeAll(defined);
        return ids;
    }

    private static String thisFile() {
        return "datasync-drills/src/test/java/" + CitedIdsTest.class.getName().replace('.', '/') + ".java";
    }

    /** On made-up texts, whose ids are put together so that the check above does not take them for citations. */
    @Nested
    @DisplayName("The check goes red")
    final class GoesRed {
        @Test
        @DisplayName("for an id of each form that is not defined")
        void forUndefinedIds() {
            for (String prefix : List.of("D", "I", "CORE", "RUN", "AGT", "API", "OPS", "SEC", "DR", "USE", "PLAT")) {
                String id = prefix + "-" + 999;

                assertThat(undefined("/** Publishing (" + id + ", D-6). */", new HashSet<>(defined)))
                        .containsExactly(id);
            }
            String scenario = "DR-" + 'Z';
            assertThat(undefined("see " + scenario + ".", new HashSet<>(defined)))
                    .containsExactly(scenario);
        }

        @Test
        @DisplayName("and not for words that only look like ids")
        void notForOtherWords() {
            String words = "UTF-8 SHA-256 WAL-1 MD-5 CD-1 SHA-D-1 -D-1 RFC-9457 D-n I-x VID-20 D-1st _I-1 AGRUN-3 id-1";

            assertThat(Ids.cited(words)).isEmpty();
        }

        @Test
        @DisplayName("for an id that is mentioned on a page but not defined there")
        void forAMentionThatDefinesNothing() {
            String page = "## D-1 Purge\nSee D-2.\n- **D-3** Balance\n- D-4 plain\n# D-5 title\n## D-60x\n";

            assertThat(Ids.decisions(page)).containsExactly("D-1", "D-3");
            assertThat(Ids.requirements(page)).isEmpty();
        }

        @Test
        @DisplayName("for a link to a missing file, a missing heading, or out of the repository")
        void forBrokenLinks(@TempDir Path root) throws IOException {
            Files.writeString(root.resolve("other.md"), "# One, two\n```\n# no heading\n```\n");
            Path page = Files.writeString(root.resolve("page.md"), """
                    [a](other.md) [b](other.md#one-two) [c](https://example.org/x) `[d](in-code.md)` [e](#here)
                    [f](gone.md) [g](other.md#no-heading) [h](../outside.md) [i](/etc/hostname) [j](#there)
                    ## Here
                    """);

            assertThat(MarkdownLinks.broken(root, page))
                    .containsExactly("gone.md", "other.md#no-heading", "../outside.md", "/etc/hostname", "#there");
        }

        @Test
        @DisplayName("for paths of a machine, numbers of a tracker and foreign registries")
        void forForbiddenText() {
            assertThat(ForbiddenText.in(new Repository.Text("a.md", "see " + "/wor" + "k/main/x")))
                    .hasSize(1);
            assertThat(ForbiddenText.in(new Repository.Text("a.md", "see ../" + "share" + "d/notes.md")))
                    .hasSize(1);
            assertThat(ForbiddenText.in(new Repository.Text("A.java", "// fixes Issue " + "#" + 12)))
                    .hasSize(1);
            assertThat(ForbiddenText.in(new Repository.Text("x/pom.xml", "<" + "mirror>")))
                    .hasSize(1);
            assertThat(ForbiddenText.in(new Repository.Text("x/.npmrc", "registry" + "=https://npm.example/")))
                    .hasSize(1);
            assertThat(ForbiddenText.in(
                            new Repository.Text("package-lock.json", "\"resolved\": \"https://npm.example/a\"")))
                    .hasSize(1);
            assertThat(ForbiddenText.in(new Repository.Text(
                            "b.md", "target/work/x, ${home}/work/x, shared cache, an issue, shared/ folders")))
                    .isEmpty();
        }
    }
}
