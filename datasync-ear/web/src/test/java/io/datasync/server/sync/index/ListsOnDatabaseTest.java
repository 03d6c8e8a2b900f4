package io.datasync.server.sync.index;

import static io.datasync.server.sync.index.Samples.JOB;
import static io.datasync.server.sync.index.Samples.NOON;
import static io.datasync.server.sync.index.Samples.RUN;
import static io.datasync.server.sync.index.Samples.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.balance.Balance;
import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.FolderRow;
import io.datasync.core.index.RunFileRow;
import io.datasync.core.index.RunRow;
import io.datasync.core.index.VersionRow;
import io.datasync.core.index.notice.DeedRow;
import io.datasync.core.index.notice.LossRow;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunState;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.CompleteRequest;
import io.datasync.core.protocol.fleet.JobDefinition;
import io.datasync.core.protocol.fleet.JobKind;
import io.datasync.core.purge.PurgePool;
import io.datasync.server.sync.index.catalog.FileLedger;
import io.datasync.server.sync.index.catalog.FolderList;
import io.datasync.server.sync.index.catalog.JobCatalog;
import io.datasync.server.sync.index.catalog.RegisteredJob;
import io.datasync.server.sync.index.catalog.RunHistory;
import io.datasync.server.sync.index.catalog.RunHistory.JobStanding;
import io.datasync.server.sync.index.catalog.RunHistory.PastRun;
import io.datasync.server.sync.sql.DatabaseKind;
import io.datasync.server.sync.sql.IfNamed;
import io.datasync.server.sync.sql.SqlSession;
import io.datasync.server.sync.sql.SqlSession.Given;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("What people read of jobs, runs and folders")
class ListsOnDatabaseTest {
    abstract static class Lists extends IndexOnDatabase {
        private static final RunnerId RUNNER = new RunnerId("pc-1");

        Lists(DatabaseKind kind) {
            super(kind);
        }

        private JobCatalog jobs() {
            return new JobCatalog(database.transactions());
        }

        private static JobDefinition definition(String id) {
            return new JobDefinition(
                    new JobId(id),
                    JobKind.GEOMETRY,
                    ZoneId.of("Europe/Zurich"),
                    "D:\\Messdaten\\\"ü\"",
                    "file:///archive/" + id,
                    List.of("*.csv", "a,\"b\"\\"),
                    List.of(),
                    Duration.ofSeconds(90),
                    Duration.ZERO,
                    false,
                    id.equals("audited")
                            ? Optional.empty()
                            : Optional.of(new PurgePool("d", OptionalLong.of(30_000), OptionalLong.empty())));
        }

        private boolean add(String id) throws SyncException {
            return jobs().add(RUNNER, definition(id), session -> {
                audit(session, id);
                return true;
            });
        }

        private static void audit(SqlSession session, String id) throws SyncException {
            IndexHooks.write(
                    session, new DeedRow(DeedRow.Deed.RUN_ORPHANED, RUNNER, new JobId(id), Optional.of(RUN), "made"));
        }

        private long audited(String id) {
            return database.number("SELECT COUNT(*) FROM audit_log WHERE subject = '" + id + "'");
        }

        @Test
        @DisplayName("D-35 a job and its row in the audit log are made together or not at all")
        void jobAndAuditRow() throws SyncException {
            JobDefinition definition = definition("audited");
            assertThatThrownBy(() -> jobs().add(RUNNER, definition, session -> {
                        audit(session, "audited");
                        throw SyncException.passing(ErrorCode.INDEX_UNAVAILABLE, "after the row");
                    }))
                    .hasMessage("after the row");
            assertThat(jobs().find(definition.job())).isEmpty();
            assertThat(audited("audited")).isZero();

            assertThatThrownBy(() -> jobs().add(
                                    RUNNER,
                                    definition,
                                    session ->
                                            session.update("INSERT INTO audit_log (id) VALUES (NULL)", Given.NOTHING)))
                    .isInstanceOf(SyncException.class);
            assertThat(jobs().find(definition.job())).isEmpty();

            assertThat(add("audited")).isTrue();
            assertThat(add("audited")).isFalse();
            assertThat(audited("audited")).isEqualTo(1);
        }

        @Test
        @DisplayName("API-7 a job comes back as it was made, once, and in the list of its runner")
        void jobsComeBack() throws SyncException {
            JobDefinition definition = definition("one");
            assertThat(add("one")).isTrue();
            assertThat(add("one")).isFalse();
            RegisteredJob job = jobs().find(definition.job()).orElseThrow();
            assertThat(job.definition()).isEqualTo(definition);
            assertThat(job.runner()).isEqualTo(RUNNER);
            assertThat(job.liveRun()).isEmpty();
            assertThat(jobs().ofRunner(RUNNER).jobs())
                    .extracting(JobDefinition::job)
                    .containsExactly(JOB, definition.job());
            assertThat(jobs().ofRunner(new RunnerId("pc-2")).jobs()).isEmpty();
            assertThat(jobs().find(new JobId("ONE"))).isEmpty();
            assertThat(jobs().hasRunner(RUNNER)).isTrue();
            assertThat(jobs().hasRunner(new RunnerId("pc-2"))).isFalse();
        }

        @Test
        @DisplayName("RUN-3 of many who make the same job at once one made it")
        void oneMakesTheJob() throws Exception {
            ExecutorService threads = Executors.newFixedThreadPool(6);
            try {
                Callable<Boolean> make = () -> add("raced");
                int made = 0;
                for (Future<Boolean> each : threads.invokeAll(java.util.Collections.nCopies(6, make))) {
                    made += each.get() ? 1 : 0;
                }
                assertThat(made).isEqualTo(1);
            } finally {
                threads.shutdownNow();
            }
        }

        @Test
        @DisplayName("API-7 jobs are paged by id")
        void jobsArePaged() throws SyncException {
            for (String id : List.of("c", "a", "b")) {
                add(id);
            }
            List<RegisteredJob> first = jobs().page(Optional.of(RUNNER), Optional.empty(), 2);
            assertThat(first).extracting(job -> job.definition().job().text()).containsExactly("a", "b");
            assertThat(jobs().page(Optional.empty(), Optional.of(new JobId("b")), 10))
                    .extracting(job -> job.definition().job().text())
                    .containsExactly("c", "geometry");
        }

        private void addRun(String id, Optional<RunState> end) throws SyncException {
            RunRow open = Samples.run(new RunId(id), TOKEN, NOON);
            index().run(t -> {
                t.insertRun(open);
                if (end.isPresent()) {
                    var result = new CompleteRequest(new Balance(3, 2, 0, 0, 1, 0), 0, 2, 20, Optional.empty());
                    t.updateRun(open.ended(end.get(), NOON, Optional.of(result), Optional.empty()));
                }
            });
        }

        @Test
        @DisplayName("API-7 runs are paged, the one opened last first, living ones and ended ones with their runner")
        void runsArePaged() throws SyncException {
            addRun("r1", Optional.of(RunState.PARTIAL));
            addRun("r2", Optional.empty());
            addRun("r3", Optional.of(RunState.SUCCESS));
            var history = new RunHistory(database.transactions());
            List<String> seen = new ArrayList<>();
            Optional<RunId> after = Optional.empty();
            do {
                List<PastRun> page = history.page(Optional.of(JOB), Optional.empty(), after, 2);
                page.forEach(run -> seen.add(run.run().run() + " of " + run.runner()));
                after = page.size() == 2 ? Optional.of(page.get(1).run().run()) : Optional.empty();
            } while (after.isPresent());
            assertThat(seen).containsExactly("r3 of pc-1", "r2 of pc-1", "r1 of pc-1");
            assertThat(history.page(Optional.empty(), Optional.of(RunState.OPEN), Optional.empty(), 9))
                    .extracting(run -> run.run().run().text())
                    .containsExactly("r2");
            assertThat(history.page(Optional.of(new JobId("x")), Optional.empty(), Optional.empty(), 9))
                    .isEmpty();
            assertThat(history.page(Optional.empty(), Optional.empty(), Optional.of(new RunId("x")), 9))
                    .isEmpty();
            assertThat(history.find(new RunId("r2")).orElseThrow().run().result())
                    .isEmpty();
            assertThat(history.find(new RunId("r1")).orElseThrow().run().result())
                    .isPresent();
            assertThat(history.find(new RunId("x"))).isEmpty();
        }

        @Test
        @DisplayName("D-26 each job comes with its last run and the end of its last cycle")
        void jobsComeWithTheirLastRun() throws SyncException {
            var history = new RunHistory(database.transactions());
            assertThat(history.jobs(9)).singleElement().satisfies(job -> {
                assertThat(job.lastRun()).isEmpty();
                assertThat(job.lastCycleAt()).isEmpty();
            });
            addRun("r1", Optional.of(RunState.SUCCESS));
            addRun("r2", Optional.of(RunState.PARTIAL));
            add("another");
            index().run(t -> t.cycleEnded(RUNNER, JOB, NOON));
            assertThat(history.jobCount()).isEqualTo(2);
            assertThat(history.jobs(1)).extracting(job -> job.job().text()).containsExactly("another");
            JobStanding job = history.jobs(9).get(1);
            assertThat(job.job()).isEqualTo(JOB);
            assertThat(job.runner()).isEqualTo(RUNNER);
            assertThat(job.lastCycleAt()).contains(NOON);
            assertThat(job.lastRun()).isEqualTo(history.find(new RunId("r2")).map(PastRun::run));
        }

        @Test
        @DisplayName("D-38 a code that a newer release wrote does not hide the runs")
        void codesOfNewerReleases() throws SyncException {
            addRun("r1", Optional.of(RunState.FAILED));
            database.execute("UPDATE sync_runs SET code = 'of_tomorrow', failure = 'of_tomorrow'");
            assertThat(index().run(new RunId("r1"))).satisfies(run -> {
                assertThat(run.state()).isEqualTo(RunState.FAILED);
                assertThat(run.code()).isEmpty();
                assertThat(run.result().orElseThrow().failure()).isEmpty();
            });
            assertThat(new RunHistory(database.transactions())
                            .page(Optional.of(JOB), Optional.empty(), Optional.empty(), 9))
                    .hasSize(1);
        }

        @Test
        @DisplayName("RUN-8 the files that a run could not archive or found lost are named, the others are not")
        void troubledFilesAreNamed() throws SyncException {
            addRun("r1", Optional.empty());
            var failed = new RunFileRow(
                    RelativePath.known("a/locked"),
                    RunFileRow.Outcome.FAILED,
                    1,
                    Optional.empty(),
                    Optional.of(ErrorCode.FILE_UNREADABLE));
            var lost = new RunFileRow(
                    RelativePath.known("a/gone"),
                    RunFileRow.Outcome.LOST,
                    2,
                    Optional.empty(),
                    Optional.of(ErrorCode.FILE_VANISHED));
            var verified = new RunFileRow(
                    RelativePath.known("a/good"), RunFileRow.Outcome.VERIFIED, 3, Optional.empty(), Optional.empty());
            index().run(t -> t.upsertRunFiles(new RunId("r1"), List.of(failed, lost, verified)));
            assertThat(new RunHistory(database.transactions()).troubled(new RunId("r1")))
                    .containsExactlyInAnyOrder(failed, lost);
        }

        @Test
        @DisplayName("API-7 CORE-10 losses are paged in the order in which they were recorded, those of one job alone")
        void lossesArePaged() throws SyncException {
            Samples.addJob(database, new JobId("other"));
            List<LossRow> losses = new ArrayList<>();
            for (String path : List.of("z", "a", "2026-04-23/m")) {
                losses.add(new LossRow(SourceEntry.file(RelativePath.known(path), 7, -17), NOON));
            }
            index().index().transact(t -> {
                t.insertLosses(JOB, RUN, losses);
                t.insertLosses(new JobId("other"), RUN, losses);
                return true;
            });
            var ledger = new FileLedger(database.transactions());
            List<FileLedger.ListedLoss> first = ledger.losses(JOB, 0, 2);
            assertThat(first).extracting(FileLedger.ListedLoss::loss).containsExactlyElementsOf(losses.subList(0, 2));
            assertThat(first).extracting(FileLedger.ListedLoss::run).containsOnly(RUN);
            assertThat(ledger.losses(JOB, first.get(1).id(), 2))
                    .extracting(FileLedger.ListedLoss::loss)
                    .containsExactly(losses.get(2));
            assertThat(ledger.losses(new JobId("none"), 0, 2)).isEmpty();
        }

        @Test
        @DisplayName("API-7 CORE-11 what one file used to be is paged in the order in which it was retired")
        void versionsArePaged() throws SyncException {
            List<VersionRow> versions = new ArrayList<>();
            for (int content = 3; content > 0; content--) {
                versions.add(version("2026-04-23/a", content));
            }
            index().index().transact(t -> {
                t.insertVersions(t.folder(JOB, DAY).id(), versions);
                t.insertVersions(t.folder(JOB, DAY).id(), List.of(version("2026-04-23/b", 1)));
                return true;
            });
            var ledger = new FileLedger(database.transactions());
            RelativePath path = RelativePath.known("2026-04-23/a");
            List<FileLedger.ListedVersion> first = ledger.versions(JOB, path, 0, 2);
            assertThat(first)
                    .extracting(FileLedger.ListedVersion::version)
                    .containsExactlyElementsOf(versions.subList(0, 2));
            assertThat(ledger.versions(JOB, path, first.get(1).id(), 2))
                    .extracting(FileLedger.ListedVersion::version)
                    .containsExactly(versions.get(2));
            assertThat(ledger.versions(new JobId("none"), path, 0, 2)).isEmpty();
        }

        private static VersionRow version(String path, int content) {
            byte[] digest = new byte[Digest.BYTES];
            digest[0] = (byte) content;
            SourceEntry entry = SourceEntry.file(RelativePath.known(path), content, -content);
            return new VersionRow(new Fact(entry, Digest.of(digest), NOON), NOON.plusSeconds(9), RUN);
        }

        @Test
        @DisplayName("API-7 folders are paged in the order in which they came")
        void foldersArePaged() throws SyncException {
            for (String name : List.of("z", "a", "m")) {
                index().folder(JOB, Samples.folder(name));
            }
            var list = new FolderList(database.transactions());
            assertThat(list.page(JOB, Optional.empty(), Optional.empty(), 2))
                    .extracting(FolderRow::name)
                    .containsExactly(Samples.folder("z"), Samples.folder("a"));
            assertThat(list.page(JOB, Optional.empty(), Optional.of(Samples.folder("a")), 2))
                    .extracting(FolderRow::name)
                    .containsExactly(Samples.folder("m"));
            assertThat(list.page(JOB, Optional.empty(), Optional.of(FolderName.ROOT), 2))
                    .isEmpty();
        }

        @Test
        @DisplayName("API-7 sealed folders are listed by themselves, and so are open ones")
        void sealedFoldersAreListed() throws SyncException {
            for (String name : List.of("2026-04-20", "2026-04-21", "2026-04-22", "docs")) {
                index().folder(JOB, Samples.folder(name));
            }
            for (String name : List.of("2026-04-22", "2026-04-20")) {
                new IndexHooks(database).seal(JOB, Samples.folder(name));
            }
            var list = new FolderList(database.transactions());
            Optional<FolderName> first = Optional.of(Samples.folder("2026-04-20"));
            assertThat(list.page(JOB, Optional.of(true), Optional.empty(), 9))
                    .extracting(FolderRow::name)
                    .containsExactly(Samples.folder("2026-04-20"), Samples.folder("2026-04-22"));
            assertThat(list.page(JOB, Optional.of(true), first, 9))
                    .extracting(FolderRow::name)
                    .containsExactly(Samples.folder("2026-04-22"));
            assertThat(list.page(JOB, Optional.of(false), first, 9))
                    .extracting(FolderRow::name)
                    .containsExactly(Samples.folder("2026-04-21"), Samples.folder("docs"));
        }
    }

    @Nested
    class OnH2 extends Lists {
        OnH2() {
            super(DatabaseKind.H2);
        }
    }

    @Nested
    @Tag("slow")
    class OnH2AsSqlServer extends Lists {
        OnH2AsSqlServer() {
            super(DatabaseKind.H2_AS_SQL_SERVER);
        }
    }

    @Nested
    @Tag("slow")
    class OnPostgresql extends Lists {
        OnPostgresql() {
            super(DatabaseKind.POSTGRESQL);
        }
    }

    @Nested
    @IfNamed
    class OnOther extends Lists {
        OnOther() {
            super(DatabaseKind.OTHER);
        }
    }
}
