package io.datasync.server.operations.control;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.server.platform.datasource.SqlTime;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDateTime;
import javax.sql.DataSource;

/** Alerts as a table. Of two nodes that raise the same alert at once, the second meets the unique key and is told to repeat. */
@ApplicationScoped
public class JdbcAlerts implements Alerts {
    private static final String AGAIN = """
            UPDATE alerts SET severity = ?, summary = ?, last_raised_at = ?, repeats = repeats + 1
            WHERE alert_key = ? AND resolved_serial = 0""";

    private static final String FIRST = """
            INSERT INTO alerts
                (alert_key, resolved_serial, code, severity, subject, summary, raised_at, last_raised_at, repeats)
            VALUES (?, 0, ?, ?, ?, ?, ?, ?, 1)""";

    private final Clock clock;

    @Resource(lookup = "java:app/jdbc/datasync")
    private DataSource dataSource;

    @Inject
    JdbcAlerts(Clock clock) {
        this.clock = clock;
    }

    /** Alerts in a database that no container gives. */
    JdbcAlerts(DataSource dataSource, Clock clock) {
        this.dataSource = dataSource;
        this.clock = clock;
    }

    @Override
    public void raise(Alert alert) throws SyncException {
        LocalDateTime now = SqlTime.of(clock.instant());
        try (Connection connection = dataSource.getConnection()) {
            if (!raisedAgain(connection, alert, now)) {
                raiseFirst(connection, alert, now);
            }
        } catch (SQLException failure) {
            throw new SyncException(ErrorCode.INDEX_UNAVAILABLE, true, "The alert cannot be written.", failure);
        }
    }

    private static boolean raisedAgain(Connection connection, Alert alert, LocalDateTime now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(AGAIN)) {
            update.setString(1, alert.severity().text());
            update.setString(2, alert.summary());
            update.setObject(3, now);
            update.setString(4, alert.key());
            return update.executeUpdate() > 0;
        }
    }

    private static void raiseFirst(Connection connection, Alert alert, LocalDateTime now) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(FIRST)) {
            insert.setString(1, alert.key());
            insert.setString(2, alert.code());
            insert.setString(3, alert.severity().text());
            insert.setString(4, alert.subject());
            insert.setString(5, alert.summary());
            insert.setObject(6, now);
            insert.setObject(7, now);
            insert.executeUpdate();
        }
    }
}
