package io.datasync.drills.demo.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.datasync.core.lease.JobId;
import io.datasync.drills.demo.ending.DemoFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlacesTest {
    @TempDir
    private Path temporary;

    private Path folder = Path.of("");
    private Path home = Path.of("");
    private Path source = Path.of("");

    @BeforeEach
    void folders() throws IOException {
        folder = temporary.toRealPath();
        home = folder.resolve("home");
        source = Files.createDirectory(folder.resolve("source"));
    }

    private void refused(Path where, Optional<Path> what, Optional<Path> archive, String code) {
        assertThatExceptionOfType(DemoFailure.class)
                .isThrownBy(() -> Places.of(where, what, archive))
                .satisfies(failure -> assertThat(failure.line()).endsWith("(" + code + ")"));
    }

    @Test
    @DisplayName("Without source and archive both lie below the home, and nothing is made yet")
    void everythingLiesBelowTheHome() throws DemoFailure {
        Places places = Places.of(home, Optional.empty(), Optional.empty());
        assertThat(places).isEqualTo(new Places(home, home.resolve("source"), true, home.resolve("archive")));
        assertThat(home).doesNotExist();
    }

    @Test
    @DisplayName("A source that is missing or no folder is unreachable")
    void aSourceMustBeThere() throws IOException {
        refused(home, Optional.of(folder.resolve("none")), Optional.empty(), "source_unreachable");
        Path file = Files.createFile(folder.resolve("file"));
        refused(home, Optional.of(file), Optional.empty(), "source_unreachable");
    }

    @Test
    @DisplayName("An archive that cannot be made is refused before anything starts")
    void anArchiveMustBePossible() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        refused(home, Optional.of(source), Optional.of(file), "wrong_call");
        refused(home, Optional.of(source), Optional.of(file.resolve("below/it")), "wrong_call");
    }

    @Test
    @DisplayName("No folder of the demo lies inside another one's, also when links hide it")
    void foldersAreApart() throws IOException {
        Path inside = Files.createDirectories(source.resolve("inside"));
        refused(home, Optional.of(source), Optional.of(source), "wrong_call");
        refused(home, Optional.of(inside), Optional.of(source), "wrong_call");
        refused(home, Optional.of(source), Optional.of(inside.resolve("new/archive")), "wrong_call");
        refused(source.resolve(".datasync-demo"), Optional.of(source), Optional.of(folder.resolve("a")), "wrong_call");
        refused(folder, Optional.of(source), Optional.of(folder.resolve("a")), "wrong_call");

        Path link = Files.createSymbolicLink(folder.resolve("link"), source);
        refused(home, Optional.of(source), Optional.of(link.resolve("archive")), "wrong_call");
    }

    @Test
    @DisplayName("D-40 another source or another archive is another job, the same ones are the same job")
    void aJobIsASourceAndAnArchive() throws DemoFailure, IOException {
        Path other = Files.createDirectories(folder.resolve("other/source"));
        String job = Places.of(home, Optional.of(source), Optional.empty()).job();
        Path link = Files.createSymbolicLink(folder.resolve("link"), source);
        Files.createDirectories(home.resolve("archive"));
        assertThat(Places.of(home, Optional.of(link), Optional.empty()).job()).isEqualTo(job);
        assertThat(Places.of(home, Optional.of(other), Optional.empty()).job()).isNotEqualTo(job);
        assertThat(Places.of(home, Optional.of(source), Optional.of(folder.resolve("a")))
                        .job())
                .isNotEqualTo(job);
    }

    @Test
    @DisplayName("Every folder's name gives a job's id")
    void everyNameGivesAnId() throws DemoFailure, IOException {
        for (String name : new String[] {"über uns", "..x", "-", "x".repeat(200), "line\nbreak"}) {
            Path odd = Files.createDirectory(folder.resolve(name));
            String job = Places.of(home, Optional.of(odd), Optional.empty()).job();
            assertThat(new JobId(job).text()).isEqualTo(job);
        }
        String root = Places.of(Path.of("/nowhere"), Optional.of(source), Optional.empty())
                .job();
        assertThat(root).startsWith("source-");
    }
}
