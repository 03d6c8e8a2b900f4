package io.datasync.server.sync.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.datasync.core.digest.Digest;
import io.datasync.core.digest.SetSummary;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.CertificateNote;
import io.datasync.core.index.FolderRow;
import io.datasync.core.index.ListingNote;
import io.datasync.core.lease.JobId;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.PathHash;
import io.datasync.server.sync.sql.Columns;
import io.datasync.server.sync.sql.SqlSession;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code folders}. For one transaction; what reads and writes may throw {@code INDEX_UNAVAILABLE}. */
public final class FolderTable {
    private static final String COLUMNS = "id, job_id, name, archived_count, archived_bytes, archived_digest,"
            + " at_source_count, at_source_bytes, at_source_digest, last_new_at, sealed_at, certificate_revision,"
            + " certificate_digest, certificate_count, certificate_bytes, certificate_covers, listed_at,"
            + " listed_outstanding, revision";

    private static final String CERTIFICATE =
            " certificate_revision = ?, certificate_digest = ?, certificate_count = ?,"
                    + " certificate_bytes = ?, certificate_covers = ?,";

    private final SqlSession session;

    /** The revisions of folders that this transaction read to change them, as it has raised them since. */
    private final Map<Long, Long> revisions = new HashMap<>();

    /** The table, as a transaction sees it. */
    public FolderTable(SqlSession session) {
        this.session = session;
    }

    List<FolderRow> all(JobId job) throws SyncException {
        return session.all(
                "SELECT " + COLUMNS + " FROM folders WHERE job_id = ? ORDER BY id",
                given -> given.text(job.text()),
                FolderTable::read);
    }

    /** Folders of a job after one, in the order in which they were first heard of, at most so many. */
    public List<FolderRow> page(JobId job, Optional<Boolean> sealed, Optional<FolderName> after, int max)
            throws SyncException {
        return session.all(
                "SELECT " + COLUMNS + " FROM folders WHERE job_id = ?"
                        + (after.isPresent()
                                ? " AND id > (SELECT a.id FROM folders a WHERE a.job_id = ? AND a.name_hash = ?)"
                                : "")
                        + sealed.map(only -> only ? " AND sealed_at IS NOT NULL" : " AND sealed_at IS NULL")
                                .orElse("")
                        + " ORDER BY id" + session.dialect().limit(),
                given -> {
                    given.text(job.text());
                    if (after.isPresent()) {
                        given.text(job.text()).bytes(key(after.get()));
                    }
                    given.number(max);
                },
                FolderTable::read);
    }

    /** As it was read for a repair, which {@link #update} then demands. */
    Optional<FolderRow> forRepair(JobId job, FolderName folder, long revision) throws SyncException {
        return find(job, folder).filter(row -> row.revision() == revision);
    }

    FolderRow findOrMake(JobId job, FolderName folder) throws SyncException {
        Optional<FolderRow> found = find(job, folder);
        return found.isPresent() ? found.get() : read(make(job, folder));
    }

    /** Whose revision {@link #update} then demands. */
    Optional<FolderRow> find(JobId job, FolderName folder) throws SyncException {
        return session.one(
                        "SELECT " + COLUMNS + " FROM folders WHERE job_id = ? AND name_hash = ?",
                        given -> given.text(job.text()).bytes(key(folder)),
                        FolderTable::read)
                .map(this::read);
    }

    private FolderRow read(FolderRow row) {
        revisions.putIfAbsent(row.id(), row.revision());
        return row;
    }

    private FolderRow make(JobId job, FolderName folder) throws SyncException {
        SetSummary empty = SetSummary.EMPTY;
        long id = session.insert(
                "INSERT INTO folders (job_id, name_hash, name, archived_count, archived_bytes, archived_digest,"
                        + " at_source_count, at_source_bytes, at_source_digest, revision)"
                        + " VALUES (?, ?, ?, 0, 0, ?, 0, 0, ?, 0)",
                given -> given.text(job.text())
                        .bytes(key(folder))
                        .text(folder.text())
                        .bytes(empty.sum().bytes())
                        .bytes(empty.sum().bytes()));
        return FolderRow.empty(id, job, folder);
    }

    /**
     * A folder that this transaction read by its name, and that a repair changed since, is not overwritten: the work runs again (D-24).
     * Runs exclude each other by the lock of the job, but a repair takes none.
     */
    void update(FolderRow folder) throws SyncException {
        Optional<Long> read = Optional.ofNullable(revisions.get(folder.id()));
        String text = "UPDATE folders SET archived_count = ?, archived_bytes = ?, archived_digest = ?,"
                + " at_source_count = ?, at_source_bytes = ?, at_source_digest = ?, last_new_at = ?, sealed_at = ?,"
                + (folder.certificate().isPresent() ? CERTIFICATE : "")
                + " revision = revision + 1 WHERE id = ?"
                + (read.isPresent() ? " AND revision = ?" : "");
        int changed = session.update(text, given -> {
            given.number(folder.archived().count())
                    .number(folder.archived().bytes())
                    .bytes(folder.archived().sum().bytes())
                    .number(folder.atSource().count())
                    .number(folder.atSource().bytes())
                    .bytes(folder.atSource().sum().bytes())
                    .time(folder.lastNewAt())
                    .time(folder.sealedAt());
            if (folder.certificate().isPresent()) {
                CertificateNote newest = folder.certificate().get();
                given.number(newest.revision())
                        .bytes(newest.digest().bytes())
                        .number(newest.covers().count())
                        .number(newest.covers().bytes())
                        .bytes(newest.covers().sum().bytes());
            }
            given.number(folder.id());
            if (read.isPresent()) {
                given.number(read.get());
            }
        });
        if (changed == 0) {
            throw session.overtaken("folder " + folder.id() + " has left revision " + folder.revision());
        }
        revisions.computeIfPresent(folder.id(), (id, revision) -> revision + 1);
    }

    void noteListing(long folderId, ListingNote listing) throws SyncException {
        session.update(
                "UPDATE folders SET listed_at = ?, listed_outstanding = ? WHERE id = ?",
                given -> given.time(listing.at()).number(listing.outstanding()).number(folderId));
    }

    /** The key of a name: as for a path, since a name may be longer than an index allows. */
    /** The column {@code name_hash} of a folder. */
    public static byte[] key(FolderName folder) {
        return Arrays.copyOf(Digest.sha256().digest(folder.text().getBytes(UTF_8)), PathHash.BYTES);
    }

    private static FolderRow read(Columns row) throws SQLException, SyncException {
        return new FolderRow(
                row.number(),
                new JobId(row.text()),
                FolderName.parse(row.text()),
                new SetSummary(row.number(), row.number(), Digest.of(row.bytes())),
                new SetSummary(row.number(), row.number(), Digest.of(row.bytes())),
                row.optionalTime(),
                row.optionalTime(),
                certificate(row),
                listing(row),
                row.number());
    }

    private static Optional<CertificateNote> certificate(Columns row) throws SQLException {
        Optional<Long> revision = row.optionalNumber();
        Optional<Digest> digest = row.optionalBytes().map(Digest::of);
        Optional<Long> count = row.optionalNumber();
        Optional<Long> bytes = row.optionalNumber();
        Optional<Digest> covers = row.optionalBytes().map(Digest::of);
        return revision.map(number -> new CertificateNote(
                number,
                digest.orElseThrow(),
                new SetSummary(count.orElseThrow(), bytes.orElseThrow(), covers.orElseThrow())));
    }

    private static Optional<ListingNote> listing(Columns row) throws SQLException {
        Optional<Instant> at = row.optionalTime();
        Optional<Long> outstanding = row.optionalNumber();
        return at.map(time -> new ListingNote(time, outstanding.orElseThrow()));
    }
}
