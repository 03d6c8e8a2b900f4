package io.datasync.server.sync.simulation;

import io.datasync.server.platform.datasource.ConfiguredDataSource;
import io.datasync.server.platform.datasource.SqlTime;
import io.datasync.server.sync.sql.DatabaseKind;
import io.datasync.server.sync.sql.PooledDataSource;
import io.datasync.server.sync.sql.SqlDialect;
import io.datasync.server.sync.sql.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * An H2 database in memory with the whole schema, and a time that can be moved.
 *
 * <p>Leases and silence are measured by the database's time alone (D-25), which a real database takes from its machine. Here each statement that
 * asks for it gets the time of a clock in its place, written out: whoever lends the connections exchanges the one expression that
 * {@link SqlDialect#now} is. So the server's code is the shipped one, and knows nothing of it.
 */
final class H2Server implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final DateTimeFormatter LITERAL = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");

    private final ConfiguredDataSource plain = new ConfiguredDataSource();
    private final PooledDataSource moved;

    /** An empty one. */
    H2Server(Clock clock) {
        plain.setUrl("jdbc:h2:mem:simulated-" + NUMBER.incrementAndGet() + ";DB_CLOSE_DELAY=-1;QUERY_CACHE_SIZE=64");
        plain.setUser("sa");
        plain.setPassword("sa");
        moved = new PooledDataSource(plain, text -> at(clock, text));
        execute(Schema.TEXTS);
    }

    private static String at(Clock clock, String text) {
        String time = "TIMESTAMP '" + LITERAL.format(SqlTime.of(clock.instant())) + "'";
        return text.replace(SqlDialect.H2.now(), time);
    }

    /** As the server gets connections. */
    DataSource moved() {
        return moved;
    }

    /** A connection that nobody meddles with. */
    Connection connect() throws SQLException {
        return plain.getConnection();
    }

    /** Everything in it, as texts that make it anew. */
    List<String> script() {
        return script(plain);
    }

    private static List<String> script(DataSource way) {
        try (Connection connection = way.getConnection();
                Statement statement = connection.createStatement();
                var lines = statement.executeQuery("SCRIPT")) {
            List<String> texts = new ArrayList<>();
            while (lines.next()) {
                texts.add(lines.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Puts everything back to what it was when this was written. */
    void restore(List<String> script) {
        execute(List.of("DROP ALL OBJECTS"));
        execute(script);
    }

    /** Runs statements, each by itself. */
    void execute(List<String> texts) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String text : texts) {
                statement.execute(text);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        execute(List.of("SHUTDOWN"));
        try {
            moved.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Liquibase takes a second, so it makes the schema once. */
    private static final class Schema {
        private static final Logger LIQUIBASE = Logger.getLogger("liquibase");

        static final List<String> TEXTS = texts();

        private static List<String> texts() {
            // What is printed is the result of a command.
            LIQUIBASE.setLevel(Level.WARNING);
            try (TestDatabase database = DatabaseKind.H2.start()) {
                return script(database.dataSource());
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
