package io.datasync.drills.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.datasync.core.failure.SyncException;
import io.datasync.testkit.sandbox.Sandbox;
import io.datasync.testkit.sandbox.SandboxExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Archives that are full, gone, or back again. */
@ExtendWith(SandboxExtension.class)
@ResourceLock(value = SandboxExtension.SERVER, mode = ResourceAccessMode.READ)
class ShareIT {
    private static final LocalDate LAST_DAY = LocalDate.of(2026, 4, 23);
    private static final int SHARE = 5;

    @Test
    @DisplayName(
            "D-6 an archive that is away is not an empty one: nothing is made in its place, and all goes on when it is back")
    void anAbsentArchiveIsNotAnEmptyOne(Sandbox sandbox) throws IOException, SyncException {
        try (Pc pc = Pc.in(sandbox, "share-away")) {
            pc.corpus(21).instrument(LAST_DAY, 1, 10);
            assertThat(pc.once().exitCode()).isZero();
            Path aside = pc.archive().resolveSibling("aside");
            Files.move(pc.archive(), aside);
            pc.corpus(22).instrument(LAST_DAY.plusDays(1), 1, 10);

            Run away = pc.once();
            assertThat(away.exitCode()).as(away.toString()).isEqualTo(SHARE);
            assertThat(away.code()).isIn("share_missing", "share_unreachable");
            assertThat(away.balance().verified()).isLessThanOrEqualTo(10);
            assertThat(pc.archive()).doesNotExist();

            Files.move(aside, pc.archive());
            Run back = pc.once();
            assertThat(back.exitCode()).as(back.toString()).isZero();
            assertThat(back.uploaded()).isEqualTo(10);
            pc.assertWhole();
        }
    }

    @Test
    @DisplayName("OPS-6 a full disk has a code of its own, leaves nothing half done, and loses nothing")
    void aFullDiskLosesNothing(Sandbox sandbox) throws IOException, SyncException {
        try (Pc pc = Pc.in(sandbox, "share-full")) {
            assumeTrue(mount(pc.archive()), "a small file system cannot be mounted here");
            try {
                pc.corpus(23)
                        .instrument(LAST_DAY, 1, 10)
                        .file("large/3-mb.bin", 3_000_000)
                        .file("large/2-mb.bin", 2_000_000);
                Run full = pc.once();
                assertThat(full.exitCode()).as(full.toString()).isEqualTo(SHARE);
                assertThat(full.code()).isEqualTo("share_full");
                assertThat(full.balance().inFlight() + full.balance().failed()).isPositive();
                pc.mirror().archivedContent().forEach((path, digest) -> {
                    try {
                        assertThat(digest)
                                .as(path)
                                .isEqualTo(pc.mirror().sourceContent().get(path));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });

                run("mount", "-o", "remount,size=16m", pc.archive().toString());
                Run room = pc.once();
                assertThat(room.exitCode()).as(room.toString()).isZero();
                assertThat(room.uploaded()).isEqualTo(12 - full.balance().verified());
                assertThat(pc.mirror().differences()).isEmpty();
                pc.assertWhole();
            } finally {
                run("umount", pc.archive().toString());
            }
        }
    }

    /** Puts a file system of 4 MB under the archive, with what the archive held. */
    private static boolean mount(Path archive) throws IOException {
        Path aside = archive.resolveSibling(archive.getFileName() + "-aside");
        Files.move(archive, aside);
        Files.createDirectory(archive);
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", archive.toString()) == 0;
        if (mounted) {
            run("cp", "-a", aside + "/.", archive.toString());
        }
        return mounted;
    }

    private static int run(String... command) throws IOException {
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
