package io.datasync.server.sync.index;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.RunFileRow;
import io.datasync.core.index.StateIndex;
import io.datasync.core.index.VersionRow;
import io.datasync.core.index.notice.FindingRow;
import io.datasync.core.index.notice.LossRow;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.server.sync.sql.Columns;
import io.datasync.server.sync.sql.DatabaseKind;
import io.datasync.server.sync.sql.IfNamed;
import io.datasync.server.sync.sql.OnDatabase;
import io.datasync.server.sync.sql.SqlSession;
import io.datasync.testkit.index.StateIndexContract;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("The contract of all indexes, on a database")
class JdbcIndexContractTest {
    abstract static class Contract extends OnDatabase implements StateIndexContract {
        Contract(DatabaseKind kind) {
            super(kind);
        }

        @Override
        public StateIndex index() {
            return new IndexHooks(database).index();
        }

        @Override
        public void addJob(JobId job, RunnerId runner, String archiveUrl) {
            new IndexHooks(database).addJob(job, runner, archiveUrl);
        }

        @Override
        public void disable(JobId job) {
            new IndexHooks(database).disable(job);
        }

        @Override
        public void seal(JobId job, FolderName folder) throws SyncException {
            new IndexHooks(database).seal(job, folder);
        }

        @Override
        public List<RunFileRow> runFiles(RunId run) {
            return all(
                    "SELECT path, outcome, size_bytes, checksum, code FROM sync_run_files WHERE run_id = ?",
                    run.text(),
                    row -> new RunFileRow(
                            RelativePath.parse(row.text()),
                            RunFileRow.Outcome.valueOf(row.text().toUpperCase(Locale.ROOT)),
                            row.number(),
                            digest(row),
                            row.optionalText()
                                    .map(text -> ErrorCode.ofText(text).orElseThrow())),
                    Comparator.comparing(RunFileRow::path));
        }

        @Override
        public Optional<Instant> lastCycleAt(JobId job) {
            return all(
                            "SELECT last_cycle_at FROM jobs WHERE job_id = ? AND last_cycle_at IS NOT NULL",
                            job.text(),
                            Columns::time,
                            Comparator.naturalOrder())
                    .stream()
                    .findFirst();
        }

        @Override
        public List<String> deeds(JobId job) {
            String query = "SELECT id, detail_json FROM audit_log WHERE subject = ?";
            return all(query, job.text(), row -> Map.entry(row.number(), row.text()), Map.Entry.comparingByKey())
                    .stream()
                    .map(Map.Entry::getValue)
                    .toList();
        }

        @Override
        public List<VersionRow> versions(JobId job) {
            return all(
                    "SELECT v.path, v.size_bytes, v.ticks, v.digest, v.verified_at, v.retired_at, v.run_id"
                            + " FROM file_versions v JOIN folders f ON f.id = v.folder_id WHERE f.job_id = ?",
                    job.text(),
                    row -> new VersionRow(
                            new Fact(
                                    SourceEntry.file(RelativePath.parse(row.text()), row.number(), row.number()),
                                    Digest.of(row.bytes()),
                                    row.time()),
                            row.time(),
                            new RunId(row.text())),
                    Comparator.comparing((VersionRow version) ->
                                    version.fact().entry().path())
                            .thenComparing(version -> version.fact().entry().ticks()));
        }

        @Override
        public List<String> alerts(JobId job) {
            return all(
                    "SELECT summary FROM alerts WHERE subject = ? AND resolved_at IS NULL",
                    job.text(),
                    Columns::text,
                    Comparator.naturalOrder());
        }

        @Override
        public List<FindingRow> findings(JobId job) {
            record Numbered(long id, FindingRow row) {}
            return all(
                            "SELECT id, kind, folder, path, expected, found, found_at FROM findings WHERE job_id = ?",
                            job.text(),
                            row -> new Numbered(
                                    row.number(),
                                    new FindingRow(
                                            FindingRow.Kind.valueOf(row.text().toUpperCase(Locale.ROOT)),
                                            FolderName.parse(row.text()),
                                            row.optionalText().map(RelativePath::known),
                                            row.text(),
                                            row.text(),
                                            row.time())),
                            Comparator.comparing(Numbered::id))
                    .stream()
                    .map(Numbered::row)
                    .toList();
        }

        @Override
        public List<LossRow> losses(JobId job) {
            return all(
                    "SELECT path, kind, size_bytes, ticks, noticed_at, archived_digest FROM losses WHERE job_id = ?",
                    job.text(),
                    row -> new LossRow(
                            new SourceEntry(
                                    RelativePath.parse(row.text()),
                                    EntryKind.ofLetter(row.text().charAt(0)),
                                    row.number(),
                                    row.number()),
                            row.time(),
                            row.optionalBytes().map(Digest::of)),
                    Comparator.comparing(loss -> loss.entry().path()));
        }

        private static Optional<Digest> digest(Columns row) throws SQLException, SyncException {
            Optional<String> hex = row.optionalText();
            return hex.isPresent() ? Optional.of(Digest.parse(hex.get())) : Optional.empty();
        }

        private <T> List<T> all(String query, String key, SqlSession.Read<T> read, Comparator<T> order) {
            try {
                return database
                        .transactions()
                        .run(session -> session.all(query, given -> given.text(key), read))
                        .stream()
                        .sorted(order)
                        .toList();
            } catch (SyncException e) {
                throw new IllegalStateException(query, e);
            }
        }
    }

    @Nested
    class OnH2 extends Contract {
        OnH2() {
            super(DatabaseKind.H2);
        }
    }

    @Nested
    @Tag("slow")
    class OnH2InFile extends Contract {
        OnH2InFile() {
            super(DatabaseKind.H2_IN_FILE);
        }
    }

    @Nested
    @Tag("slow")
    class OnH2AsSqlServer extends Contract {
        OnH2AsSqlServer() {
            super(DatabaseKind.H2_AS_SQL_SERVER);
        }

        @Test
        @Override
        @Disabled("H2 reads the hints by which SQL Server locks a row, and locks nothing")
        public void aRepairNeverOvertakesARun() {}
    }

    @Nested
    @Tag("slow")
    class OnPostgresql extends Contract {
        OnPostgresql() {
            super(DatabaseKind.POSTGRESQL);
        }
    }

    @Nested
    @IfNamed
    class OnOther extends Contract {
        OnOther() {
            super(DatabaseKind.OTHER);
        }
    }
}
