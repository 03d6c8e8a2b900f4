package io.datasync.testkit.cycle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Cycles of one thread, the server's rules and the twins do the same in every JVM")
class SameInEveryJvmTest {
    private static final int SEEDS = 8;

    @TempDir
    Path folder;

    private List<String> elsewhere(String name, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(
                SeededWorld.class.getName(),
                "1",
                "" + SEEDS,
                folder.resolve(name).toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            List<String> sums = new String(process.getInputStream().readAllBytes(), UTF_8)
                    .lines()
                    .toList();
            assertThat(process.waitFor()).isZero();
            return sums;
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    @DisplayName("the same seed gives the same calls, in another process, with other hash codes of objects")
    void theSameEverywhere() throws Exception {
        List<String> here = new ArrayList<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            here.add(SeededWorld.sum(seed, folder.resolve("here"), line -> {}));
        }
        assertThat(here).doesNotHaveDuplicates();
        assertThat(elsewhere("there", "-XX:+UnlockExperimentalVMOptions", "-XX:hashCode=3"))
                .isEqualTo(here);
    }
}
