package io.datasync.server.platform.datasource;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Points in time as the databases keep them: UTC, without a zone, to the microsecond (D-30). {@code java.sql.Timestamp} is
 * avoided: it reads them in the machine's zone.
 */
public final class SqlTime {
    private SqlTime() {}

    /** What to bind as a parameter. */
    public static LocalDateTime of(Instant instant) {
        return LocalDateTime.ofInstant(instant.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC);
    }

    /** A time that is bound or was read. */
    public static Instant toInstant(LocalDateTime time) {
        return time.toInstant(ZoneOffset.UTC);
    }

    /** A column that is never null. */
    public static Instant read(ResultSet row, String column) throws SQLException {
        return readIfPresent(row, column).orElseThrow(() -> new SQLException("null in " + column));
    }

    /** A column that may be null. */
    public static Optional<Instant> readIfPresent(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, LocalDateTime.class)).map(SqlTime::toInstant);
    }
}
