package io.datasync.server.platform.schema;

import io.datasync.server.platform.settings.Configuration;
import io.datasync.server.platform.settings.ServerSettings;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import liquibase.exception.LiquibaseException;

/**
 * Migrates the schema at start, and again every ten seconds until it worked.
 *
 * <p>A failure keeps the application up, so that readiness can name the cause and the server comes back by itself when the
 * database does (RUN-5). Several nodes may start at once: {@link MigrationLock} lets one at a time work.
 */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class Migrations {
    private static final System.Logger LOG = System.getLogger(Migrations.class.getName());

    private static final int STATEMENT_MILLIS_MAX = 6 * 60 * 60 * 1_000;

    @Resource(lookup = "java:app/jdbc/datasync")
    private DataSource dataSource;

    @Inject
    private Configuration configuration;

    @Inject
    private ServerSettings settings;

    @Inject
    private SchemaState state;

    @Inject
    private Event<SchemaReady> ready;

    /** The first try, while the application starts. */
    @PostConstruct
    public void start() {
        attempt();
    }

    /** The next tries. */
    @Schedule(hour = "*", minute = "*", second = "*/10", persistent = false)
    public void again() {
        if (!state.ready()) {
            attempt();
        }
    }

    private void attempt() {
        if (configuration.fault().isPresent()) {
            state.failed("not migrated because of the settings");
            LOG.log(
                    System.Logger.Level.ERROR,
                    "event=settings_refused reason=\"{0}\"",
                    configuration.fault().get());
            return;
        }
        long started = System.nanoTime();
        try (Connection connection = dataSource.getConnection()) {
            Files.createDirectories(settings.home());
            migrate(connection);
            ready.fire(new SchemaReady());
            state.nowReady();
            long millis = (System.nanoTime() - started) / 1_000_000;
            LOG.log(System.Logger.Level.INFO, "event=schema_ready millis={0}", Long.toString(millis));
        } catch (SQLException | IOException | LiquibaseException | RuntimeException failure) {
            // The top of a timer: handled by being told to whoever asks for readiness, and by the next try.
            state.failed(Reasons.of(failure));
            LOG.log(System.Logger.Level.ERROR, "event=schema_failed reason=\"" + Reasons.of(failure) + "\"", failure);
        }
    }

    /** An index over 10^9 rows takes longer than any request may: the socket's time-out is another one meanwhile (D-37). */
    private static void migrate(Connection connection) throws SQLException, LiquibaseException {
        int usual = connection.getNetworkTimeout();
        connection.setNetworkTimeout(Runnable::run, STATEMENT_MILLIS_MAX);
        try {
            SchemaUpdate.run(connection);
        } finally {
            connection.setNetworkTimeout(Runnable::run, usual);
        }
    }
}
