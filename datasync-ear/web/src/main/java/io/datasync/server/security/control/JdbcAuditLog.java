package io.datasync.server.security.control;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.server.platform.datasource.SqlTime;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.util.Optional;
import javax.sql.DataSource;

/** The audit log as a table. */
@ApplicationScoped
public class JdbcAuditLog implements AuditLog {
    private static final String INSERT = """
            INSERT INTO audit_log
                (occurred_at, actor, action, subject, outcome, repeats, remote_address, correlation_id, detail_json)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    @Resource(lookup = "java:app/jdbc/datasync")
    private DataSource dataSource;

    @Inject
    private Clock clock;

    @Override
    public void append(AuditEntry entry) throws SyncException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setObject(1, SqlTime.of(clock.instant()));
            insert.setString(2, cut(entry.actor(), 128));
            insert.setString(3, cut(entry.action(), 64));
            insert.setString(4, cut(entry.subject(), 200));
            insert.setString(5, cut(entry.outcome(), 32));
            insert.setInt(6, entry.repeats());
            setOptional(insert, 7, entry.address(), 64);
            setOptional(insert, 8, entry.correlationId(), 64);
            setOptional(insert, 9, entry.detail(), 100_000);
            insert.executeUpdate();
        } catch (SQLException failure) {
            throw new SyncException(ErrorCode.INDEX_UNAVAILABLE, true, "The audit log cannot be written.", failure);
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
