package io.datasync.server.sync.index;

import static io.datasync.server.sync.index.Samples.JOB;
import static io.datasync.server.sync.index.Samples.LEASE;
import static io.datasync.server.sync.index.Samples.NOON;
import static io.datasync.server.sync.index.Samples.RUN;
import static io.datasync.server.sync.index.Samples.TOKEN;
import static io.datasync.server.sync.index.Samples.entries;
import static io.datasync.server.sync.index.Samples.entry;
import static io.datasync.server.sync.index.Samples.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.datasync.core.balance.Balance;
import io.datasync.core.digest.Digest;
import io.datasync.core.digest.SetSummary;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.EntryState;
import io.datasync.core.index.FolderRow;
import io.datasync.core.index.RunFileRow;
import io.datasync.core.index.RunRow;
import io.datasync.core.index.notice.LossRow;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunState;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.PathHash;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.CompleteRequest;
import io.datasync.server.sync.sql.DatabaseKind;
import io.datasync.server.sync.sql.IfNamed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("What the JDBC index must do on every database, beside the contract that all indexes share")
class JdbcIndexTest {
    abstract static class Rules extends IndexOnDatabase {
        Rules(DatabaseKind kind) {
            super(kind);
        }

        @Test
        @DisplayName("D-30 an entry comes back as it was written, whatever its name")
        void entriesComeBack() throws SyncException {
            String longest = "2026-04-23/" + "d/".repeat(500) + "ü".repeat(RelativePath.TEXT_MAX - 1_011);
            List<EntryRow> rows = List.of(
                    entry("2026-04-23/Part.csv", 7),
                    entry("2026-04-23/part.csv", 7),
                    entry("2026-04-23/part.csv ", 7),
                    entry("2026-04-23/\u241BFF\u241B0A\uD83D\uDD2C'\"%_", 7, EntryState.DAMAGED, false),
                    entry(longest, 9, EntryState.ATTESTED, false));
            long folder = index().index().transact(t -> {
                FolderRow made = t.folder(JOB, DAY);
                t.upsertEntries(made.id(), rows);
                return made.id();
            });
            List<PathHash> keys = rows.stream().map(Rules::key).toList();
            Map<PathHash, EntryRow> found = index().entries(folder, keys);
            assertThat(found.values()).containsExactlyInAnyOrderElementsOf(rows);
            assertThat(index().entries(folder + 1, keys)).isEmpty();
        }

        private static PathHash key(EntryRow row) {
            return row.fact().entry().path().hash();
        }

        @Test
        @DisplayName("D-30 more keys than a statement may have parameters are found, replaced and marked as a whole")
        void largeBatches() throws SyncException {
            List<EntryRow> rows = new ArrayList<>(entries(2_345, 1));
            Collections.shuffle(rows, new Random(5));
            long folder = index().index().transact(t -> {
                FolderRow made = t.folder(JOB, DAY);
                t.upsertEntries(made.id(), rows);
                return made.id();
            });
            Set<PathHash> keys = new HashSet<>();
            rows.forEach(row -> keys.add(key(row)));
            assertThat(index().entries(folder, keys)).hasSize(2_345);

            index().index().transact(t -> {
                t.upsertEntries(
                        folder,
                        rows.subList(0, 1_500).stream()
                                .map(row -> row.observed(false, 4))
                                .toList());
                t.markSeen(folder, keys, 3);
                return true;
            });
            assertThat(index().entries(folder, keys).values())
                    .allSatisfy(row -> assertThat(row.scanSeq()).isEqualTo(row.atSource() ? 3 : 4));
            assertThat(database.number("SELECT COUNT(*) FROM synced_files")).isEqualTo(2_345);
        }

        @Test
        @DisplayName("D-30 of two rows with one key in a batch the later stays")
        void theLaterRowStays() throws SyncException {
            EntryRow later = index().index().transact(t -> {
                long folder = t.folder(JOB, DAY).id();
                t.upsertEntries(folder, List.of(entry("a/b", 1), entry("a/b", 2)));
                return t.entries(folder, List.of(RelativePath.known("a/b").hash()))
                        .values()
                        .iterator()
                        .next();
            });
            assertThat(later.scanSeq()).isEqualTo(2);
        }

        @Test
        @DisplayName("D-2 entries not seen are paged by key, each once, and only those that count at the source")
        void unseenEntriesArePaged() throws SyncException {
            long folder = index().index().transact(t -> {
                long id = t.folder(JOB, DAY).id();
                t.upsertEntries(id, entries(25, 1));
                t.upsertEntries(
                        id,
                        List.of(
                                entry("2026-04-23/gone", 1, EntryState.VERIFIED, false),
                                entry("2026-04-23/listed", 1, EntryState.PRESENT, true),
                                entry("2026-04-23/seen", 2)));
                return id;
            });
            List<PathHash> paged = new ArrayList<>();
            Optional<PathHash> after = Optional.empty();
            do {
                Optional<PathHash> from = after;
                List<EntryRow> page = index().index().transact(t -> t.notSeenSince(folder, 2, from, 10));
                page.forEach(row -> paged.add(key(row)));
                after = page.size() == 10 ? Optional.of(key(page.get(9))) : Optional.empty();
            } while (after.isPresent());
            assertThat(paged).hasSize(25).isSorted().doesNotHaveDuplicates();
        }

        @Test
        @DisplayName("I-6 a run keeps everything that was said at its end")
        void runsComeBack() throws SyncException {
            var open = new RunRow(
                    RUN,
                    JOB,
                    RunState.OPEN,
                    TOKEN,
                    true,
                    Optional.of(new RunId("run-0")),
                    NOON,
                    NOON,
                    NOON.plus(LEASE),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
            var result = new CompleteRequest(
                    new Balance(15, 1, 2, 3, 4, 5), 6, 7, 8_000_000_000L, Optional.of(ErrorCode.SHARE_FULL));
            RunRow ended = open.ended(
                    RunState.FAILED, NOON.plusSeconds(9), Optional.of(result), Optional.of(ErrorCode.SHARE_FULL));
            index().index().transact(t -> {
                t.insertRun(open);
                return true;
            });
            assertThat(index().run(RUN)).isEqualTo(open);
            index().index().transact(t -> {
                t.updateRun(ended);
                return true;
            });
            assertThat(index().run(RUN)).isEqualTo(ended);
            index().run(t -> assertThat(t.run(new RunId("RUN-1"))).isEmpty());
        }

        @Test
        @DisplayName("I-5 the statement itself refuses to change a run that has ended")
        void anEndIsFinal() throws SyncException {
            index().index().transact(t -> {
                t.insertRun(Samples.run(RUN, TOKEN, NOON));
                t.updateRun(Samples.run(RUN, TOKEN, NOON)
                        .ended(RunState.ORPHANED, NOON, Optional.empty(), Optional.empty()));
                return true;
            });
            assertThatThrownBy(() -> index().index().transact(t -> {
                        t.updateRun(Samples.run(RUN, TOKEN, NOON));
                        return true;
                    }))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(index().run(RUN).state()).isEqualTo(RunState.ORPHANED);
        }

        @Test
        @DisplayName("D-25 the time is the database's, in UTC, and moves within a transaction")
        void timeMoves() throws SyncException {
            Instant before = Instant.now();
            List<Instant> times = index().index().transact(t -> {
                Instant first = t.now();
                await().until(() -> t.now().isAfter(first));
                return List.of(first, t.now());
            });
            assertThat(times.get(0)).isBetween(before.minusSeconds(60), before.plusSeconds(60));
            assertThat(times.get(1)).isAfter(times.get(0));
        }

        @Test
        @DisplayName("D-24 a folder that a repair changed meanwhile is read again, and both changes stay")
        void aRepairIsNotLost() throws SyncException {
            long folder = index().folder(JOB, DAY).id();
            var runs = new ArrayList<Long>();
            index().index().transact(t -> {
                t.lockJob(JOB);
                FolderRow read = t.folder(JOB, DAY);
                runs.add(read.revision());
                if (runs.size() == 1) {
                    // A repair takes no lease and no lock of the job.
                    database.execute(
                            "UPDATE folders SET archived_count = 100, revision = revision + 1 WHERE id = " + folder);
                }
                t.updateFolder(
                        read.with(read.archived().plus(5, Digest.OF_NOTHING), read.atSource(), Optional.of(NOON)));
                return true;
            });
            FolderRow now = index().folder(JOB, DAY);
            assertThat(runs).containsExactly(0L, 1L);
            assertThat(now.archived().count()).isEqualTo(101);
            assertThat(now.revision()).isEqualTo(2);
            assertThat(now.lastNewAt()).hasValue(NOON);
        }

        @Test
        @DisplayName("D-24 each change raises a folder's revision by one, also twice in a transaction")
        void revisionsGrow() throws SyncException {
            index().index().transact(t -> {
                FolderRow made = t.folder(JOB, DAY);
                SetSummary one = SetSummary.EMPTY.plus(1, Digest.OF_NOTHING);
                t.updateFolder(made.with(one, one, Optional.empty()));
                t.updateFolder(made.with(one, SetSummary.EMPTY, Optional.empty()));
                return true;
            });
            FolderRow folder = index().folders(JOB).get(0);
            assertThat(folder.revision()).isEqualTo(2);
            assertThat(folder.archived().count()).isEqualTo(1);
            assertThat(folder.atSource()).isEqualTo(SetSummary.EMPTY);
        }

        @Test
        @DisplayName("D-30 folders differ by the bytes of their names")
        void folderNamesDifferByBytes() throws SyncException {
            List<FolderName> names =
                    List.of(Samples.folder("Day"), Samples.folder("day"), Samples.folder("day "), FolderName.ROOT, DAY);
            index().index().transact(t -> {
                for (FolderName name : names) {
                    t.folder(JOB, name);
                    t.folder(JOB, name);
                }
                return true;
            });
            assertThat(index().folders(JOB)).extracting(FolderRow::name).containsExactlyInAnyOrderElementsOf(names);
            assertThat(index().folders(new JobId("Geometry"))).isEmpty();
        }

        @Test
        @DisplayName("I-8 what a run did with a file, and a loss, are kept once however often they are reported")
        void repeatsAreHarmless() throws SyncException {
            var path = RelativePath.known("2026-04-23/a.csv");
            var failed = new RunFileRow(
                    path, RunFileRow.Outcome.FAILED, 5, Optional.empty(), Optional.of(ErrorCode.FILE_UNREADABLE));
            var verified = new RunFileRow(
                    path, RunFileRow.Outcome.VERIFIED, 5, Optional.of(Digest.OF_NOTHING), Optional.empty());
            var loss = new LossRow(SourceEntry.file(path, 5, 17), NOON);
            var laterContent = new LossRow(SourceEntry.file(path, 5, 18), NOON);
            for (int times = 0; times < 2; times++) {
                index().index().transact(t -> {
                    t.upsertRunFiles(RUN, List.of(failed));
                    t.upsertRunFiles(RUN, List.of(verified));
                    t.insertLosses(JOB, RUN, List.of(loss, laterContent, loss));
                    return true;
                });
            }
            assertThat(database.number("SELECT COUNT(*) FROM losses")).isEqualTo(2);
            assertThat(database.number("SELECT COUNT(*) FROM sync_run_files WHERE outcome = 'verified' AND code IS NULL"
                            + " AND checksum = '" + Digest.OF_NOTHING.hex() + "'"))
                    .isEqualTo(1);
            assertThat(database.number("SELECT COUNT(*) FROM sync_run_files")).isEqualTo(1);
        }

        @Test
        @DisplayName("D-23 a heartbeat renews the living runs of its runner, and shortens nothing")
        void heartbeatsRenew() throws SyncException {
            RunId other = new RunId("run-2");
            Instant now = index().index().transact(t -> {
                Instant time = t.now();
                t.insertRun(Samples.run(RUN, TOKEN, time));
                t.insertRun(Samples.run(other, TOKEN, time)
                        .ended(RunState.SUCCESS, time, Optional.empty(), Optional.empty()));
                return time;
            });
            var runner = new RunnerId("pc-1");
            var named = List.of(RUN, other, new RunId("unknown"));
            assertThat(index().renew(new RunnerId("pc-2"), named, Duration.ofHours(1)))
                    .isZero();
            assertThat(index().renew(runner, named, Duration.ofHours(1))).isEqualTo(1);
            assertThat(index().renew(runner, named, Duration.ofSeconds(1))).isEqualTo(1);
            RunRow renewed = index().run(RUN);
            assertThat(renewed.leaseUntil()).isAfter(now.plus(Duration.ofMinutes(59)));
            assertThat(renewed.lastActivityAt()).isAfterOrEqualTo(now);
            assertThat(index().run(other).leaseUntil()).isEqualTo(now.plus(LEASE));
        }
    }

    @Nested
    class OnH2 extends Rules {
        OnH2() {
            super(DatabaseKind.H2);
        }
    }

    @Nested
    @Tag("slow")
    class OnH2InFile extends Rules {
        OnH2InFile() {
            super(DatabaseKind.H2_IN_FILE);
        }
    }

    @Nested
    @Tag("slow")
    class OnH2AsSqlServer extends Rules {
        OnH2AsSqlServer() {
            super(DatabaseKind.H2_AS_SQL_SERVER);
        }
    }

    @Nested
    @Tag("slow")
    class OnPostgresql extends Rules {
        OnPostgresql() {
            super(DatabaseKind.POSTGRESQL);
        }
    }

    @Nested
    @IfNamed
    class OnOther extends Rules {
        OnOther() {
            super(DatabaseKind.OTHER);
        }
    }
}
