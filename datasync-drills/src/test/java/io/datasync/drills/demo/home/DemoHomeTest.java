package io.datasync.drills.demo.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.datasync.drills.demo.ending.DemoFailure;
import io.datasync.drills.demo.ending.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoHomeTest {
    @TempDir
    private Path folder;

    @Test
    @DisplayName("One demo holds a home; it says where it is, and nothing once it has gone")
    void oneDemoHoldsAHome() throws DemoFailure, IOException {
        Path home = folder.resolve("home");
        assertThat(DemoHome.running(home)).isEmpty();
        try (DemoHome held = DemoHome.hold(home)) {
            assertThat(DemoHome.running(home)).isEmpty();
            var where = new DemoHome.Running(8081, Path.of("/archive/with \"quotes\" and ü"));
            held.announce(where);
            assertThat(DemoHome.running(home)).contains(where);
            assertThatExceptionOfType(DemoFailure.class)
                    .isThrownBy(() -> DemoHome.hold(home))
                    .withMessageContaining("8081")
                    .satisfies(failure -> assertThat(failure.ending()).isEqualTo(Ending.ALREADY_RUNNING));
        }
        assertThat(DemoHome.running(home)).isEmpty();
        DemoHome.hold(home).close();
    }

    @Test
    @DisplayName("I-10 only the owner may look into the home")
    void onlyTheOwnerMayLook() throws DemoFailure, IOException {
        Path home = folder.resolve("home");
        DemoHome.hold(home).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
                .isEqualTo("rwx------");
    }

    @Test
    @DisplayName("A home that cannot be made is said")
    void aHomeThatCannotBeMadeIsSaid() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatExceptionOfType(DemoFailure.class)
                .isThrownBy(() -> DemoHome.hold(file.resolve("home")))
                .satisfies(failure -> assertThat(failure.line()).endsWith("(configuration_invalid)"));
    }
}
