package io.datasync.server.sync.index;

import io.datasync.core.balance.Balance;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.RunRow;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunState;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.protocol.CompleteRequest;
import io.datasync.core.protocol.seal.FolderListings;
import io.datasync.server.sync.sql.Columns;
import io.datasync.server.sync.sql.Parameters;
import io.datasync.server.sync.sql.SqlSession;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** {@code sync_runs}. */
public final class RunTable {
    private static final String FIXED =
            "run_id, job_id, token_epoch, token_counter, started_offline, continues_run_id, started_at";
    private static final String CHANGING = "state, last_activity_at, lease_until, ended_at, code";
    private static final String RESULT =
            "seen, verified, in_flight, excluded, failed, lost, incomplete_folders, uploaded,"
                    + " uploaded_bytes, failure, held, renamed";

    private static final String ALIVE = Arrays.stream(RunState.values())
            .filter(RunState::alive)
            .map(state -> "'" + state.text() + "'")
            .collect(Collectors.joining(", "));

    private final SqlSession session;

    RunTable(SqlSession session) {
        this.session = session;
    }

    /** What {@link #read} takes. */
    public static String columns(String alias) {
        String all = FIXED + ", " + CHANGING + ", " + RESULT;
        return alias + "." + all.replace(", ", ", " + alias + ".");
    }

    Optional<RunRow> find(RunId run) throws SyncException {
        return session.one(
                "SELECT " + columns("r") + " FROM sync_runs r WHERE r.run_id = ?",
                given -> given.text(run.text()),
                RunTable::read);
    }

    void insert(RunRow run) throws SyncException {
        session.insert(
                "INSERT INTO sync_runs (" + FIXED + ", " + CHANGING + ", " + RESULT
                        + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                given -> {
                    given.text(run.run().text())
                            .text(run.job().text())
                            .number(run.token().epoch())
                            .number(run.token().counter())
                            .flag(run.startedOffline())
                            .text(run.continues().map(RunId::text))
                            .time(run.startedAt());
                    changing(given, run);
                });
    }

    /** The condition makes the statement itself refuse to change an end (I-5). */
    void update(RunRow run) throws SyncException {
        int changed = session.update(
                "UPDATE sync_runs SET state = ?, last_activity_at = ?, lease_until = ?, ended_at = ?, code = ?, "
                        + RESULT.replace(",", " = ?,") + " = ? WHERE run_id = ? AND state IN (" + ALIVE + ")",
                given -> {
                    changing(given, run);
                    given.text(run.run().text());
                });
        if (changed == 0) {
            throw new IllegalStateException("No run " + run.run() + " that is alive");
        }
    }

    int renewLeases(RunnerId runner, Collection<RunId> runs, Duration lease) throws SyncException {
        Set<RunId> sorted = new TreeSet<>(runs);
        if (sorted.isEmpty()) {
            return 0;
        }
        Instant until = session.now().plus(lease);
        List<RunId> left = session.batch(
                "UPDATE sync_runs SET last_activity_at = " + session.dialect().now()
                        + ", lease_until = CASE WHEN lease_until < ? THEN ? ELSE lease_until END"
                        + " WHERE run_id = ? AND state IN (" + ALIVE
                        + ") AND job_id IN (SELECT job_id FROM jobs WHERE runner_id = ?)",
                sorted,
                (given, run) -> given.time(until).time(until).text(run.text()).text(runner.text()));
        return sorted.size() - left.size();
    }

    private static void changing(Parameters given, RunRow run) throws SQLException {
        given.text(run.state().text())
                .time(run.lastActivityAt())
                .time(run.leaseUntil())
                .time(run.endedAt())
                .text(run.code().map(ErrorCode::text));
        count(given, run, result -> result.balance().seen());
        count(given, run, result -> result.balance().verified());
        count(given, run, result -> result.balance().inFlight());
        count(given, run, result -> result.balance().excluded());
        count(given, run, result -> result.balance().failed());
        count(given, run, result -> result.balance().lost());
        count(given, run, CompleteRequest::incompleteFolders);
        count(given, run, CompleteRequest::uploaded);
        count(given, run, CompleteRequest::uploadedBytes);
        given.text(run.result().flatMap(CompleteRequest::failure).map(ErrorCode::text));
        count(given, run, CompleteRequest::held);
        count(given, run, CompleteRequest::renamed);
    }

    private static void count(Parameters given, RunRow run, ToLongFunction<CompleteRequest> count) throws SQLException {
        given.number(run.result().map(count::applyAsLong));
    }

    /** A run from {@link #columns}; what follows them in the row is left to the caller. */
    public static RunRow read(Columns row) throws SQLException {
        var run = new RunId(row.text());
        var job = new JobId(row.text());
        var token = new FencingToken(row.number(), row.number());
        boolean startedOffline = row.flag();
        Optional<RunId> continues = row.optionalText().map(RunId::new);
        var startedAt = row.time();
        RunState state = RunState.ofText(row.text());
        var lastActivityAt = row.time();
        var leaseUntil = row.time();
        var endedAt = row.optionalTime();
        Optional<ErrorCode> code = code(row);
        return new RunRow(
                run,
                job,
                state,
                token,
                startedOffline,
                continues,
                startedAt,
                lastActivityAt,
                leaseUntil,
                endedAt,
                result(row),
                code);
    }

    /** Takes its columns whether or not there is a result, since others may follow. */
    private static Optional<CompleteRequest> result(Columns row) throws SQLException {
        Optional<Long> seen = row.optionalNumber();
        long[] counts = new long[8];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = row.number();
        }
        Optional<ErrorCode> failure = code(row);
        // An earlier release wrote neither.
        long held = row.optionalNumber().orElse(0L);
        long renamed = row.optionalNumber().orElse(0L);
        return seen.map(all -> new CompleteRequest(
                new Balance(all, counts[0], counts[1], counts[2], counts[3], counts[4]),
                counts[5],
                counts[6],
                counts[7],
                failure,
                held,
                renamed,
                FolderListings.NONE));
    }

    /** After a return to an older release the code may be one of the newer (D-38): then there is none. The state says enough. */
    private static Optional<ErrorCode> code(Columns row) throws SQLException {
        return row.optionalText().flatMap(ErrorCode::ofText);
    }
}
