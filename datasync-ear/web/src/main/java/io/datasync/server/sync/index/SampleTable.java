package io.datasync.server.sync.index;

import io.datasync.core.failure.SyncException;
import io.datasync.core.index.notice.SampleRow;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.path.RelativePath;
import io.datasync.server.sync.sql.Columns;
import io.datasync.server.sync.sql.SqlSession;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** {@code samples}. Who takes a row moves its time, on condition that it is as it was read: so of two nodes one gets it. */
final class SampleTable {
    private static final List<String> COLUMNS =
            List.of("path", "run_id", "added_at", "due_at", "disputed", "job_id", "path_hash");
    private static final List<String> KEY = List.of("job_id", "path_hash");
    private static final String AS_IT_WAS = " WHERE job_id = ? AND path_hash = ? AND due_at = ?";

    private final SqlSession session;

    SampleTable(SqlSession session) {
        this.session = session;
    }

    void add(JobId job, RunId run, Collection<RelativePath> paths) throws SyncException {
        if (paths.isEmpty()) {
            return;
        }
        Instant now = session.now();
        List<RelativePath> sorted =
                paths.stream().sorted(Comparator.comparing(RelativePath::hash)).toList();
        session.batch(session.dialect().insertMissing("samples", COLUMNS, KEY), sorted, (given, path) -> {
            given.text(path.text()).text(run.text()).time(now).time(now).flag(false);
            for (int keys = 0; keys < 2; keys++) {
                given.text(job.text()).bytes(path.hash().bytes());
            }
        });
    }

    List<SampleRow> claim(Duration claim, int max) throws SyncException {
        Instant now = session.now();
        List<SampleRow> due = session.all(
                "SELECT job_id, path, run_id, added_at, due_at, disputed FROM samples WHERE due_at <= ?"
                        + " ORDER BY due_at, job_id, path_hash"
                        + session.dialect().limit(),
                given -> given.time(now).number(max),
                SampleTable::read);
        List<SampleRow> taken = new ArrayList<>();
        for (SampleRow sample : due) {
            SampleRow mine = sample.due(micros(now.plus(claim)), sample.disputed());
            if (move(sample, mine)) {
                taken.add(mine);
            }
        }
        return taken;
    }

    boolean postpone(SampleRow sample, Duration by, boolean disputed) throws SyncException {
        return move(sample, sample.due(micros(session.now().plus(by)), disputed));
    }

    private boolean move(SampleRow from, SampleRow to) throws SyncException {
        return session.update("UPDATE samples SET due_at = ?, disputed = ?" + AS_IT_WAS, given -> given.time(to.dueAt())
                        .flag(to.disputed())
                        .text(from.job().text())
                        .bytes(from.path().hash().bytes())
                        .time(from.dueAt()))
                == 1;
    }

    boolean end(SampleRow sample) throws SyncException {
        return session.update("DELETE FROM samples" + AS_IT_WAS, given -> given.text(
                                sample.job().text())
                        .bytes(sample.path().hash().bytes())
                        .time(sample.dueAt()))
                == 1;
    }

    long disputes(JobId job) throws SyncException {
        return session.one(
                        "SELECT COUNT(*) FROM samples WHERE job_id = ? AND disputed = ?",
                        given -> given.text(job.text()).flag(true),
                        Columns::number)
                .orElse(0L);
    }

    private static Instant micros(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS);
    }

    private static SampleRow read(Columns row) throws SQLException, SyncException {
        return new SampleRow(
                new JobId(row.text()),
                RelativePath.parse(row.text()),
                new RunId(row.text()),
                row.time(),
                row.time(),
                row.flag());
    }
}
