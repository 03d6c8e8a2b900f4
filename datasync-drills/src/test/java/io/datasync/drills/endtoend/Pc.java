package io.datasync.drills.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.agent.journal.SqliteJournal;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.Journal;
import io.datasync.core.journal.JournalCounts;
import io.datasync.core.journal.JournalCursor;
import io.datasync.core.journal.JournalEntry;
import io.datasync.core.lease.JobId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.drills.mirror.LiveTree;
import io.datasync.drills.mirror.Mirror;
import io.datasync.testkit.corpus.Corpus;
import io.datasync.testkit.process.RunningProcess;
import io.datasync.testkit.sandbox.Json;
import io.datasync.testkit.sandbox.Sandbox;
import io.datasync.testkit.sandbox.SandboxAgent;
import io.datasync.testkit.sandbox.SandboxJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A measurement PC of the sandbox: an agent of its own, enrolled, with one job from one source to one folder of the archive. */
final class Pc implements AutoCloseable {
    private static final Duration BOUND = Duration.ofMinutes(2);
    private static final String JOURNAL = "journal.db";

    private final Sandbox sandbox;
    private final SandboxAgent agent;
    private final SandboxJob job;

    private Pc(Sandbox sandbox, SandboxAgent agent, SandboxJob job) {
        this.sandbox = sandbox;
        this.agent = agent;
        this.job = job;
    }

    /** A PC of this name, which no other test may have; its source is there and empty. */
    static Pc in(Sandbox sandbox, String name) throws IOException {
        Path source =
                Files.createDirectories(sandbox.folder().resolve("sources").resolve(name));
        return in(sandbox, name, source);
    }

    /** A PC of this name with this source. */
    static Pc in(Sandbox sandbox, String name, Path source) {
        SandboxAgent agent = sandbox.enrol(sandbox.agent(name));
        return new Pc(sandbox, agent, sandbox.job(agent, name + "-job", source));
    }

    SandboxAgent agent() {
        return agent;
    }

    Path source() {
        return job.source();
    }

    Path archive() {
        return job.archive();
    }

    String jobId() {
        return job.id();
    }

    Mirror mirror() {
        return new Mirror(job.source(), job.archive());
    }

    /** How many files have their final names in the archive, also while an agent is at work. */
    long archivedFiles() throws IOException {
        return LiveTree.archivedFiles(job.archive()).size();
    }

    /** A maker of files in the source. */
    Corpus corpus(long seed) throws IOException {
        return new Corpus(job.source(), seed);
    }

    /** What one execution came to. */
    Run once(String... options) {
        return Run.of(agent.command(BOUND, arguments(options)));
    }

    /** Begins one execution and returns at once. */
    RunningProcess beginOnce(String... options) {
        return agent.begin(arguments(options));
    }

    private static String[] arguments(String... options) {
        var arguments = new ArrayList<>(List.of("once", "--json"));
        arguments.addAll(List.of(options));
        return arguments.toArray(String[]::new);
    }

    /** What the journal of the agent, which has ended, counts. */
    JournalCounts journal() throws IOException, SyncException {
        try (Journal journal = journalCopy()) {
            return journal.job(new JobId(job.id())).counts();
        }
    }

    /** The entries that the journal calls verified and that the archive does not have under their names in their size: the worst fault. */
    List<String> verifiedAndNotArchived() throws IOException, SyncException {
        List<String> found = new ArrayList<>();
        try (Journal all = journalCopy()) {
            JobJournal journal = all.job(new JobId(job.id()));
            for (FolderName folder : journal.folders()) {
                try (JournalCursor entries = journal.entries(folder)) {
                    for (JournalEntry entry = entries.next(); entry != null; entry = entries.next()) {
                        entry.verified()
                                .map(Fact::entry)
                                .filter(verified -> !isArchived(verified))
                                .ifPresent(verified -> found.add(verified.toString()));
                    }
                }
            }
        }
        return found;
    }

    private boolean isArchived(SourceEntry entry) {
        Path archived = job.archive().resolve(entry.path().text());
        return switch (entry.kind()) {
            case FILE -> Files.isRegularFile(archived) && archived.toFile().length() == entry.sizeBytes();
            case FOLDER -> Files.isDirectory(archived);
        };
    }

    /** Opened on a copy, so that the agent finds its journal as it left it. */
    private Journal journalCopy() throws IOException, SyncException {
        Path copy = Files.createTempDirectory(agent.home().resolveSibling("."), agent.name() + "-journal");
        try (Stream<Path> files = Files.list(agent.home())) {
            for (Path file : files.filter(
                            found -> found.getFileName().toString().startsWith(JOURNAL))
                    .toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return SqliteJournal.open(copy.resolve(JOURNAL), Clock.systemUTC());
    }

    /** How many entries the server's index holds as archived, files and empty folders. */
    long indexed() {
        return folders().stream()
                .mapToLong(folder -> folder.get("archived").get("count").number())
                .sum();
    }

    /** How many of them the index believes to be at the source. */
    long indexedAtSource() {
        return folders().stream()
                .mapToLong(folder -> folder.get("atSource").get("count").number())
                .sum();
    }

    private List<Json> folders() {
        return sandbox.admin()
                .get("/api/admin/runners/" + agent.name() + "/jobs/" + job.id() + "/folders")
                .items();
    }

    /** The job's runs at the server, the newest first. */
    List<Json> runs() {
        return sandbox.admin().get("/api/admin/runs?jobId=" + job.id()).items();
    }

    /** Asserts that archive, index and journal agree: every byte is there, everything is told, nothing is left over. */
    void assertWhole() throws IOException, SyncException {
        assertThat(mirror().notArchived()).isEmpty();
        assertThat(mirror().staging()).isEmpty();
        JournalCounts counts = journal();
        assertThat(counts.pending()).as("pending").isZero();
        assertThat(counts.unreported()).as("not reported").isZero();
        assertThat(indexedAtSource()).as("index and journal").isEqualTo(counts.verified());
    }

    @Override
    public void close() {
        agent.close();
    }
}
