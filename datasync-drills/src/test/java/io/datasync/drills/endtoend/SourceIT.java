package io.datasync.drills.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.balance.Balance;
import io.datasync.core.failure.SyncException;
import io.datasync.testkit.corpus.Corpus;
import io.datasync.testkit.process.RunningProcess;
import io.datasync.testkit.sandbox.Sandbox;
import io.datasync.testkit.sandbox.SandboxExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Sources that are not what one hopes for. */
@ExtendWith(SandboxExtension.class)
@ResourceLock(value = SandboxExtension.SERVER, mode = ResourceAccessMode.READ)
class SourceIT {
    private static final LocalDate LAST_DAY = LocalDate.of(2026, 4, 23);
    private static final int SOURCE = 4;
    private static final int PARTIAL = 3;

    @Test
    @DisplayName(
            "D-2 a source that is unmounted, empty or exchanged between two runs fails the run and touches no row, until a person accepts it")
    void anAbsentSourceIsNotAnEmptyOne(Sandbox sandbox) throws IOException, SyncException {
        try (Pc pc = Pc.in(sandbox, "source-gone")) {
            pc.corpus(11).instrument(LAST_DAY, 2, 10);
            assertThat(pc.once().exitCode()).isZero();
            Path aside = pc.source().resolveSibling("source-gone-aside");

            Files.move(pc.source(), aside);
            assertRefused(pc, "source_unreachable");
            Files.createDirectory(pc.source());
            assertRefused(pc, "source_unreachable", "source_changed");
            new Corpus(pc.source(), 12).instrument(LAST_DAY, 2, 10);
            assertRefused(pc, "source_changed");

            Path other = pc.source().resolveSibling("source-gone-other");
            Files.move(pc.source(), other);
            Files.move(aside, pc.source());
            Run back = pc.once();
            assertThat(back.exitCode()).as(back.toString()).isZero();
            assertThat(back.uploaded()).isZero();
            pc.assertWhole();

            Files.move(pc.source(), aside);
            Files.move(other, pc.source());
            assertRefused(pc, "source_changed");
            Run accepted = pc.once("--job", pc.jobId(), "--accept-source");
            assertThat(accepted.exitCode()).as(accepted.toString()).isZero();
            assertThat(accepted.uploaded()).isEqualTo(20);
            assertThat(pc.once().uploaded()).isZero();
            pc.assertWhole();
        }
    }

    private static void assertRefused(Pc pc, String... codes) throws IOException, SyncException {
        Run run = pc.once();
        assertThat(run.exitCode()).as(run.toString()).isEqualTo(SOURCE);
        assertThat(run.code()).isIn((Object[]) codes);
        assertThat(run.uploaded()).isZero();
        assertThat(pc.journal().losses()).isZero();
        assertThat(pc.journal().verified()).isGreaterThanOrEqualTo(20);
        assertThat(pc.indexedAtSource()).isEqualTo(pc.journal().verified());
        assertThat(pc.runs().get(0).get("state").text()).isEqualTo("failed");
        assertThat(pc.runs().get(0).get("code").text()).isEqualTo(run.code());
    }

    @Test
    @DisplayName("CORE-2 an unreadable file fails alone, by name, and delays nobody else")
    void anUnreadableFileFailsAlone(Sandbox sandbox) throws IOException {
        try (Pc pc = Pc.in(sandbox, "source-unreadable")) {
            pc.corpus(13).instrument(LAST_DAY, 1, 10).unreadable();
            openToAll(pc.archive());
            pc.agent().unprivileged();
            openToAll(pc.agent().home());

            Run run = pc.once();
            assertThat(run.exitCode()).as(run.toString()).isEqualTo(PARTIAL);
            assertThat(run.balance()).isEqualTo(new Balance(11, 10, 0, 0, 1, 0));
            assertThat(run.failures()).containsExactly("unreadable/closed.csv file_unreadable");

            // Its folder still lists its name, and nothing more: it is tried again and counted once.
            Path folder = pc.source().resolve("unreadable");
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r--r--r--"));
            Run listed = pc.once();
            assertThat(listed.exitCode()).as(listed.toString()).isEqualTo(PARTIAL);
            assertThat(listed.balance()).isEqualTo(new Balance(11, 10, 0, 0, 1, 0));
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));

            Files.setPosixFilePermissions(
                    pc.source().resolve("unreadable/closed.csv"), PosixFilePermissions.fromString("r--r--r--"));
            Run readable = pc.once();
            assertThat(readable.exitCode()).as(readable.toString()).isZero();
            assertThat(readable.uploaded()).isEqualTo(1);
            assertThat(pc.mirror().differences()).isEmpty();
        }
    }

    @Test
    @DisplayName("CORE-1 an unreadable folder is named, and nothing in it is called gone")
    void anUnreadableFolderIsNamed(Sandbox sandbox) throws IOException, SyncException {
        try (Pc pc = Pc.in(sandbox, "source-closed")) {
            pc.corpus(14).instrument(LAST_DAY, 2, 10);
            openToAll(pc.archive());
            pc.agent().unprivileged();
            openToAll(pc.agent().home());
            assertThat(pc.once().exitCode()).isZero();

            Path closed = pc.source().resolve("2026-04-22");
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
            Run run = pc.once();
            assertThat(run.exitCode()).as(run.toString()).isEqualTo(PARTIAL);
            assertThat(run.balance().lost()).isZero();
            assertThat(pc.indexedAtSource()).isEqualTo(20);

            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwxr-xr-x"));
            assertThat(pc.once().uploaded()).isZero();
        }
    }

    @Test
    @DisplayName("CORE-2 a file that is written to while it is read is not archived before it holds still")
    void aFileBeingWrittenWaits(Sandbox sandbox) throws IOException, SyncException {
        try (Pc pc = Pc.in(sandbox, "source-writing")) {
            pc.corpus(15).instrument(LAST_DAY, 1, 5);
            Path growing = pc.source().resolve("2026-04-23/growing.csv");
            var stop = new AtomicBoolean();
            var writer = new Thread(() -> rewrite(growing, stop), "writer");
            writer.start();
            try {
                Run run = pc.once("--settle", "3");
                assertThat(run.exitCode()).as(run.toString()).isZero();
                assertThat(run.balance()).isEqualTo(new Balance(6, 5, 1, 0, 0, 0));
                assertThat(run.waiting()).containsExactly("2026-04-23/growing.csv file_changed");
                assertThat(pc.archive().resolve("2026-04-23/growing.csv")).doesNotExist();
                assertThat(pc.mirror().staging()).isEmpty();
            } finally {
                stop.set(true);
                join(writer);
            }
            Run still = pc.once();
            assertThat(still.balance()).isEqualTo(new Balance(6, 6, 0, 0, 0, 0));
            assertThat(still.uploaded()).isEqualTo(1);
            pc.assertWhole();
        }
    }

    @Test
    @DisplayName("CORE-10 a source that purges while it is read: each file is archived whole or on record as lost")
    void aPurgingSourceIsAccountedFor(Sandbox sandbox) throws IOException, SyncException {
        try (Pc pc = Pc.in(sandbox, "source-purging")) {
            pc.corpus(16).instrument(LAST_DAY.minusDays(20), 1, 5);
            assertThat(pc.once().exitCode()).isZero();
            pc.corpus(17).instrument(LAST_DAY, 4, 150);
            Map<String, String> all = new TreeMap<>(pc.mirror().sourceContent());

            RunningProcess running = pc.beginOnce();
            running.await("some files are archived", Duration.ofMinutes(1), () -> pc.archivedFiles() > 20);
            // The newest go first, against the order of the uploads; less than half, which would not be believed.
            for (Path file : newestFirst(pc.source()).subList(0, 280)) {
                Files.delete(file);
            }
            Run first = Run.of(running.awaitExit(Duration.ofMinutes(1)), running.lastLines(2_000));
            Run last = pc.once();

            assertThat(last.exitCode()).as(last.toString()).isIn(0, PARTIAL);
            assertThat(pc.mirror().notArchived()).isEmpty();
            Map<String, String> archived = pc.mirror().archivedContent();
            archived.forEach((path, digest) -> assertThat(digest).as(path).isEqualTo(all.get(path)));
            List<String> missing = all.keySet().stream()
                    .filter(path -> !archived.containsKey(path))
                    .map(path -> path + " file_vanished")
                    .toList();
            assertThat(missing).as("deleted before they were archived").isNotEmpty();
            assertThat(pc.journal().losses()).as("on record as lost").isEqualTo(missing.size());
            assertThat(Stream.concat(first.lostFiles().stream(), last.lostFiles().stream()))
                    .as("named, each once")
                    .containsExactlyInAnyOrderElementsOf(missing);
            pc.assertWhole();
        }
    }

    private static List<Path> newestFirst(Path source) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            return files.filter(Files::isRegularFile)
                    .sorted((one, other) -> other.compareTo(one))
                    .toList();
        }
    }

    private static void rewrite(Path file, AtomicBoolean stop) {
        try {
            for (long round = 0; !stop.get(); round++) {
                Files.writeString(file, "round " + round + "\n".repeat((int) (round % 100)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets anybody read and write a tree. */
    static void openToAll(Path tree) throws IOException {
        List<Path> all;
        try (Stream<Path> entries = Files.walk(tree)) {
            all = entries.toList();
        }
        for (Path entry : all) {
            String mode = Files.isDirectory(entry) ? "rwxrwxrwx" : "rw-rw-rw-";
            Files.setPosixFilePermissions(entry, PosixFilePermissions.fromString(mode));
        }
    }
}
