package io.datasync.server.sync.index;

import io.datasync.core.failure.SyncException;
import io.datasync.core.index.EntryCounts;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.RepairRow;
import io.datasync.core.index.notice.FindingRow;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.PathHash;
import io.datasync.core.path.RelativePath;
import io.datasync.server.sync.sql.Columns;
import io.datasync.server.sync.sql.SqlSession;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** {@code findings} and {@code repairs}, and what repairs alone change in {@code synced_files}. */
final class RepairTables {
    private final SqlSession session;

    RepairTables(SqlSession session) {
        this.session = session;
    }

    EntryCounts counts(long folderId) throws SyncException {
        return session.one(
                        "SELECT COUNT(*), COUNT(absent_since) FROM synced_files"
                                + " WHERE folder_id = ? AND state <> 'missing' AND kind = 'f'",
                        given -> given.number(folderId),
                        row -> new EntryCounts(row.number(), row.number()))
                .orElseThrow();
    }

    void store(long folderId, Collection<EntryRow> entries) throws SyncException {
        session.batch(
                "UPDATE synced_files SET kind = ?, size_bytes = ?, ticks = ?, digest = ?, verified_at = ?, state = ?,"
                        + " checked_at = ?, checked_by = ?, absent_since = ? WHERE folder_id = ? AND path_hash = ?",
                sorted(entries).values(),
                (given, row) -> {
                    SourceEntry entry = row.fact().entry();
                    given.text(String.valueOf(entry.kind().letter()))
                            .number(entry.sizeBytes())
                            .number(entry.ticks())
                            .bytes(row.fact().digest().bytes())
                            .time(row.fact().verifiedAt())
                            .text(row.state().text())
                            .time(row.check().map(EntryRow.Check::at))
                            .text(row.check().map(check -> check.by().text()))
                            .time(row.absentSince())
                            .number(folderId)
                            .bytes(entry.path().hash().bytes());
                });
    }

    void markChecked(long folderId, Collection<EntryRow> entries, EntryRow.Check check) throws SyncException {
        session.batch(
                "UPDATE synced_files SET checked_at = ?, checked_by = ? WHERE folder_id = ? AND path_hash = ?"
                        + " AND state = ? AND kind = ? AND size_bytes = ? AND ticks = ? AND digest = ?",
                sorted(entries).values(),
                (given, row) -> {
                    SourceEntry entry = row.fact().entry();
                    given.time(check.at())
                            .text(check.by().text())
                            .number(folderId)
                            .bytes(entry.path().hash().bytes())
                            .text(row.state().text())
                            .text(String.valueOf(entry.kind().letter()))
                            .number(entry.sizeBytes())
                            .number(entry.ticks())
                            .bytes(row.fact().digest().bytes());
                });
    }

    private static SortedMap<PathHash, EntryRow> sorted(Collection<EntryRow> entries) {
        SortedMap<PathHash, EntryRow> sorted = new TreeMap<>();
        entries.forEach(entry -> sorted.put(entry.fact().entry().path().hash(), entry));
        return sorted;
    }

    void insert(JobId job, Collection<FindingRow> findings) throws SyncException {
        session.batch(
                "INSERT INTO findings (job_id, kind, folder, path, expected, found, found_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                findings,
                (given, row) -> given.text(job.text())
                        .text(row.kind().text())
                        .text(row.folder().text())
                        .text(row.path().map(RelativePath::text))
                        .text(row.expected())
                        .text(row.found())
                        .time(row.foundAt()));
    }

    Optional<Long> rotation(JobId job, RepairRow.Kind kind) throws SyncException {
        return session.one(
                "SELECT done_to_day FROM rotations WHERE job_id = ? AND kind = ?",
                given -> given.text(job.text()).text(kind.text()),
                Columns::number);
    }

    void storeRotation(JobId job, RepairRow.Kind kind, long day) throws SyncException {
        session.update("DELETE FROM rotations WHERE job_id = ? AND kind = ?", given -> given.text(job.text())
                .text(kind.text()));
        session.update(
                "INSERT INTO rotations (job_id, kind, done_to_day) VALUES (?, ?, ?)",
                given -> given.text(job.text()).text(kind.text()).number(day));
    }

    Optional<RepairRow> underWay(JobId job) throws SyncException {
        return session.one(
                "SELECT job_id, repair_id, kind, started_at, heard_at, done_to FROM repairs WHERE job_id = ?",
                given -> given.text(job.text()),
                RepairTables::read);
    }

    private static RepairRow read(Columns row) throws SQLException, SyncException {
        var job = new JobId(row.text());
        var repair = new RunId(row.text());
        var kind = RepairRow.Kind.valueOf(row.text().toUpperCase(Locale.ROOT));
        var startedAt = row.time();
        var heardAt = row.time();
        Optional<String> doneTo = row.optionalText();
        return new RepairRow(
                job,
                repair,
                kind,
                startedAt,
                heardAt,
                doneTo.isPresent() ? Optional.of(FolderName.parse(doneTo.get())) : Optional.empty());
    }

    void begin(RepairRow repair) throws SyncException {
        session.update(
                "DELETE FROM repairs WHERE job_id = ?",
                given -> given.text(repair.job().text()));
        session.update(
                "INSERT INTO repairs (job_id, repair_id, kind, started_at, heard_at, done_to) VALUES (?, ?, ?, ?, ?, ?)",
                given -> given.text(repair.job().text())
                        .text(repair.repair().text())
                        .text(repair.kind().text())
                        .time(repair.startedAt())
                        .time(repair.heardAt())
                        .text(repair.doneTo().map(FolderName::text)));
    }

    boolean advance(RepairRow repair) throws SyncException {
        return session.update(
                        "UPDATE repairs SET heard_at = ?, done_to = ? WHERE job_id = ? AND repair_id = ?",
                        given -> given.time(repair.heardAt())
                                .text(repair.doneTo().map(FolderName::text))
                                .text(repair.job().text())
                                .text(repair.repair().text()))
                == 1;
    }

    void end(JobId job, RunId repair) throws SyncException {
        session.update("DELETE FROM repairs WHERE job_id = ? AND repair_id = ?", given -> given.text(job.text())
                .text(repair.text()));
    }
}
