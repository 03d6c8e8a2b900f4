package io.datasync.server.sync.index;

import io.datasync.core.failure.SyncException;
import io.datasync.core.index.LossRow;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.server.sync.sql.SqlSession;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** {@code losses}: rows are only ever added (CORE-10). */
final class LossTable {
    private static final List<String> COLUMNS = List.of(
            "run_id", "path", "kind", "noticed_at", "recorded_at", "job_id", "path_hash", "size_bytes", "ticks");
    private static final List<String> KEY = List.of("job_id", "path_hash", "size_bytes", "ticks");

    private final SqlSession session;

    LossTable(SqlSession session) {
        this.session = session;
    }

    void insert(JobId job, RunId run, Collection<LossRow> losses) throws SyncException {
        if (losses.isEmpty()) {
            return;
        }
        Instant recordedAt = session.now();
        session.batch(session.dialect().insertMissing("losses", COLUMNS, KEY), losses, (given, loss) -> {
            SourceEntry entry = loss.entry();
            byte[] hash = entry.path().hash().bytes();
            given.text(run.text())
                    .text(entry.path().text())
                    .text(String.valueOf(entry.kind().letter()))
                    .time(loss.noticedAt())
                    .time(recordedAt);
            for (int keys = 0; keys < 2; keys++) {
                given.text(job.text()).bytes(hash).number(entry.sizeBytes()).number(entry.ticks());
            }
        });
    }
}
