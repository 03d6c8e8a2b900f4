package io.datasync.testkit.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.balance.Balance;
import io.datasync.core.cycle.CycleResult;
import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.Fact;
import io.datasync.core.store.directory.DirectoryOptions;
import io.datasync.testkit.corpus.FileTree;
import io.datasync.testkit.disk.RecordingDisk.Survival;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Power that fails at any moment of whole cycles, on real folders and files")
class PowerCutTest {
    private static final Path QUICK = Path.of("/dev/shm");
    private static final Map<String, String> LATER = new LinkedHashMap<>();

    static {
        LATER.put("2026-04-21/a.csv", "another content of a");
        LATER.put("2026-04-21/b.csv", "content of b");
        LATER.put("2026-04-22/c.csv", "content of c");
        LATER.put("2026-04-22/deep/d.csv", "content of d");
        LATER.put("2026-04-23/e.csv", "content of e");
    }

    private Path place = QUICK;

    @BeforeEach
    void aFolderInMemory() throws IOException {
        // Nothing here depends on the disk, and a thousand real barriers would take their time.
        place = Files.isWritable(QUICK)
                ? Files.createTempDirectory(QUICK, "power-cut")
                : Files.createTempDirectory("power-cut");
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        FileTree.delete(place);
    }

    /** A first cycle with some files, then one with a changed file and a new one. */
    private static void live(PcWithDisks pc) throws Exception {
        for (String path : List.of("2026-04-21/a.csv", "2026-04-21/b.csv", "2026-04-22/c.csv")) {
            pc.write(path, "content of " + path.charAt(11));
        }
        if (pc.cycle().isPresent()) {
            for (String path : List.of("2026-04-21/a.csv", "2026-04-22/deep/d.csv", "2026-04-23/e.csv")) {
                pc.write(path, LATER.getOrDefault(path, ""));
            }
            pc.cycle();
        }
    }

    private long moments(Survival survival, DirectoryOptions options) throws Exception {
        try (PcWithDisks pc = new PcWithDisks(place.resolve("whole"), survival, options)) {
            live(pc);
            return pc.moments();
        }
    }

    private void cutEverywhere(Survival survival, DirectoryOptions options, int stride) throws Exception {
        long moments = moments(survival, options);
        assertThat(moments).isGreaterThan(80);
        for (long moment = 0; moment < moments; moment += stride) {
            Path folder = place.resolve("at-" + moment);
            try (PcWithDisks pc = new PcWithDisks(folder, survival, options)) {
                assertThat(wrongAfterCut(pc, moment))
                        .as("%s, cut at moment %d", survival, moment)
                        .isEmpty();
            }
            FileTree.delete(folder);
        }
    }

    /** What does not hold after a cut at a moment and after the cycle that follows. */
    private static List<String> wrongAfterCut(PcWithDisks pc, long moment) throws Exception {
        pc.cutAt(moment);
        live(pc);
        int which = (int) (moment % 3);
        pc.powerCut(which != 1, which != 2, new Random(moment));
        List<String> wrong = new ArrayList<>();
        List<Fact> told = new ArrayList<>(pc.server.archived.values());
        told.addAll(pc.verified());
        assertKept(pc, told, "after the cut", wrong);
        heal(pc, wrong);
        assertKept(pc, told, "after the next cycle", wrong);
        return wrong;
    }

    private static void assertKept(PcWithDisks pc, List<Fact> facts, String when, List<String> wrong)
            throws IOException {
        for (Fact fact : facts) {
            if (!pc.holds(fact)) {
                wrong.add(when + " nothing has the content of " + fact);
            }
        }
    }

    private static void heal(PcWithDisks pc, List<String> wrong) throws IOException, SyncException {
        for (Map.Entry<String, String> file : LATER.entrySet()) {
            pc.write(file.getKey(), file.getValue());
        }
        CycleResult result = pc.cycle().orElseThrow();
        if (!result.balance().equals(new Balance(LATER.size(), LATER.size(), 0, 0, 0, 0))) {
            wrong.add("after the next cycle the balance is " + result.balance() + ", " + result.failures());
        }
        for (Map.Entry<String, String> file : LATER.entrySet()) {
            if (!pc.archived(file.getKey()).equals(file.getValue())) {
                wrong.add("after the next cycle another content is archived as " + file.getKey());
            }
        }
        if (!pc.staging().isEmpty()) {
            wrong.add("after the next cycle something is left: " + pc.staging());
        }
    }

    @Test
    @DisplayName(
            "D-7 I-1 I-8 when all is lost that no barrier covered, nothing verified is missing, and the next cycle makes good")
    void nothingElseSurvives() throws Exception {
        cutEverywhere(Survival.NOTHING, DirectoryOptions.DEFAULTS, 1);
    }

    @Test
    @DisplayName("D-7 as well with barriers that force each file and folder")
    void eachFileForced() throws Exception {
        cutEverywhere(Survival.NOTHING, DirectoryOptions.DEFAULTS.forcingEachFile(), 4);
    }

    @Test
    @DisplayName("D-7 as well on a disk that keeps names in their order and any part of the bytes")
    void namesSurviveInOrder() throws Exception {
        cutEverywhere(Survival.ORDERED, DirectoryOptions.DEFAULTS, 1);
    }

    @Test
    @DisplayName("D-7 a share whose barrier does nothing is noticed here")
    void aBarrierThatDoesNothingIsNoticed() throws Exception {
        for (Survival survival : Survival.values()) {
            List<String> wrong = new ArrayList<>();
            long moments = moments(survival, DirectoryOptions.DEFAULTS);
            for (long moment = 0; moment < moments && wrong.isEmpty(); moment++) {
                Path folder = place.resolve(survival + "-" + moment);
                try (PcWithDisks pc = new PcWithDisks(folder, survival, DirectoryOptions.DEFAULTS)) {
                    pc.shareDisk.lie();
                    wrong.addAll(wrongAfterCut(pc, moment));
                }
            }
            assertThat(wrong).as("%s", survival).anyMatch(what -> what.startsWith("after the cut"));
        }
    }
}
