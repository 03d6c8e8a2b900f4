package io.datasync.agent.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.agent.Main;
import io.datasync.agent.cli.AgentCommand;
import io.datasync.agent.journal.SqliteJournal;
import io.datasync.agent.log.AgentLog;
import io.datasync.agent.server.TestServer;
import io.datasync.agent.work.StopSignal;
import io.datasync.core.digest.Digest;
import io.datasync.core.digest.SetSummary;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.EntryState;
import io.datasync.core.index.FolderRow;
import io.datasync.core.journal.Journal;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.fleet.JobDefinition;
import io.datasync.core.protocol.fleet.JobKind;
import io.datasync.core.store.ArchiveMarker;
import io.datasync.core.store.directory.DirectoryOptions;
import io.datasync.core.store.directory.DirectoryStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ends a real agent at each durable step, and lets the next one make good; one PC and one archive for all, for the sake of time. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CrashedAgentTest {
    private static final RunnerId PC = new RunnerId("pc-1");
    private static final JobId JOB = new JobId("geometry");
    private static final String CHANGED = "2026-04-23/changes.csv";
    private static final String LEFT_OUT = "2026-04-23/left-out.csv";
    private static final RelativePath STAYS = RelativePath.known("2026-04-23/stays.csv");
    private static final String[] ONCE = {"once", "--settle", "0", "--json"};
    private static final Pattern UPLOADED = Pattern.compile("\"uploaded\":([0-9]+)");

    @TempDir
    private static Path folder = Path.of("");

    private final Map<String, String> kept = new TreeMap<>();
    private final List<String> formerContents = new ArrayList<>();
    private TestServer server;
    private Path source;
    private Path archive;
    private JobDefinition job;
    private int round;

    static Stream<String> points() {
        return CrashPoints.points(CrashRun.AGENT).stream();
    }

    @BeforeAll
    void begin() throws IOException, SyncException {
        server = new TestServer(Clock.systemUTC());
        source = Files.createDirectory(folder.resolve("source"));
        archive = folder.resolve("archive");
        try (DirectoryStore store = DirectoryStore.at(archive, DirectoryOptions.DEFAULTS)) {
            store.create(new ArchiveMarker(
                    ArchiveMarker.FORMAT_VERSION, PC.text(), JOB.text(), "plain", "UTC", List.of(source.toString())));
        }
        job = definition(List.of());
        server.index().addJob(JOB, PC, job.archiveUrl());
        server.give(job);
        agent(7, "enroll", "--server", server.url().toString());
        server.approveAll();
        file(CHANGED, "first content");
        file("2026-04-23/stays.csv", "stays");
        file(LEFT_OUT, "left out in the end");
        assertThat(uploaded(agent(0, ONCE))).isEqualTo(kept.size());
    }

    private JobDefinition definition(List<String> excluded) {
        return new JobDefinition(
                JOB,
                JobKind.PLAIN,
                ZoneId.of("UTC"),
                source.toString(),
                archive.toUri().toString(),
                List.of(),
                excluded,
                Duration.ofMinutes(1),
                Duration.ZERO,
                true);
    }

    @AfterAll
    void end() {
        try {
            assertThat(uploaded(agent(0, ONCE))).as("nothing is sent twice").isZero();
        } finally {
            AgentLog.end();
            server.close();
        }
    }

    private void file(String name, String content) throws IOException {
        Path file = source.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, content);
        Optional.ofNullable(kept.put(name, content)).ifPresent(formerContents::add);
    }

    /** Something for every step to do: a changed file, new ones, one that the archive has already, an empty folder, a purged file. */
    private void measure() throws IOException {
        round++;
        String day = "round-" + round;
        file(CHANGED, "content of " + day);
        file(day + "/new.csv", "new in " + day);
        file(day + "/known.csv", "known in " + day);
        Files.createDirectories(archive.resolve(day));
        Files.writeString(archive.resolve(day).resolve("known.csv"), "known in " + day);
        Files.createDirectory(source.resolve(day).resolve("empty"));
        if (round > 1) {
            Files.delete(source.resolve("round-" + (round - 1)).resolve("new.csv"));
        }
    }

    /** What some points need besides. */
    private void prepare(String point) throws IOException, InterruptedException, SyncException {
        switch (point) {
            case "accept-source", "adopt" -> loseJournal();
            case "report-again" -> {
                server.forgetIndex();
                server.index().addJob(JOB, PC, job.archiveUrl());
            }
            case "doubt" -> damageInIndex();
            // What a crash leaves in staging the next start discards.
            case "discard" -> crash("stage");
            case "leave-out" -> server.give(definition(List.of(LEFT_OUT)));
            default -> {
                // What every round has is enough.
            }
        }
    }

    private void loseJournal() throws IOException {
        for (Path file : journalFiles()) {
            Files.delete(file);
        }
    }

    private List<Path> journalFiles() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("home"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("journal.db"))
                    .toList();
        }
    }

    /** The server holds one archived file to be damaged, as a scrub would note it. */
    private void damageInIndex() throws SyncException {
        FolderRow row = server.index().folders(JOB).stream()
                .filter(found -> found.name().equals(STAYS.folder()))
                .findFirst()
                .orElseThrow();
        EntryRow entry = server.index().entries(row.id()).stream()
                .filter(found -> found.fact().entry().path().equals(STAYS))
                .findFirst()
                .orElseThrow();
        Fact fact = entry.fact();
        var damaged =
                new EntryRow(fact, EntryState.DAMAGED, entry.atSource(), entry.scanSeq(), entry.run(), entry.token());
        server.index().transact(work -> {
            work.lockJob(JOB);
            work.upsertEntries(row.id(), List.of(damaged));
            work.updateFolder(row.with(less(row.archived(), fact), less(row.atSource(), fact), row.lastNewAt()));
            return 0;
        });
    }

    private static SetSummary less(SetSummary summary, Fact fact) {
        return summary.minus(fact.entry().sizeBytes(), fact.entryDigest());
    }

    private Map<String, String> environment() {
        return Map.of(
                "DATASYNC_AGENT_HOME", folder.resolve("home").toString(),
                "DATASYNC_AGENT_RUNNER_ID", PC.text(),
                "DATASYNC_AGENT_ROOTS", source.toString());
    }

    /** Carries out a command in this process. */
    private String agent(int exitCode, String... arguments) {
        StringWriter out = new StringWriter();
        int code = AgentCommand.execute(
                arguments,
                environment(),
                Clock.systemUTC(),
                new StopSignal(),
                new PrintWriter(out, true),
                new PrintWriter(out, true));
        assertThat(code).describedAs(out.toString()).isEqualTo(exitCode);
        return out.toString();
    }

    private static long uploaded(String json) {
        Matcher matcher = UPLOADED.matcher(json);
        assertThat(matcher.find()).describedAs(json).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    /** Carries out {@code once} in a process that dies at a point. */
    private void crash(String point) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx96m",
                // A faster start; what is checked so comes from this build.
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:-BytecodeVerificationRemote",
                "-D" + CrashPoints.PROPERTY + "=" + point,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "once",
                "--settle",
                "0");
        builder.environment().putAll(environment());
        Path output = folder.resolve("crash.log");
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor())
                    .describedAs(point + ": " + Files.readString(output))
                    .isEqualTo(137);
        } finally {
            process.destroyForcibly();
        }
    }

    /** The source's files of which the journal does not call the present content verified. */
    private Set<String> unverified() throws IOException, SyncException {
        // A copy, so that the next start finds the journal as the crash left it.
        Path copy = Files.createTempDirectory(folder, "journal");
        for (Path file : journalFiles()) {
            Files.copy(file, copy.resolve(file.getFileName()));
        }
        Set<String> unverified = new TreeSet<>();
        try (Journal journal = SqliteJournal.open(copy.resolve("journal.db"), Clock.systemUTC())) {
            for (Map.Entry<String, String> file : content(source).entrySet()) {
                Digest digest = Digest.of(Digest.sha256().digest(file.getValue().getBytes(StandardCharsets.UTF_8)));
                boolean verified = journal.job(JOB).find(List.of(RelativePath.known(file.getKey()))).stream()
                        .flatMap(entry -> entry.verified().stream())
                        .anyMatch(fact -> fact.digest().equals(digest));
                if (!verified) {
                    unverified.add(file.getKey());
                }
            }
        }
        return unverified;
    }

    /**
     * Whether a file that is not verified needs no bytes: the archive has it and it is adopted, or it was between the two renames of a
     * changed file, which the recovery ends (D-6).
     */
    private static boolean needsNoUpload(String file, Map<String, String> source, Map<String, String> cut) {
        boolean adopted = Objects.equals(source.get(file), cut.get(file));
        boolean betweenRenames = file.equals(CHANGED) && !cut.containsKey(file);
        return adopted || betweenRenames;
    }

    private static Map<String, String> content(Path root) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            files.filter(Files::isRegularFile)
                    .filter(file -> !root.relativize(file).startsWith(".datasync"))
                    .forEach(file -> content.put(root.relativize(file).toString(), read(file)));
        }
        return content;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The state of every path in the index. */
    private Map<String, EntryState> states() {
        Map<String, EntryState> states = new TreeMap<>();
        for (FolderRow row : server.index().folders(JOB)) {
            server.index()
                    .entries(row.id())
                    .forEach(entry -> states.put(entry.fact().entry().path().text(), entry.state()));
        }
        return states;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("points")
    @DisplayName("RUN-4 killed at any durable step, the next start finishes, and sends only what was not verified")
    void theNextStartFinishes(String point) throws Exception {
        measure();
        prepare(point);
        Map<String, String> before = content(archive);
        crash(point);
        Set<String> toSend = unverified();
        Map<String, String> cut = content(archive);
        assertThat(cut.values())
                .isSubsetOf(Stream.concat(kept.values().stream(), before.values().stream())
                        .toList());
        Map<String, String> now = content(source);
        toSend.removeIf(file -> needsNoUpload(file, now, cut));

        assertThat(uploaded(agent(0, ONCE))).as(toSend.toString()).isEqualTo(toSend.size());
        assertThat(content(archive)).isEqualTo(kept);
        assertThat(archive.resolve("round-" + round).resolve("empty")).isEmptyDirectory();
        Map<String, EntryState> index = states();
        now.remove(LEFT_OUT);
        assertThat(index).containsKeys(now.keySet().toArray(String[]::new));
        assertThat(index.values()).containsOnly(EntryState.VERIFIED);
        try (Stream<Path> staging = Files.list(archive.resolve(".datasync/staging"))) {
            assertThat(staging).isEmpty();
        }
        assertThat(content(archive.resolve(".datasync/versions")).values())
                .containsExactlyInAnyOrderElementsOf(formerContents);
    }
}
