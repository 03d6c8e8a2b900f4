package io.datasync.server.sync.sql;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

/** What an error of a database means for whoever asked. */
enum SqlFault {
    /** A deadlock's victim, a lock not given in time, a row that changed meanwhile: nothing was applied, and the same may pass at once. */
    AGAIN,
    /** Another row has the key: somebody was faster. */
    DUPLICATE,
    /** The database is away, shutting down, overloaded, throttling, or did not answer in time: it may pass. */
    GONE,
    /** The database has no space left; it may pass when some is made. */
    FULL,
    /** Anything else: a schema that does not fit, a right that is missing, a bug. */
    OTHER;

    private static final Set<String> AGAIN_STATES = Set.of("40001", "40P01", "55P03");
    private static final Set<String> DUPLICATE_STATES = Set.of("23505");
    private static final Set<String> GONE_STATES =
            Set.of("57014", "57P01", "57P02", "57P03", "53300", "53200", "HYT00");
    private static final Set<String> FULL_STATES = Set.of("53100");

    /** Deadlock, lock time-out, a row changed by another transaction. */
    private static final Set<Integer> H2_AGAIN = Set.of(40001, 50200, 90131);

    /** A general error of H2. */
    private static final int H2_GENERAL = 50000;

    /** Input or output failed, connection broken, database in use, closed, closing or shut down. */
    private static final Set<Integer> H2_GONE = Set.of(90020, 90028, 90031, 90067, 90098, 90108, 90117, 90121, 90135);

    /** Deadlock's victim, lock time-out, snapshot conflict. */
    private static final Set<Integer> SQL_SERVER_AGAIN = Set.of(1205, 1222, 3960);

    /** Unique constraint, unique index. */
    private static final Set<Integer> SQL_SERVER_DUPLICATE = Set.of(2601, 2627);

    /** Broken connections; databases moving, busy, or out of workers (10928, 10929); throttling (40501). */
    private static final Set<Integer> SQL_SERVER_GONE = Set.of(
            64, 121, 233, 921, 4221, 10053, 10054, 10060, 10928, 10929, 40143, 40197, 40501, 40540, 40613, 49918, 49919,
            49920);

    /** File group, log, or the quota of the Azure database. */
    private static final Set<Integer> SQL_SERVER_FULL = Set.of(1101, 1105, 9002, 40544);

    /** The meaning of an exception: the first one among its causes and followers that has any. */
    static SqlFault of(SqlDialect dialect, SQLException failure) {
        for (Throwable each : failure) {
            if (each instanceof SQLException known) {
                SqlFault fault = ofOne(dialect, known);
                if (fault != OTHER) {
                    return fault;
                }
            }
        }
        return OTHER;
    }

    private static SqlFault ofOne(SqlDialect dialect, SQLException failure) {
        int code = failure.getErrorCode();
        SqlFault byCode =
                switch (dialect) {
                    case H2 ->
                        H2_AGAIN.contains(code) || isRaceInH2(failure) ? AGAIN : H2_GONE.contains(code) ? GONE : OTHER;
                    case POSTGRESQL -> OTHER;
                    case SQL_SERVER ->
                        SQL_SERVER_AGAIN.contains(code)
                                ? AGAIN
                                : SQL_SERVER_DUPLICATE.contains(code)
                                        ? DUPLICATE
                                        : SQL_SERVER_FULL.contains(code)
                                                ? FULL
                                                : SQL_SERVER_GONE.contains(code) ? GONE : OTHER;
                };
        return byCode != OTHER ? byCode : ofState(failure);
    }

    /** H2 2.2.224 trips when it lists its sessions, for the database's time, at the moment when another one ends its transaction. */
    private static boolean isRaceInH2(SQLException failure) {
        return failure.getErrorCode() == H2_GENERAL && failure.getCause() instanceof NullPointerException;
    }

    private static SqlFault ofState(SQLException failure) {
        String state = failure.getSQLState();
        if (state != null) {
            if (AGAIN_STATES.contains(state)) {
                return AGAIN;
            }
            if (DUPLICATE_STATES.contains(state)) {
                return DUPLICATE;
            }
            if (FULL_STATES.contains(state)) {
                return FULL;
            }
            if (state.startsWith("08") || GONE_STATES.contains(state)) {
                return GONE;
            }
        }
        boolean passing = failure instanceof SQLTimeoutException
                || failure instanceof SQLRecoverableException
                || failure instanceof SQLTransientConnectionException;
        return passing ? GONE : OTHER;
    }

    /** The failure to pass on; its message names no value of the statement. */
    SyncException toFailure(SQLException cause) {
        return switch (this) {
            case AGAIN, DUPLICATE ->
                new SyncException(ErrorCode.INDEX_UNAVAILABLE, true, "The database gave up: too much at once.", cause);
            case GONE ->
                new SyncException(
                        ErrorCode.INDEX_UNAVAILABLE, true, "The database cannot be reached or does not answer.", cause);
            case FULL -> new SyncException(ErrorCode.INDEX_UNAVAILABLE, true, "The database has no space left.", cause);
            case OTHER ->
                new SyncException(
                        ErrorCode.INDEX_UNAVAILABLE,
                        false,
                        "The database refused a statement: SQLSTATE " + cause.getSQLState() + ", error "
                                + cause.getErrorCode() + ".",
                        cause);
        };
    }
}
