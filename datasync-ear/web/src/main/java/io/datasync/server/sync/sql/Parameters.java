package io.datasync.server.sync.sql;

import io.datasync.server.platform.datasource.SqlTime;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Optional;

/** The parameters of a statement, given one after the other. For one thread. */
public final class Parameters {
    private final PreparedStatement statement;
    private int last;

    Parameters(PreparedStatement statement) {
        this.statement = statement;
    }

    public Parameters text(String value) throws SQLException {
        statement.setString(++last, value);
        return this;
    }

    public Parameters text(Optional<String> value) throws SQLException {
        if (value.isPresent()) {
            return text(value.get());
        }
        statement.setNull(++last, Types.VARCHAR);
        return this;
    }

    public Parameters number(long value) throws SQLException {
        statement.setLong(++last, value);
        return this;
    }

    public Parameters number(Optional<Long> value) throws SQLException {
        if (value.isPresent()) {
            return number(value.get());
        }
        statement.setNull(++last, Types.BIGINT);
        return this;
    }

    public Parameters flag(boolean value) throws SQLException {
        statement.setBoolean(++last, value);
        return this;
    }

    public Parameters bytes(byte[] value) throws SQLException {
        statement.setBytes(++last, value);
        return this;
    }

    public Parameters bytes(Optional<byte[]> value) throws SQLException {
        if (value.isPresent()) {
            return bytes(value.get());
        }
        statement.setNull(++last, Types.VARBINARY);
        return this;
    }

    /** A time in UTC, floored to microseconds: the finest that all three databases keep. */
    public Parameters time(Instant value) throws SQLException {
        statement.setObject(++last, SqlTime.of(value));
        return this;
    }

    public Parameters time(Optional<Instant> value) throws SQLException {
        if (value.isPresent()) {
            return time(value.get());
        }
        statement.setNull(++last, Types.TIMESTAMP);
        return this;
    }

    /** Ends a row of a batch; the next parameter is again the first. */
    public void endRow() throws SQLException {
        statement.addBatch();
        last = 0;
    }
}
