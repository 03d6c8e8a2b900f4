package io.datasync.server.operations.control;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import javax.sql.DataSource;

/** Alerts as a table. Of two nodes that raise the same alert at once, the second meets the unique key and is told to repeat. */
@ApplicationScoped
public class JdbcAlerts implements Alerts {
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
}
