package io.datasync.server.sync.index;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.notice.LossRow;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.server.sync.sql.Columns;
import io.datasync.server.sync.sql.SqlSession;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** {@code losses}: rows are only ever added (CORE-10). */
final class LossTable {
    private static final List<String> COLUMNS = List.of(
            "run_id",
            "path",
            "kind",
            "noticed_at",
            "recorded_at",
            "archived_digest",
            "job_id",
            "path_hash",
            "size_bytes",
            "ticks");
    private static final List<String> KEY = List.of("job_id", "path_hash", "size_bytes", "ticks");

    private final SqlSession session;

    LossTable(SqlSession session) {
        this.session = session;
    }

    /** By the beginning of the path; the folder's text is a plain segment, in which LIKE's own characters are escaped. */
    List<LossRow> of(JobId job, FolderName folder, int max) throws SyncException {
        boolean root = folder.equals(FolderName.ROOT);
        String below = folder.text()
                        .replace("!", "!!")
                        .replace("%", "!%")
                        .replace("_", "!_")
                        .replace("[", "![") + "/%";
        return session.all(
                "SELECT path, kind, size_bytes, ticks, noticed_at, archived_digest FROM losses WHERE job_id = ? AND path "
                        + (root ? "NOT LIKE ?" : "LIKE ? ESCAPE '!'") + " ORDER BY id"
                        + session.dialect().limit(),
                given -> given.text(job.text()).text(root ? "%/%" : below).number(max),
                LossTable::read);
    }

    private static LossRow read(Columns row) throws SQLException, SyncException {
        RelativePath path = RelativePath.parse(row.text());
        EntryKind kind = EntryKind.ofLetter(row.text().charAt(0));
        return new LossRow(
                new SourceEntry(path, kind, row.number(), row.number()),
                row.time(),
                row.optionalBytes().map(Digest::of));
    }

    /** Gives those that were added. */
    List<LossRow> insert(JobId job, RunId run, Collection<LossRow> losses) throws SyncException {
        if (losses.isEmpty()) {
            return List.of();
        }
        Instant recordedAt = session.now();
        // Told apart by what they are, so each only once.
        Set<LossRow> told = new LinkedHashSet<>(losses);
        String text = session.dialect().insertMissing("losses", COLUMNS, KEY);
        List<LossRow> known = session.batch(text, told, (given, loss) -> {
            SourceEntry entry = loss.entry();
            byte[] hash = entry.path().hash().bytes();
            given.text(run.text())
                    .text(entry.path().text())
                    .text(String.valueOf(entry.kind().letter()))
                    .time(loss.noticedAt())
                    .time(recordedAt)
                    .bytes(loss.archived().map(Digest::bytes));
            for (int keys = 0; keys < 2; keys++) {
                given.text(job.text()).bytes(hash).number(entry.sizeBytes()).number(entry.ticks());
            }
        });
        told.removeAll(new HashSet<>(known));
        return List.copyOf(told);
    }
}
