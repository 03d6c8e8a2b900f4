package io.datasync.drills.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.failure.SyncException;
import io.datasync.testkit.corpus.FileTree;
import io.datasync.testkit.process.Launch;
import io.datasync.testkit.process.RunningProcess;
import io.datasync.testkit.sandbox.Sandbox;
import io.datasync.testkit.sandbox.SandboxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Date folders from their first file to their certificates: a real agent, a real server whose clock is moved, real files. */
@ExtendWith(SandboxExtension.class)
@ResourceLock(value = SandboxExtension.SERVER, mode = ResourceAccessMode.READ_WRITE)
class SealIT {
    private static final LocalDate LAST_DAY = LocalDate.of(2026, 4, 23);
    private static final Instant OLD = Instant.parse("2026-01-02T03:04:05Z");
    private static final String DAY = "2026-04-22";
    private static final Duration A_DAY = Duration.ofHours(25);

    @AfterEach
    void clockBack(Sandbox sandbox) {
        sandbox.server().clockBack();
    }

    @Test
    @DisplayName(
            "CORE-5 CORE-8 D-1 D-9 folders are sealed a day later, opened by a late file, not by a purge, and certified for anybody to check")
    void fromTheFirstFileToTheCertificate(Sandbox sandbox) throws IOException, SyncException {
        try (Pc pc = Pc.in(sandbox, "seal")) {
            pc.corpus(1).instrument(LAST_DAY, 2, 10);
            assertThat(pc.once().exitCode()).isZero();
            assertThat(sealed(sandbox, pc)).isEmpty();

            sandbox.server().moveClock(A_DAY);
            Run quiet = pc.once();
            assertThat(quiet.exitCode()).as(quiet.toString()).isZero();
            assertThat(sealed(sandbox, pc)).containsExactlyInAnyOrder(DAY, "2026-04-23");
            assertChecked(sandbox, pc, 1);

            Path late = Files.writeString(pc.source().resolve(DAY + "/late.csv"), "late\n");
            Files.setLastModifiedTime(late, FileTime.from(OLD));
            Run opened = pc.once();
            assertThat(opened.exitCode()).as(opened.toString()).isZero();
            assertThat(opened.uploaded()).isEqualTo(1);
            assertThat(opened.balance().verified()).isEqualTo(21);
            assertThat(sealed(sandbox, pc)).containsExactly("2026-04-23");

            FileTree.delete(pc.source().resolve("2026-04-23"));
            Run purged = pc.once();
            assertThat(purged.exitCode()).as(purged.toString()).isZero();
            assertThat(purged.balance().verified()).isEqualTo(11);
            assertThat(sealed(sandbox, pc)).containsExactly("2026-04-23");

            sandbox.server().moveClock(A_DAY);
            assertThat(pc.once().exitCode()).isZero();
            assertThat(sealed(sandbox, pc)).containsExactlyInAnyOrder(DAY, "2026-04-23");
            assertChecked(sandbox, pc, 2);
            pc.assertWhole();
        }
    }

    private static List<String> sealed(Sandbox sandbox, Pc pc) {
        return sandbox
                .admin()
                .get("/api/admin/runners/" + pc.agent().name() + "/jobs/" + pc.jobId() + "/folders?sealed=true")
                .items()
                .stream()
                .map(folder -> folder.get("name").text())
                .toList();
    }

    /** Checks all certificates of the first day, and its files by the newest, without DataSync, with keys of which the server knows. */
    private static void assertChecked(Sandbox sandbox, Pc pc, int certificates) throws IOException {
        Path keys = pc.archive().resolve(".datasync/keys");
        List<String> known = sandbox.admin().get("/api/keys?limit=1000").items().stream()
                .map(key -> key.get("keyId").text() + ".json")
                .toList();
        try (Stream<Path> files = Files.list(keys)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .hasSize(2)
                    .isSubsetOf(known);
        }
        List<Path> all;
        try (Stream<Path> files = Files.list(pc.archive().resolve(".datasync/certificates/" + DAY))) {
            all = files.filter(file -> file.toString().endsWith(".json"))
                    .sorted(Comparator.comparing(
                            file -> Long.valueOf(file.getFileName().toString().replace(".json", ""))))
                    .toList();
        }
        assertThat(all).hasSize(certificates);
        for (Path certificate : all) {
            assertThat(check(sandbox, keys, certificate))
                    .as(certificate.toString())
                    .isZero();
        }
        Path newest = all.get(all.size() - 1);
        assertThat(check(sandbox, keys, newest, "--files", pc.archive().toString()))
                .isZero();
        Path lost = pc.archive().resolve(DAY + "/part-0001.csv");
        byte[] content = Files.readAllBytes(lost);
        Files.writeString(lost, "damaged");
        assertThat(check(sandbox, keys, newest, "--files", pc.archive().toString()))
                .as("a file that is not what was certified")
                .isEqualTo(1);
        Files.write(lost, content);
    }

    private static int check(Sandbox sandbox, Path keys, Path certificate, String... options) {
        Path script =
                Path.of("../scripts/verify-certificate.py").toAbsolutePath().normalize();
        List<String> command = new ArrayList<>(
                List.of("python3", script.toString(), "--keys", keys.toString(), certificate.toString()));
        command.addAll(List.of(options));
        try (RunningProcess process =
                new Launch("verify", command, sandbox.folder().resolve("verify.log")).start()) {
            return process.awaitExit(Duration.ofSeconds(60));
        }
    }
}
