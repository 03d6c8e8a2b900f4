package io.datasync.server.sync.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The texts that differ between the three databases (D-30, PLAT-2); what their errors mean is in {@link SqlFault}.
 *
 * <p>All statements are written in the SQL that the three share. Where they share none, it is one method here with the three texts next
 * to each other. Stateless.
 */
public enum SqlDialect {
    /** The embedded default. */
    H2,
    /** PostgreSQL. */
    POSTGRESQL,
    /** SQL Server and Azure SQL. */
    SQL_SERVER;

    /** The most parameters that one statement may have (D-30); SQL Server takes 2,100. Tests hold each statement that they meet to it. */
    public static final int PARAMETERS_MAX = 2_000;

    /**
     * The dialect of a connection. Does not ask the database.
     *
     * @throws SQLException when the connection is closed
     * @throws IllegalStateException for a database that DataSync does not run on
     */
    public static SqlDialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return switch (product) {
            case "H2" -> H2;
            case "PostgreSQL" -> POSTGRESQL;
            case "Microsoft SQL Server" -> SQL_SERVER;
            default -> throw new IllegalStateException("DataSync does not run on the database " + product);
        };
    }

    /**
     * The database's time when the statement began, in UTC: an expression (D-25).
     *
     * <p>Not that of the transaction's beginning: it may have waited for a lock since. In H2 every function of the current time stands still
     * in a transaction, and a cast to a timestamp without zone goes through the session's zone; the view of sessions knows better.
     */
    public String now() {
        return switch (this) {
            case H2 ->
                "(SELECT DATEADD(MICROSECOND, CAST(EXTRACT(EPOCH FROM executing_statement_start) * 1000000 AS BIGINT),"
                        + " TIMESTAMP '1970-01-01 00:00:00') FROM information_schema.sessions"
                        + " WHERE session_id = SESSION_ID())";
            case POSTGRESQL -> "(clock_timestamp() AT TIME ZONE 'UTC')";
            case SQL_SERVER -> "SYSUTCDATETIME()";
        };
    }

    /** A query that holds the rows it finds against other writers until the transaction ends. */
    public String selectLocked(String columns, String table, String condition) {
        return switch (this) {
            case H2, POSTGRESQL -> "SELECT " + columns + " FROM " + table + " WHERE " + condition + " FOR UPDATE";
            case SQL_SERVER -> "SELECT " + columns + " FROM " + table + " WITH (UPDLOCK, ROWLOCK) WHERE " + condition;
        };
    }

    /** The end of an ordered query that gives at most as many rows as its one parameter says. All three understand it. */
    public String limit() {
        return " OFFSET 0 ROWS FETCH NEXT ? ROWS ONLY";
    }

    /**
     * A table {@code k} with the one column {@code path_hash} and a parameter in each row, to be joined with. A join, because H2 looks up
     * each row of it in an index, but reads a whole folder for {@code IN}.
     */
    public String keys(int rows) {
        String row =
                switch (this) {
                    case H2, SQL_SERVER -> "(CAST(? AS BINARY(16)))";
                    case POSTGRESQL -> "(?)";
                };
        return "(VALUES " + String.join(", ", Collections.nCopies(rows, row)) + ") AS k (path_hash)";
    }

    /**
     * The texts that add a row or, when its key is there, replace its values.
     *
     * @param values the columns that are not in the key
     * @param keys the columns of the primary key
     */
    public Upsert upsert(String table, List<String> values, List<String> keys) {
        List<String> columns = Stream.concat(values.stream(), keys.stream()).toList();
        String row = " (" + list(columns) + ")";
        String key = " (" + list(keys) + ")";
        String given = " VALUES (" + parameters(columns.size()) + ")";
        return switch (this) {
            case H2 -> new Upsert("MERGE INTO " + table + row + " KEY" + key + given, Optional.empty());
            case POSTGRESQL ->
                new Upsert(
                        "INSERT INTO " + table + row + given + " ON CONFLICT" + key + " DO UPDATE SET "
                                + each(values, column -> column + " = EXCLUDED." + column, ", "),
                        Optional.empty());
            case SQL_SERVER ->
                new Upsert(
                        "UPDATE " + table + " WITH (UPDLOCK, HOLDLOCK) SET " + each(values, SqlDialect::equal, ", ")
                                + " WHERE " + each(keys, SqlDialect::equal, " AND "),
                        Optional.of(insertMissing(table, columns, keys)));
        };
    }

    /** A statement that adds a row unless one has the same key; takes all columns, then the key's once more. */
    public String insertMissing(String table, List<String> columns, List<String> keys) {
        String held =
                switch (this) {
                    case H2, POSTGRESQL -> "";
                    case SQL_SERVER -> " WITH (UPDLOCK, HOLDLOCK)";
                };
        return "INSERT INTO " + table + " (" + list(columns) + ") SELECT " + parameters(columns.size())
                + " WHERE NOT EXISTS (SELECT 1 FROM " + table + held + " WHERE "
                + each(keys, SqlDialect::equal, " AND ") + ")";
    }

    private static String parameters(int count) {
        return list(Collections.nCopies(count, "?"));
    }

    private static String list(List<String> columns) {
        return String.join(", ", columns);
    }

    private static String equal(String column) {
        return column + " = ?";
    }

    private static String each(List<String> columns, UnaryOperator<String> text, String between) {
        return columns.stream().map(text).collect(Collectors.joining(between));
    }
}
