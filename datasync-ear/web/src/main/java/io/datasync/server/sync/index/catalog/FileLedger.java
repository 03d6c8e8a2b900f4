package io.datasync.server.sync.index.catalog;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.VersionRow;
import io.datasync.core.index.notice.LossRow;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.server.sync.index.FolderTable;
import io.datasync.server.sync.sql.Columns;
import io.datasync.server.sync.sql.SqlTransactions;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * What was lost, and what files used to be, for people to read. Thread-safe; each call is one transaction, blocks, and may throw {@code
 * INDEX_UNAVAILABLE}.
 */
public final class FileLedger {
    /** The most rows of a page. */
    public static final int PAGE_MAX = 1_000;

    private final SqlTransactions transactions;

    /** The ledger of a database. */
    public FileLedger(SqlTransactions transactions) {
        this.transactions = transactions;
    }

    /**
     * A row of the loss ledger.
     *
     * @param id grows with each row
     * @param run the run that reported it
     * @param recordedAt when the index heard of it, by its own time
     */
    public record ListedLoss(long id, LossRow loss, RunId run, Instant recordedAt) {}

    /**
     * What a file used to be.
     *
     * @param id grows with each row
     */
    public record ListedVersion(long id, VersionRow version) {}

    /**
     * Losses of a job, the first recorded first (CORE-10).
     *
     * @param after the row after which the page begins; 0 for the first
     * @param max at most {@value #PAGE_MAX}
     */
    public List<ListedLoss> losses(JobId job, long after, int max) throws SyncException {
        return transactions.run(session -> session.all(
                "SELECT id, path, kind, size_bytes, ticks, noticed_at, archived_digest, run_id, recorded_at FROM losses"
                        + " WHERE job_id = ? AND id > ? ORDER BY id"
                        + session.dialect().limit(),
                given -> given.text(job.text()).number(after).number(Math.min(max, PAGE_MAX)),
                FileLedger::loss));
    }

    private static ListedLoss loss(Columns row) throws SQLException, SyncException {
        long id = row.number();
        var entry = new SourceEntry(
                RelativePath.parse(row.text()), EntryKind.ofLetter(row.text().charAt(0)), row.number(), row.number());
        var loss = new LossRow(entry, row.time(), row.optionalBytes().map(Digest::of));
        return new ListedLoss(id, loss, new RunId(row.text()), row.time());
    }

    /**
     * What a file of a job used to be, the content that was retired first at the beginning (CORE-11).
     *
     * @param after the row after which the page begins; 0 for the first
     * @param max at most {@value #PAGE_MAX}
     */
    public List<ListedVersion> versions(JobId job, RelativePath path, long after, int max) throws SyncException {
        return transactions.run(session -> session.all(
                "SELECT v.id, v.path, v.size_bytes, v.ticks, v.digest, v.verified_at, v.retired_at, v.run_id"
                        + " FROM file_versions v JOIN folders f ON f.id = v.folder_id"
                        + " WHERE f.job_id = ? AND f.name_hash = ? AND v.path_hash = ? AND v.id > ? ORDER BY v.id"
                        + session.dialect().limit(),
                given -> given.text(job.text())
                        .bytes(FolderTable.key(path.folder()))
                        .bytes(path.hash().bytes())
                        .number(after)
                        .number(Math.min(max, PAGE_MAX)),
                FileLedger::version));
    }

    private static ListedVersion version(Columns row) throws SQLException, SyncException {
        long id = row.number();
        var entry = SourceEntry.file(RelativePath.parse(row.text()), row.number(), row.number());
        var fact = new Fact(entry, Digest.of(row.bytes()), row.time());
        return new ListedVersion(id, new VersionRow(fact, row.time(), new RunId(row.text())));
    }
}
