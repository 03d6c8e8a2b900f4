package io.datasync.drills.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.archiver.Archiver;
import io.datasync.core.archiver.ArchiverBuilder;
import io.datasync.core.store.directory.DirectoryStore;
import io.datasync.drills.bench.cases.Subject;
import io.datasync.testkit.process.Launch;
import io.datasync.testkit.process.RunningProcess;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page on embedding says what runs. */
final class EmbeddingExampleTest {
    private static final Repository REPOSITORY = Repository.around();
    private static final Path EXAMPLE = REPOSITORY.root().resolve("docs/examples/ArchiveDirectory.java");

    @TempDir
    Path place;

    /** The jar, or the classes, that a type comes from. */
    private static String home(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
    }

    @Test
    @DisplayName("the example of the page is the file that is run here")
    void thePageShowsTheFile() throws IOException {
        String page = REPOSITORY.read("docs/embedding.md");
        assertThat(page).contains("```java\n" + Files.readString(EXAMPLE) + "```");
    }

    @Test
    @DisplayName("the compiler is told on the page what it is told where long runs are measured")
    void thePageShowsTheDirectives() throws IOException {
        assertThat(REPOSITORY.read("docs/embedding.md")).contains("```json\n" + Subject.DIGESTS_ALONE + "```");
    }

    @Test
    @DisplayName(
            "the example archives a folder with nothing on its class path but the core and Jackson's parser, and a repeat sends nothing")
    void theExampleRuns() throws Exception {
        Path source = place.resolve("source");
        Files.createDirectories(source.resolve("2026-04-23"));
        for (String name : List.of("2026-04-23/a.csv", "notes.txt")) {
            Files.setLastModifiedTime(Files.writeString(source.resolve(name), name), FileTime.fromMillis(0));
        }
        for (int times = 0; times < 2; times++) {
            assertThat(run(source)).contains("seen 2 = verified 2 + in flight 0 + excluded 0 + failed 0 + lost 0");
        }
        assertThat(place.resolve("archive/2026-04-23/a.csv")).hasContent("2026-04-23/a.csv");
        assertThat(place.resolve("archive/.datasync/job.json")).exists();
    }

    private List<String> run(Path source) throws Exception {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                home(DirectoryStore.class)
                        + File.pathSeparator
                        + home(Class.forName("com.fasterxml.jackson.core.JsonFactory")),
                EXAMPLE.toString(),
                source.toString(),
                place.resolve("archive").toString(),
                place.resolve("memory").toString());
        try (RunningProcess example = new Launch("example", command, place.resolve("log")).start()) {
            assertThat(example.awaitExit(Duration.ofSeconds(60))).isZero();
            return example.lastLines(9);
        }
    }

    @Test
    @DisplayName("the page names every method of an archiver and of its builder")
    void thePageNamesEveryMethod() throws IOException {
        String page = REPOSITORY.read("docs/embedding.md");
        for (Class<?> type : List.of(Archiver.class, ArchiverBuilder.class)) {
            List<String> unnamed = Arrays.stream(type.getDeclaredMethods())
                    .filter(method -> Modifier.isPublic(method.getModifiers()))
                    .map(Method::getName)
                    .distinct()
                    .filter(name -> !page.contains("`" + name + "("))
                    .collect(Collectors.toList());
            assertThat(unnamed).as(type.getSimpleName()).isEmpty();
        }
    }
}
