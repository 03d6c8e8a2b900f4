package io.datasync.drills.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.balance.Balance;
import io.datasync.core.failure.SyncException;
import io.datasync.testkit.corpus.Corpus;
import io.datasync.testkit.corpus.Planted;
import io.datasync.testkit.sandbox.Sandbox;
import io.datasync.testkit.sandbox.SandboxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What must be right on every database. */
@Tag("database")
@ExtendWith(SandboxExtension.class)
@ResourceLock(value = SandboxExtension.SERVER, mode = ResourceAccessMode.READ)
class MainJobIT {
    private static final LocalDate LAST_DAY = LocalDate.of(2026, 4, 23);
    private static final Instant OLD = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    @DisplayName(
            "CORE-6 CORE-12 D-16 a tree of odd names, links and deep folders is archived byte for byte, and only once")
    void everyByteIsArchivedOnce(Sandbox sandbox) throws IOException, SyncException {
        try (Pc pc = Pc.in(sandbox, "main-odd")) {
            Corpus corpus = pc.corpus(1)
                    .instrument(LAST_DAY, 3, 40)
                    .oddNames()
                    .links()
                    .pipe()
                    .emptyFolders()
                    .deep(20)
                    .file("large/20-mb.bin", 20_000_003)
                    .file("large/empty.bin", 0);
            Planted planted = corpus.planted();

            Run first = pc.once();
            assertThat(first.exitCode()).as(first.toString()).isZero();
            long excluded = planted.links() + planted.specials();
            assertThat(first.balance())
                    .isEqualTo(new Balance(planted.files() + excluded, planted.files(), 0, excluded, 0, 0));
            assertThat(first.uploaded()).isEqualTo(planted.files());
            assertThat(pc.mirror().differences()).isEmpty();
            pc.assertWhole();

            Run second = pc.once();
            assertThat(second.exitCode()).isZero();
            assertThat(second.uploaded()).isZero();
            assertThat(second.balance()).isEqualTo(first.balance());
            assertThat(pc.runs()).extracting(run -> run.get("state").text()).containsExactly("success", "success");
        }
    }

    @Test
    @DisplayName("PLAT-4 diff -r --no-dereference -x .datasync shows the links and nothing else")
    void diffShowsOnlyTheLinks(Sandbox sandbox) throws IOException {
        try (Pc pc = Pc.in(sandbox, "main-diff")) {
            Corpus corpus = pc.corpus(2)
                    .instrument(LAST_DAY, 2, 20)
                    .links()
                    .emptyFolders()
                    .deep(11);
            assertThat(pc.once().exitCode()).isZero();
            List<String> lines = pc.mirror().diff();
            assertThat(lines)
                    .hasSize((int) corpus.planted().links())
                    .allMatch(line -> line.startsWith("Only in " + pc.source()));
        }
    }

    @Test
    @DisplayName("I-2 CORE-11 a changed file becomes a version, and the archive keeps what the source deleted")
    void nothingArchivedIsDestroyed(Sandbox sandbox) throws IOException, SyncException {
        try (Pc pc = Pc.in(sandbox, "main-change")) {
            pc.corpus(3).instrument(LAST_DAY, 2, 10);
            assertThat(pc.once().exitCode()).isZero();

            Path changed = pc.source().resolve("2026-04-23/part-0001.csv");
            byte[] before = Files.readAllBytes(changed);
            Files.writeString(changed, "another content\n");
            Files.setLastModifiedTime(changed, FileTime.from(OLD));
            Path deleted = pc.source().resolve("2026-04-22/part-0001.csv");
            Files.delete(deleted);

            Run run = pc.once();
            assertThat(run.exitCode()).as(run.toString()).isZero();
            assertThat(run.uploaded()).isEqualTo(1);
            assertThat(run.balance()).isEqualTo(new Balance(19, 19, 0, 0, 0, 0));
            assertThat(pc.mirror().differences()).containsExactly("only in the archive: 2026-04-22/part-0001.csv");
            Path versions = pc.archive().resolve(".datasync/versions/2026-04-23/part-0001.csv");
            try (Stream<Path> kept = Files.list(versions)) {
                assertThat(kept.toList()).singleElement().satisfies(version -> assertThat(version)
                        .hasBinaryContent(before));
            }
            pc.assertWhole();
            assertThat(pc.indexed()).as("the archive keeps it").isEqualTo(pc.indexedAtSource() + 1);
        }
    }
}
