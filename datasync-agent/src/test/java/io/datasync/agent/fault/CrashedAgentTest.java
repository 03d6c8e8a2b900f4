package io.datasync.agent.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.agent.Main;
import io.datasync.agent.cli.AgentCommand;
import io.datasync.agent.journal.SqliteJournal;
import io.datasync.agent.log.AgentLog;
import io.datasync.agent.server.TestServer;
import io.datasync.agent.work.StopSignal;
import io.datasync.core.digest.Digest;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.EntryState;
import io.datasync.core.journal.Journal;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunnerId;
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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ends a real agent at each durable step, and lets the next one make good. */
@Tag("slow")
final class CrashedAgentTest {
    private static final RunnerId PC = new RunnerId("pc-1");
    private static final JobId JOB = new JobId("geometry");
    private static final String CHANGED = "2026-04-23/changes.csv";
    private static final Pattern UPLOADED = Pattern.compile("\"uploaded\":([0-9]+)");

    @TempDir
    Path folder;

    private TestServer server;
    private Path source;
    private Path archive;

    /** Between any two durable steps once: before a step is after the one before it. */
    static Stream<String> points() {
        return Stream.of(
                "before-observe",
                "observe",
                "open",
                "stage",
                "store-retired",
                "retire",
                "store-facts-kept",
                "store-published",
                "publish:2",
                "barrier",
                "journal",
                "report",
                "acknowledge",
                "complete");
    }

    @BeforeEach
    void begin() throws IOException, SyncException {
        server = new TestServer(Clock.systemUTC());
        source = Files.createDirectory(folder.resolve("source"));
        archive = folder.resolve("archive");
        try (DirectoryStore store = DirectoryStore.at(archive, DirectoryOptions.DEFAULTS)) {
            store.create(new ArchiveMarker(
                    ArchiveMarker.FORMAT_VERSION, PC.text(), JOB.text(), "plain", "UTC", List.of(source.toString())));
        }
        String url = archive.toUri().toString();
        server.index().addJob(JOB, PC, url);
        server.give(new JobDefinition(
                JOB,
                JobKind.PLAIN,
                ZoneId.of("UTC"),
                source.toString(),
                url,
                List.of(),
                List.of(),
                Duration.ofMinutes(1),
                Duration.ZERO,
                true));
    }

    @AfterEach
    void end() {
        AgentLog.end();
        server.close();
    }

    private void file(String name, String content) throws IOException {
        Path file = source.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, content);
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
        try (Stream<Path> files = Files.list(folder.resolve("home"))) {
            for (Path file : files.filter(
                            found -> found.getFileName().toString().startsWith("journal.db"))
                    .toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
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

    private Stream<EntryState> states() {
        return server.index().folders(JOB).stream()
                .flatMap(row -> server.index().entries(row.id()).stream())
                .map(row -> row.state());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("points")
    @DisplayName("RUN-4 killed at any durable step, the next start finishes, and sends only what was not verified")
    void theNextStartFinishes(String point) throws Exception {
        agent(7, "enroll", "--server", server.url().toString());
        server.approveAll();
        file(CHANGED, "first content");
        file("2026-04-23/stays.csv", "stays");
        assertThat(uploaded(agent(0, "once", "--settle", "0", "--json"))).isEqualTo(2);

        file(CHANGED, "second content, longer");
        file("2026-04-24/new-1.csv", "one");
        file("2026-04-24/new-2.csv", "two");
        crash(point);
        Set<String> toSend = unverified();
        Map<String, String> cut = content(archive);
        Map<String, String> now = content(source);
        toSend.removeIf(file -> needsNoUpload(file, now, cut));
        assertThat(cut.values())
                .isSubsetOf(Stream.concat(content(source).values().stream(), Stream.of("first content"))
                        .toList());

        String json = agent(0, "once", "--settle", "0", "--json");
        assertThat(uploaded(json)).as(toSend.toString()).isEqualTo(toSend.size());
        assertThat(content(archive)).isEqualTo(content(source));
        assertThat(states().toList()).hasSize(4).containsOnly(EntryState.VERIFIED);
        try (Stream<Path> staging = Files.list(archive.resolve(".datasync/staging"))) {
            assertThat(staging).isEmpty();
        }
        assertThat(content(archive.resolve(".datasync/versions")).values()).containsExactly("first content");
        assertThat(uploaded(agent(0, "once", "--settle", "0", "--json"))).isZero();
    }
}
