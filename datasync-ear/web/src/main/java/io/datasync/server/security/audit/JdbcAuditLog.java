package io.datasync.server.security.audit;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import javax.sql.DataSource;

/** The audit log as a table, for those whose transaction is the container's. */
@ApplicationScoped
public class JdbcAuditLog implements AuditLog {
    @Resource(lookup = "java:app/jdbc/datasync")
    private DataSource dataSource;

    @Inject
    private Clock clock;

    @Override
    public void append(AuditEntry entry) throws SyncException {
        try (Connection connection = dataSource.getConnection()) {
            AuditRows.insert(connection, entry, clock.instant());
        } catch (SQLException failure) {
            throw new SyncException(ErrorCode.INDEX_UNAVAILABLE, true, "The audit log cannot be written.", failure);
        }
    }
}
