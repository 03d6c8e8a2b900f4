package io.datasync.agent.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.datasync.agent.server.TestServer;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.EntryState;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.JournalCounts;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunState;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.protocol.CompleteRequest;
import io.datasync.core.protocol.fleet.EndedCycle;
import io.datasync.core.protocol.fleet.Heartbeat;
import io.datasync.core.protocol.fleet.JobDefinition;
import io.datasync.core.protocol.fleet.JobKind;
import io.datasync.core.protocol.fleet.JobPhase;
import io.datasync.core.protocol.fleet.ShareStatus;
import io.datasync.core.store.ArchiveMarker;
import io.datasync.core.store.directory.DirectoryOptions;
import io.datasync.core.store.directory.DirectoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
final class DaemonTest {
    private static final RunnerId PC = new RunnerId("pc-1");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private TestServer server;
    private Path sources;

    @BeforeEach
    void begin() throws IOException {
        server = new TestServer(Clock.systemUTC());
        sources = Files.createDirectory(folder.resolve("sources"));
    }

    @AfterEach
    void end() {
        server.close();
    }

    private JobDefinition job(String name) throws IOException, SyncException {
        JobId id = new JobId(name);
        Path source = Files.createDirectories(sources.resolve(name));
        Path archive = folder.resolve("archive").resolve(name);
        try (DirectoryStore store = DirectoryStore.at(archive, DirectoryOptions.DEFAULTS)) {
            store.create(new ArchiveMarker(
                    ArchiveMarker.FORMAT_VERSION, PC.text(), name, "plain", "UTC", List.of(source.toString())));
        }
        server.index().addJob(id, PC, archive.toUri().toString());
        return new JobDefinition(
                id,
                JobKind.PLAIN,
                ZoneId.of("UTC"),
                source.toString(),
                archive.toUri().toString(),
                List.of(),
                List.of(),
                Duration.ofMinutes(1),
                Duration.ZERO,
                true);
    }

    private void file(String job, String name, String content) throws IOException {
        Path file = sources.resolve(job).resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, content);
    }

    private boolean archived(String job, String name, String content) throws IOException {
        Path file = folder.resolve("archive").resolve(job).resolve(name);
        return Files.exists(file) && Files.readString(file).equals(content);
    }

    private Service service() throws SyncException {
        return new Service(folder.resolve("home"), server.url(), PC, sources);
    }

    private static void until(Callable<Boolean> holds) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(holds);
    }

    private long verifiedInIndex(JobId job) {
        return server.index().folders(job).stream()
                .flatMap(row -> server.index().entries(row.id()).stream())
                .filter(row -> row.state() == EntryState.VERIFIED)
                .count();
    }

    /** Idle ones too, which leave no run (D-26). */
    private long cyclesTold(JobId job) {
        return server.heartbeats().stream()
                .flatMap(beat -> beat.endedCycles().stream())
                .filter(cycle -> cycle.job().equals(job))
                .map(EndedCycle::endedAt)
                .distinct()
                .count();
    }

    @Test
    @DisplayName("AGT-1 a new PC waits, is approved, learns its jobs and archives; the server knows")
    void fromTheFirstStartToTheFirstFile() throws Exception {
        JobDefinition job = job("geometry");
        file("geometry", "2026-04-23/part-1.csv", "one");
        server.give(job);
        try (Service service = service()) {
            until(() -> service.log().contains("status=pending"));
            assertThat(server.heartbeats()).isEmpty();
            server.approveAll();
            until(() -> archived("geometry", "2026-04-23/part-1.csv", "one"));
            until(() -> verifiedInIndex(job.job()) == 1);
            until(() -> server.index().runs(job.job()).stream().anyMatch(run -> run.state() == RunState.SUCCESS));
            file("geometry", "2026-04-23/part-2.csv", "two");
            until(() -> verifiedInIndex(job.job()) == 2);
            until(() -> server.heartbeats().stream()
                    .anyMatch(beat -> beat.sourceCount() == 2 && beat.share() == ShareStatus.OK));
            until(() -> cyclesTold(job.job()) > server.index().runs(job.job()).size());
            assertThat(service.ends()).isTrue();
        }
        List<Heartbeat> heartbeats = server.heartbeats();
        assertThat(heartbeats).isNotEmpty();
        for (int i = 1; i < heartbeats.size(); i++) {
            assertThat(heartbeats.get(i).counter())
                    .isGreaterThan(heartbeats.get(i - 1).counter());
        }
    }

    @Test
    @DisplayName(
            "AGT-3 without the server it goes on archiving, says so, and reports when it is back; nothing is sent twice")
    void withoutTheServer() throws Exception {
        JobDefinition job = job("geometry");
        file("geometry", "a", "one");
        server.give(job);
        try (Service service = service()) {
            until(() -> service.log().contains("status=pending"));
            server.approveAll();
            until(() -> verifiedInIndex(job.job()) == 1);
            JobJournal journal = service.workplace().journal().job(job.job());
            // The answer that says so arrives later than the index has it.
            until(() -> journal.counts().equals(new JournalCounts(1, 0, 0, 0)));
            server.stop();
            until(() -> service.log().contains("server unreachable"));
            until(() -> service.log().contains("Heartbeat failed"));
            file("geometry", "b", "two");
            until(() -> archived("geometry", "b", "two"));
            until(() -> journal.counts().equals(new JournalCounts(2, 0, 1, 0)));
        }
        try (Service restarted = service()) {
            JobJournal journal = restarted.workplace().journal().job(job.job());
            file("geometry", "c", "three");
            until(() -> archived("geometry", "c", "three"));
            until(() -> journal.counts().unreported() == 2);
            server.start();
            until(() -> verifiedInIndex(job.job()) == 3);
            until(() -> journal.counts().unreported() == 0);
            until(() -> restarted.log().contains("event=server_reachable"));
            assertThat(server.index().runs(job.job()).stream()
                            .flatMap(run -> run.result().stream())
                            .mapToLong(CompleteRequest::uploaded)
                            .sum())
                    .isLessThanOrEqualTo(3);
        }
    }

    @Test
    @DisplayName("AGT-8 one job's trouble never delays another")
    void oneJobsTroubleDelaysNoOther() throws Exception {
        JobDefinition good = job("good");
        JobDefinition gone = job("gone");
        JobDefinition forbidden = new JobDefinition(
                new JobId("forbidden"),
                JobKind.PLAIN,
                ZoneId.of("UTC"),
                "/etc",
                folder.resolve("archive/forbidden").toUri().toString(),
                List.of(),
                List.of(),
                Duration.ofMinutes(1),
                Duration.ZERO,
                true);
        Files.delete(sources.resolve("gone"));
        file("good", "a", "one");
        server.give(forbidden, gone, good);
        try (Service service = service()) {
            until(() -> service.log().contains("status=pending"));
            server.approveAll();
            until(() -> verifiedInIndex(good.job()) == 1);
            until(() -> service.log().contains("root_forbidden"));
            until(() -> service.log().contains("source_unreachable"));
            file("good", "b", "two");
            until(() -> verifiedInIndex(good.job()) == 2);
            assertThat(folder.resolve("archive/forbidden")).doesNotExist();
            assertThat(service.status().jobs()).hasEntrySatisfying(gone.job(), job -> assertThat(job.code())
                    .contains("source_unreachable"));
        }
    }

    @Test
    @DisplayName(
            "AGT-2 heartbeats carry what is not archived and what the agent occupies; clocks that part are said, once")
    void theFiguresOfHeartbeats() throws Exception {
        server.close();
        server = new TestServer(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(10)));
        JobDefinition job = job("geometry");
        file("geometry", "a", "one");
        server.give(job);
        try (Service service = service()) {
            until(() -> service.log().contains("status=pending"));
            server.approveAll();
            until(() -> verifiedInIndex(job.job()) == 1);
            until(() -> server.heartbeats().stream().anyMatch(beat -> beat.footprintBytes() > 0));
            int before = server.heartbeats().size();
            until(() -> server.heartbeats().size() > before + 2);
            assertThat(service.log())
                    .containsOnlyOnce("event=clock_off seconds=")
                    .containsPattern("seconds=(59[0-9]|600) ");
        }
    }

    /** Heartbeats that come from now on; each waits for one that came before. */
    private void untilMoreHeartbeats(Predicate<Heartbeat> as) {
        int before = server.heartbeats().size();
        until(() -> {
            List<Heartbeat> all = server.heartbeats();
            return all.subList(before, all.size()).stream().filter(as).count() > 2;
        });
    }

    @Test
    @DisplayName("AGT-2 heartbeats go on, and say that files are being uploaded, while an upload hangs")
    void heartbeatsWhileAnUploadHangs() throws Exception {
        JobDefinition job = job("geometry");
        file("geometry", "a", "one");
        server.give(job);
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        server.meanwhile("progress", () -> {
            reached.countDown();
            waitFor(over);
        });
        try (Service service = service()) {
            until(() -> service.log().contains("status=pending"));
            server.approveAll();
            waitFor(reached);
            untilMoreHeartbeats(
                    beat -> beat.activeJobs().stream().anyMatch(active -> active.phase() == JobPhase.UPLOADING));
            assertThat(over.getCount()).as("it hung all the while").isEqualTo(1);
            over.countDown();
            until(() -> verifiedInIndex(job.job()) == 1);
        } finally {
            over.countDown();
        }
    }

    @Test
    @DisplayName("AGT-2 heartbeats go on while the disk hangs on which the agent keeps its status")
    void heartbeatsWhileTheDiskHangs() throws Exception {
        JobDefinition job = job("geometry");
        server.give(job);
        try (Service service = service()) {
            until(() -> service.log().contains("status=pending"));
            server.approveAll();
            until(() -> cyclesTold(job.job()) > 0);
            Path hanging = folder.resolve("home/status.json.new");
            until(() -> isPipe(hanging));
            try {
                until(() -> Thread.getAllStackTraces().values().stream()
                        .flatMap(Stream::of)
                        .anyMatch(frame -> frame.getClassName().endsWith(".StatusFile")
                                && frame.getMethodName().equals("write")));
                untilMoreHeartbeats(beat -> true);
            } finally {
                // What waits to write goes on.
                assertThat(Files.readAllBytes(hanging)).isNotEmpty();
            }
            file("geometry", "a", "one");
            until(() -> verifiedInIndex(job.job()) == 1);
        }
    }

    /** Opening one for writing waits until somebody reads. */
    private static boolean isPipe(Path file) throws IOException, InterruptedException {
        return new ProcessBuilder("mkfifo", file.toString()).start().waitFor() == 0;
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    @DisplayName("I-14 an archive that belongs to another job is not written to")
    void aForeignArchive() throws Exception {
        JobDefinition own = job("own");
        JobDefinition other = job("other");
        file("own", "a", "one");
        server.give(new JobDefinition(
                own.job(),
                own.kind(),
                own.zone(),
                own.root(),
                other.archiveUrl(),
                List.of(),
                List.of(),
                own.interval(),
                own.quietPeriod(),
                true));
        try (Service service = service()) {
            until(() -> service.log().contains("status=pending"));
            server.approveAll();
            until(() -> service.log().contains("share_foreign"));
        }
        assertThat(archived("other", "a", "one")).isFalse();
    }

    @Test
    @DisplayName("D-27 a server that lost its keys is asked to register this one again, and archiving goes on")
    void theServerForgotTheKey() throws Exception {
        JobDefinition job = job("geometry");
        server.give(job);
        try (Service service = service()) {
            until(() -> service.log().contains("status=pending"));
            server.approveAll();
            until(() -> service.status().jobs().containsKey(job.job()));
            server.forgetKeys();
            until(() -> service.log().contains("401"));
            file("geometry", "a", "one");
            until(() -> archived("geometry", "a", "one"));
            until(() -> service.log().split("status=pending", -1).length == 3);
            server.approveAll();
            until(() -> verifiedInIndex(job.job()) == 1);
        }
    }

    @Test
    @DisplayName("a job that is switched off or taken away is left alone, and a new one begins by itself")
    void jobsComeAndGo() throws Exception {
        JobDefinition first = job("first");
        JobDefinition second = job("second");
        server.give(first);
        try (Service service = service()) {
            until(() -> service.log().contains("status=pending"));
            server.approveAll();
            until(() -> service.status().jobs().containsKey(first.job()));
            server.give(second);
            service.workplace().refreshJobs();
            until(() -> service.status().jobs().containsKey(second.job()));
            file("second", "a", "one");
            until(() -> archived("second", "a", "one"));
            until(() -> Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().equals("job-first")));
        }
    }
}
