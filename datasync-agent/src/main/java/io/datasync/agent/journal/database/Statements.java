package io.datasync.agent.journal.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** One connection with its statements, each prepared once. For one thread at a time. */
public final class Statements {
    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    Statements(Connection connection) {
        this.connection = connection;
    }

    /** The statement of this text, which stays open; what was bound and read before is over. */
    public PreparedStatement of(String sql) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        return statement;
    }

    /** Carries out a statement whose parameters are numbers. */
    public void update(String sql, long... numbers) throws SQLException {
        PreparedStatement statement = of(sql);
        for (int i = 0; i < numbers.length; i++) {
            statement.setLong(i + 1, numbers[i]);
        }
        statement.executeUpdate();
    }

    /** Begins a transaction that may write. */
    void begin() throws SQLException {
        connection.setAutoCommit(false);
    }

    /** Ends the transaction; what it did is durable. */
    void commit() throws SQLException {
        connection.setAutoCommit(true);
    }

    void close() throws SQLException {
        connection.close();
    }
}
