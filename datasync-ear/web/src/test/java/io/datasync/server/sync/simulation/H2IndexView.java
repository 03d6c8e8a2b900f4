package io.datasync.server.sync.simulation;

import io.datasync.core.balance.Balance;
import io.datasync.core.digest.Digest;
import io.datasync.core.digest.SetSummary;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.CertificateNote;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.EntryState;
import io.datasync.core.index.FolderRow;
import io.datasync.core.index.JobRow;
import io.datasync.core.index.ListingNote;
import io.datasync.core.index.RunRow;
import io.datasync.core.index.notice.LossRow;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunState;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.CompleteRequest;
import io.datasync.core.protocol.fleet.JobKind;
import io.datasync.core.protocol.seal.FolderListings;
import io.datasync.testkit.simulation.invariant.IndexView;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What is committed, by SQL of its own on a connection of its own. A table is read again only when the database itself says that it changed, and a
 * row that is as it was is the same object as before.
 */
final class H2IndexView implements IndexView, AutoCloseable {
    private static final String CHANGES = "SELECT table_name, last_modification FROM information_schema.tables"
            + " WHERE table_schema = 'PUBLIC' AND table_name IN ('JOBS', 'SYNC_RUNS', 'FOLDERS', 'SYNCED_FILES', 'LOSSES')";

    private final Connection connection;
    private final Map<String, Long> changes = new HashMap<>();
    private final Map<Object, List<?>> read = new HashMap<>();
    private final Map<Object, Object> rows = new HashMap<>();
    private long version;
    private long seen = -1;

    H2IndexView(H2Server database) {
        try {
            connection = database.connect();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What identifies one reading: all rows of a table that belong to something. */
    private record Key(String table, Object owner) {}

    /** What identifies a row for good. */
    private record RowKey(String table, Object owner, Object row) {}

    @FunctionalInterface
    private interface Read<T> {
        T from(ResultSet row) throws SQLException, SyncException;
    }

    @FunctionalInterface
    private interface Identity<T> {
        Object of(T row);
    }

    /** Somebody else did something. */
    void mayHaveChanged() {
        version++;
    }

    /** Everything may be something else. */
    void forget() {
        changes.clear();
        read.clear();
        rows.clear();
        version++;
    }

    @Override
    public JobRow job(JobId job) {
        return all("JOBS", job, "SELECT * FROM jobs WHERE job_id = ?", H2IndexView::jobRow, JobRow::job)
                .get(0);
    }

    @Override
    public List<RunRow> runs(JobId job) {
        return all(
                "SYNC_RUNS",
                job,
                "SELECT * FROM sync_runs WHERE job_id = ? ORDER BY run_id",
                H2IndexView::run,
                RunRow::run);
    }

    @Override
    public List<FolderRow> folders(JobId job) {
        return all(
                "FOLDERS",
                job,
                "SELECT * FROM folders WHERE job_id = ? ORDER BY id",
                H2IndexView::folder,
                FolderRow::id);
    }

    @Override
    public List<EntryRow> entries(long folderId) {
        return all(
                "SYNCED_FILES",
                folderId,
                "SELECT * FROM synced_files WHERE folder_id = ? ORDER BY path_hash",
                H2IndexView::entry,
                row -> row.fact().entry().path());
    }

    @Override
    public List<LossRow> losses(JobId job) {
        return all("LOSSES", job, "SELECT * FROM losses WHERE job_id = ? ORDER BY id", H2IndexView::loss, row -> row);
    }

    @SuppressWarnings("unchecked") // each table has rows of one type
    private <T> List<T> all(String table, Object owner, String query, Read<T> make, Identity<T> identity) {
        try {
            lookForChanges();
            Key key = new Key(table, owner);
            List<?> known = read.get(key);
            if (known == null) {
                known = query(table, owner, query, make, identity);
                read.put(key, known);
            }
            return (List<T>) known;
        } catch (SQLException | SyncException e) {
            throw new IllegalStateException(query, e);
        }
    }

    @SuppressWarnings("unchecked") // as above
    private <T> List<T> query(String table, Object owner, String query, Read<T> make, Identity<T> identity)
            throws SQLException, SyncException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setObject(1, owner instanceof Long id ? id : owner.toString());
            List<T> found = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    T now = make.from(row);
                    found.add((T) rows.merge(
                            new RowKey(table, owner, identity.of(now)),
                            now,
                            (old, same) -> old.equals(same) ? old : same));
                }
            }
            return List.copyOf(found);
        }
    }

    private void lookForChanges() throws SQLException {
        if (seen == version) {
            return;
        }
        seen = version;
        try (PreparedStatement statement = connection.prepareStatement(CHANGES);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                String table = row.getString(1);
                Long change = row.getLong(2);
                if (!change.equals(changes.put(table, change))) {
                    read.keySet()
                            .removeIf(key ->
                                    key instanceof Key known && known.table().equals(table));
                }
            }
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JobRow jobRow(ResultSet row) throws SQLException {
        return new JobRow(
                new JobId(row.getString("job_id")),
                new RunnerId(row.getString("runner_id")),
                JobKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                ZoneId.of(row.getString("zone")),
                row.getBoolean("enabled"),
                row.getString("archive_url"),
                token(row),
                Optional.ofNullable(row.getString("live_run_id")).map(RunId::new),
                row.getLong("scan_seq"));
    }

    private static RunRow run(ResultSet row) throws SQLException {
        return new RunRow(
                new RunId(row.getString("run_id")),
                new JobId(row.getString("job_id")),
                RunState.ofText(row.getString("state")),
                token(row),
                row.getBoolean("started_offline"),
                Optional.ofNullable(row.getString("continues_run_id")).map(RunId::new),
                time(row, "started_at").orElseThrow(),
                time(row, "last_activity_at").orElseThrow(),
                time(row, "lease_until").orElseThrow(),
                time(row, "ended_at"),
                result(row),
                code(row, "code"));
    }

    private static Optional<CompleteRequest> result(ResultSet row) throws SQLException {
        if (row.getObject("seen") == null) {
            return Optional.empty();
        }
        var balance = new Balance(
                row.getLong("seen"),
                row.getLong("verified"),
                row.getLong("in_flight"),
                row.getLong("excluded"),
                row.getLong("failed"),
                row.getLong("lost"));
        return Optional.of(new CompleteRequest(
                balance,
                row.getLong("incomplete_folders"),
                row.getLong("uploaded"),
                row.getLong("uploaded_bytes"),
                code(row, "failure"),
                row.getLong("held"),
                row.getLong("renamed"),
                FolderListings.NONE));
    }

    private static FolderRow folder(ResultSet row) throws SQLException, SyncException {
        Optional<CertificateNote> certificate = row.getObject("certificate_revision") == null
                ? Optional.empty()
                : Optional.of(new CertificateNote(
                        row.getLong("certificate_revision"),
                        Digest.of(row.getBytes("certificate_digest")),
                        new SetSummary(
                                row.getLong("certificate_count"),
                                row.getLong("certificate_bytes"),
                                Digest.of(row.getBytes("certificate_covers")))));
        long outstanding = row.getLong("listed_outstanding");
        return new FolderRow(
                row.getLong("id"),
                new JobId(row.getString("job_id")),
                FolderName.parse(row.getString("name")),
                summary(row, "archived"),
                summary(row, "at_source"),
                time(row, "last_new_at"),
                time(row, "sealed_at"),
                certificate,
                time(row, "listed_at").map(at -> new ListingNote(at, outstanding)),
                row.getLong("revision"));
    }

    private static SetSummary summary(ResultSet row, String kind) throws SQLException {
        return new SetSummary(
                row.getLong(kind + "_count"), row.getLong(kind + "_bytes"), Digest.of(row.getBytes(kind + "_digest")));
    }

    private static EntryRow entry(ResultSet row) throws SQLException, SyncException {
        Optional<Instant> checkedAt = time(row, "checked_at");
        String checker = row.getString("checked_by");
        return new EntryRow(
                new Fact(
                        sourceEntry(row),
                        Digest.of(row.getBytes("digest")),
                        time(row, "verified_at").orElseThrow()),
                EntryState.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getBoolean("at_source"),
                row.getLong("scan_seq"),
                new RunId(row.getString("run_id")),
                token(row),
                checkedAt.map(at -> new EntryRow.Check(EntryRow.Checker.valueOf(checker.toUpperCase(Locale.ROOT)), at)),
                time(row, "absent_since"));
    }

    private static LossRow loss(ResultSet row) throws SQLException, SyncException {
        return new LossRow(
                sourceEntry(row),
                time(row, "noticed_at").orElseThrow(),
                Optional.ofNullable(row.getBytes("archived_digest")).map(Digest::of));
    }

    private static SourceEntry sourceEntry(ResultSet row) throws SQLException, SyncException {
        return new SourceEntry(
                RelativePath.parse(row.getString("path")),
                EntryKind.ofLetter(row.getString("kind").charAt(0)),
                row.getLong("size_bytes"),
                row.getLong("ticks"));
    }

    private static FencingToken token(ResultSet row) throws SQLException {
        return new FencingToken(row.getLong("token_epoch"), row.getLong("token_counter"));
    }

    private static Optional<ErrorCode> code(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column))
                .map(text -> ErrorCode.ofText(text).orElseThrow());
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, LocalDateTime.class))
                .map(time -> time.toInstant(ZoneOffset.UTC));
    }
}
