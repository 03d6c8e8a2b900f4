package io.datasync.server.platform.pulse;

import io.datasync.server.platform.schema.SchemaState;
import jakarta.annotation.Resource;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;

/**
 * Asks the database once a second and tells {@link Pulse}. The container never runs it twice at once; a query that hangs
 * delays the next one and shows as silence.
 */
@Singleton
@TransactionManagement(TransactionManagementType.BEAN)
public class PulseTimer {
    private static final System.Logger LOG = System.getLogger(PulseTimer.class.getName());
    private static final int QUERY_SECONDS_MAX = 3;

    @Resource(lookup = "java:app/jdbc/datasync")
    private DataSource dataSource;

    @Inject
    private Pulse pulse;

    @Inject
    private SchemaState schema;

    /** The timer. */
    @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
    public void beat() {
        beat(dataSource, pulse, schema);
    }

    /** Asks once. */
    static void beat(DataSource dataSource, Pulse pulse, SchemaState schema) {
        boolean wasDown = pulse.failure().isPresent();
        try {
            long asked = pulse.now();
            pulse.heard(asked, revisions(dataSource, schema));
            Duration silence = Duration.ofNanos(pulse.now() - asked);
            if (silence.compareTo(Pulse.SILENCE_MAX) > 0) {
                LOG.log(System.Logger.Level.WARNING, "event=database_was_silent seconds={0}", silence.toSeconds());
            }
            if (wasDown) {
                LOG.log(System.Logger.Level.INFO, "event=database_connected");
            }
        } catch (SQLException | RuntimeException gone) {
            // Payara ends a timer for good when its method throws.
            pulse.failed(String.valueOf(gone.getMessage()));
            if (!wasDown) {
                LOG.log(System.Logger.Level.WARNING, "event=database_lost reason=\"{0}\"", gone.getMessage());
            }
        }
    }

    private static Map<String, Long> revisions(DataSource dataSource, SchemaState schema) throws SQLException {
        var revisions = new HashMap<String, Long>();
        String query = schema.ready() ? "SELECT name, revision FROM revisions" : "SELECT 'none', 0";
        try (Connection connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.setQueryTimeout(QUERY_SECONDS_MAX);
            try (var rows = statement.executeQuery(query)) {
                while (rows.next()) {
                    revisions.put(rows.getString(1), rows.getLong(2));
                }
            }
        }
        return revisions;
    }
}
