package io.datasync.server.sync.sql;

import io.datasync.server.platform.datasource.SqlTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The columns of a row, taken one after the other in the order of the query. For one thread. */
public final class Columns {
    private final ResultSet rows;
    private int last;

    Columns(ResultSet rows) {
        this.rows = rows;
    }

    /** Begins the next row. */
    public boolean next() throws SQLException {
        last = 0;
        return rows.next();
    }

    public String text() throws SQLException {
        return rows.getString(++last);
    }

    public Optional<String> optionalText() throws SQLException {
        return Optional.ofNullable(rows.getString(++last));
    }

    public long number() throws SQLException {
        return rows.getLong(++last);
    }

    public Optional<Long> optionalNumber() throws SQLException {
        long value = rows.getLong(++last);
        return rows.wasNull() ? Optional.empty() : Optional.of(value);
    }

    public boolean flag() throws SQLException {
        return rows.getBoolean(++last);
    }

    public Optional<byte[]> optionalBytes() throws SQLException {
        return Optional.ofNullable(rows.getBytes(++last));
    }

    public byte[] bytes() throws SQLException {
        return rows.getBytes(++last);
    }

    /** A time in UTC; finer than microseconds, as SQL Server keeps it, is floored. */
    public Instant time() throws SQLException {
        return optionalTime().orElseThrow(() -> new SQLException("Nothing in time column " + last));
    }

    public Optional<Instant> optionalTime() throws SQLException {
        return Optional.ofNullable(rows.getObject(++last, LocalDateTime.class))
                .map(time -> SqlTime.toInstant(time).truncatedTo(ChronoUnit.MICROS));
    }
}
