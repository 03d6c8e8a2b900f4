package io.datasync.drills.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.balance.Balance;
import io.datasync.drills.mirror.Mirror;
import io.datasync.testkit.process.Launch;
import io.datasync.testkit.process.RunningProcess;
import io.datasync.testkit.sandbox.Json;
import io.datasync.testkit.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Holds what the server says and what the archive holds against the notes of the {@link Witness}. */
final class Audit {
    private static final Duration SCRIPT_BOUND = Duration.ofSeconds(60);

    private final Sandbox sandbox;
    private final StoryPc pc;
    private final Witness witness;
    private final Set<Path> checkedCertificates = new HashSet<>();

    Audit(Sandbox sandbox, StoryPc pc, Witness witness) {
        this.sandbox = sandbox;
        this.pc = pc;
        this.witness = witness;
    }

    /** Every content that the archive holds, under its name or as a version (D-6). */
    Set<Content> archivedContents() throws IOException {
        Set<Content> contents = new HashSet<>();
        files(pc.mirror().archivedContent()).forEach((path, sha256) -> contents.add(new Content(path, sha256)));
        Path versions = pc.archive().resolve(".datasync/versions");
        if (Files.isDirectory(versions)) {
            files(new Mirror(versions, versions).sourceContent())
                    .forEach((path, sha256) ->
                            contents.add(new Content(path.substring(0, path.lastIndexOf('/')), sha256)));
        }
        return contents;
    }

    private static Map<String, String> files(Map<String, String> tree) {
        Map<String, String> files = new TreeMap<>(tree);
        files.values().removeIf("folder"::equals);
        return files;
    }

    /** Nothing that was archived is gone or replaced, nothing is there that nobody archived, nothing is half there. */
    void archive() throws IOException {
        assertThat(archivedContents()).containsExactlyInAnyOrderElementsOf(witness.kept());
        assertThat(files(pc.mirror().archivedContent())).isEqualTo(witness.archived());
        assertThat(pc.mirror().staging()).isEmpty();
    }

    /** The ledger on the share (D-13). */
    void lossesOnTheShare() throws IOException {
        Path folder = pc.archive().resolve(".datasync/losses");
        List<String> told = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    List<String> lines = Files.readAllLines(file);
                    lines.subList(0, lines.size() - 1)
                            .forEach(line ->
                                    told.add(Json.parse(line).get("path").text()));
                    assertThat(lines.get(lines.size() - 1)).isEqualTo("{\"end\":" + (lines.size() - 1) + "}");
                }
            }
        }
        assertThat(told).containsExactlyInAnyOrderElementsOf(witness.lost());
    }

    /**
     * The ledger, the seals and the sums of the index.
     *
     * @param atSource how many files of the source have archived content: that which is there, or, while it is held, an earlier one
     */
    void server(long atSource) {
        assertThat(items("losses?limit=1000").stream()
                        .map(loss -> loss.get("path").text()))
                .containsExactlyInAnyOrderElementsOf(witness.lost());
        List<Json> folders = items("folders?limit=1000");
        assertThat(sum(folders, "archived")).isEqualTo(witness.archived().size());
        assertThat(sum(folders, "atSource")).isEqualTo(atSource);
        assertThat(sealed()).containsAll(witness.mustBeSealed());
        assertThat(witness.mayBeSealed()).containsAll(sealed());
    }

    /** What the server calls sealed. */
    Set<String> sealed() {
        Set<String> names = new HashSet<>();
        items("folders?sealed=true&limit=1000")
                .forEach(folder -> names.add(folder.get("name").text()));
        return names;
    }

    /** How often a file was archived anew, as the server tells. */
    int versions(String path) {
        return items("versions?path=" + path).size();
    }

    /** The end of a run as the server keeps it. */
    void run(String runId, String state, Balance balance) {
        Json run = sandbox.admin().get("/api/admin/runs/" + runId).get("run");
        assertThat(run.get("state").text()).isEqualTo(state);
        Json counts = run.get("balance");
        assertThat(new Balance(
                        counts.get("seen").number(),
                        counts.get("verified").number(),
                        counts.get("inFlight").number(),
                        counts.get("excluded").number(),
                        counts.get("failed").number(),
                        counts.get("lost").number()))
                .isEqualTo(balance);
    }

    /** Checks each certificate once, by the script that anybody has; those that are the newest of their folders with all files. */
    void certificates(boolean withFiles) throws IOException {
        Path all = pc.archive().resolve(".datasync/certificates");
        if (!Files.isDirectory(all)) {
            return;
        }
        List<Path> fresh = new ArrayList<>();
        List<Path> newest = new ArrayList<>();
        try (Stream<Path> folders = Files.list(all)) {
            for (Path folder : folders.toList()) {
                List<Path> revisions = revisions(folder);
                revisions.stream().filter(checkedCertificates::add).forEach(fresh::add);
                newest.add(revisions.get(revisions.size() - 1));
            }
        }
        check(fresh);
        if (withFiles) {
            check(newest, "--files", pc.archive().toString());
        }
    }

    /** How many certificates a folder has. */
    int certificatesOf(String folder) throws IOException {
        return revisions(pc.archive().resolve(".datasync/certificates").resolve(folder))
                .size();
    }

    private static List<Path> revisions(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted(Comparator.comparing(
                            file -> Long.valueOf(file.getFileName().toString().replace(".json", ""))))
                    .toList();
        }
    }

    private void check(List<Path> certificates, String... options) {
        if (certificates.isEmpty()) {
            return;
        }
        String script = Path.of("../scripts/verify-certificate.py")
                .toAbsolutePath()
                .normalize()
                .toString();
        String keys = pc.archive().resolve(".datasync/keys").toString();
        List<String> command = new ArrayList<>(List.of("python3", script, "--keys", keys));
        command.addAll(List.of(options));
        certificates.forEach(certificate -> command.add(certificate.toString()));
        try (RunningProcess process =
                new Launch("verify", command, sandbox.folder().resolve("story-verify.log")).start()) {
            assertThat(process.awaitExit(SCRIPT_BOUND)).as(command.toString()).isZero();
        }
    }

    private static long sum(List<Json> folders, String summary) {
        return folders.stream()
                .mapToLong(folder -> folder.get(summary).get("count").number())
                .sum();
    }

    private List<Json> items(String what) {
        return sandbox.admin()
                .get("/api/admin/runners/" + pc.runnerId() + "/jobs/" + pc.jobId() + "/" + what)
                .items();
    }
}
