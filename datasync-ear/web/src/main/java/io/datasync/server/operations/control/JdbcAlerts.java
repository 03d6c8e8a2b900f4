package io.datasync.server.operations.control;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.server.platform.datasource.SqlTime;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Alerts as a table. Of two nodes that raise the same alert at once, the second meets the unique key and is told to repeat. */
@ApplicationScoped
public class JdbcAlerts implements Alerts {
    private static final String LIVE = """
            SELECT code, severity, subject, summary, raised_at, repeats FROM alerts
            WHERE resolved_serial = 0 ORDER BY id DESC OFFSET 0 ROWS FETCH NEXT ? ROWS ONLY""";

    private static final String COUNT = "SELECT COUNT(*) FROM alerts WHERE resolved_serial = 0";

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
        try (Connection connection = dataSource.getConnection()) {
            AlertRows.raise(connection, alert, clock.instant());
        } catch (SQLException failure) {
            throw new SyncException(ErrorCode.INDEX_UNAVAILABLE, true, "The alert cannot be written.", failure);
        }
    }

    @Override
    public List<LiveAlert> live(int max) throws SyncException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(LIVE)) {
            select.setInt(1, max);
            List<LiveAlert> alerts = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    alerts.add(new LiveAlert(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            row.getString(4),
                            SqlTime.toInstant(row.getObject(5, LocalDateTime.class)),
                            row.getLong(6)));
                }
            }
            return alerts;
        } catch (SQLException failure) {
            throw new SyncException(ErrorCode.INDEX_UNAVAILABLE, true, "The alerts cannot be read.", failure);
        }
    }

    @Override
    public long liveCount() throws SyncException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(COUNT);
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        } catch (SQLException failure) {
            throw new SyncException(ErrorCode.INDEX_UNAVAILABLE, true, "The alerts cannot be read.", failure);
        }
    }
}
