package io.datasync.server.security.audit;

import io.datasync.server.platform.datasource.SqlTime;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Optional;

/** How a row of the audit log is written: the one text for all who do so. */
public final class AuditRows {
    private static final String INSERT = """
            INSERT INTO audit_log
                (occurred_at, actor, action, subject, outcome, repeats, remote_address, correlation_id, detail_json)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private AuditRows() {}

    /** Adds a row by this connection, in its transaction. Texts that are too long are cut. */
    public static void insert(Connection connection, AuditEntry entry, Instant at) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setObject(1, SqlTime.of(at));
            insert.setString(2, cut(entry.actor(), 128));
            insert.setString(3, cut(entry.action(), 64));
            insert.setString(4, cut(entry.subject(), 200));
            insert.setString(5, cut(entry.outcome(), 32));
            insert.setInt(6, entry.repeats());
            setOptional(insert, 7, entry.address(), 64);
            setOptional(insert, 8, entry.correlationId(), 64);
            setOptional(insert, 9, entry.detail(), 100_000);
            insert.executeUpdate();
        }
    }

    private static void setOptional(PreparedStatement statement, int index, Optional<String> text, int most)
            throws SQLException {
        if (text.isPresent()) {
            statement.setString(index, cut(text.get(), most));
        } else {
            statement.setNull(index, Types.VARCHAR);
        }
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }
}
