package io.datasync.drills.bench.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What kills leave is counted")
class KillResultTest {
    private static final KillResult CLEAN = new KillResult("tool", 1, 0, 0, 0, 0, 0, List.of(0));

    @Test
    void roundsAddUpAndEachExitCodeIsNamedOnce() {
        KillResult sum = KillResult.none("tool")
                .plus(new KillResult("tool", 1, 2, 1, 3, 4, 50, List.of(0)))
                .plus(new KillResult("tool", 1, 1, 0, 0, 1, 5, List.of(1)))
                .plus(CLEAN);
        assertThat(sum).isEqualTo(new KillResult("tool", 3, 3, 1, 3, 5, 55, List.of(0, 1)));
    }

    @Test
    @DisplayName("clean is only who left nothing broken or over, copied nothing again, and ended well")
    void whatIsClean() {
        assertThat(CLEAN.isClean()).isTrue();
        assertThat(List.of(
                        new KillResult("tool", 1, 1, 0, 0, 0, 0, List.of(0)),
                        new KillResult("tool", 1, 0, 1, 0, 0, 0, List.of(0)),
                        new KillResult("tool", 1, 0, 0, 1, 0, 0, List.of(0)),
                        new KillResult("tool", 1, 0, 0, 0, 1, 0, List.of(0)),
                        new KillResult("tool", 1, 0, 0, 0, 0, 0, List.of(0, 1))))
                .noneMatch(KillResult::isClean);
    }

    @Test
    @DisplayName("a copy is looked at file by file: whole, broken, in flight, and what is no copy")
    void theStateOfACopy(@TempDir Path folder) throws IOException {
        Path source = folder.resolve("source");
        Path copy = folder.resolve("copy");
        Files.createDirectories(source.resolve("day"));
        Files.createDirectories(copy.resolve("day"));
        for (String name : List.of("whole", "broken", "flying")) {
            Files.writeString(source.resolve("day").resolve(name), "content");
            Files.writeString(copy.resolve("day").resolve(name), name.equals("broken") ? "cont" : "content");
        }
        Files.createLink(copy.resolve("day/.staged"), copy.resolve("day/flying"));
        CopyState state = CopyState.of(source, copy);
        assertThat(state.broken()).isEqualTo(1);
        assertThat(state.others()).containsOnlyKeys("day/.staged");
        assertThat(state.bytes()).isEqualTo(7 + 4 + 7 + 7);
        assertThat(state.copies().get("day/flying")).matches(file -> file.whole() && !file.published());
        assertThat(state.copies().get("day/whole")).matches(file -> file.whole() && file.published());

        assertThat(CopyState.of(source, copy).copies()).isEqualTo(state.copies());
        Files.delete(copy.resolve("day/whole"));
        Files.writeString(copy.resolve("day/whole"), "content");
        assertThat(CopyState.of(source, copy).copies().get("day/whole"))
                .as("written again")
                .isNotEqualTo(state.copies().get("day/whole"));
        assertThat(CopyState.of(source, folder.resolve("none")).copies()).isEmpty();
    }

    @Test
    void itIsPrinted() throws IOException {
        var report = new KillReport(
                Instant.EPOCH,
                "ext4",
                3,
                1,
                2,
                List.of(CLEAN, new KillResult("other", 1, 2, 0, 0, -1, 1 << 20, List.of(1))));
        assertThat(report.table())
                .contains("Seed 3.", "Load 1.0 before, 2.0 after")
                .containsPattern("\ntool +1 +0 +0 +0 +0 +0\\.0 +0\n")
                .containsPattern("\nother +1 +2 +0 +0 +- +1\\.0 +1\n");
        assertThat(report.json())
                .contains("{\"name\":\"tool\",\"kills\":1,", "\"exitCodes\":[0],\"clean\":true}", "\"clean\":false}");
    }
}
