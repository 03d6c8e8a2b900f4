package io.datasync.server.platform.datasource;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Properties;
import java.util.concurrent.Executor;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Connections to the one database that the settings name: URL, user and password; the driver follows from the URL's
 * beginning (PLAT-2).
 *
 * <p>The container makes it from {@code web.xml} and pools what it gives; the setters are for the container and are called
 * before the first connection. Thread-safe afterwards. {@link #getConnection()} blocks at most for the login time-out of
 * the driver; a connection waits at most for its socket time-out (D-37).
 */
public final class ConfiguredDataSource implements DataSource {
    /** The value of the URL when nobody set one. */
    static final String UNSET = "unset";

    private static final int NETWORK_TIMEOUT_MILLIS = 60_000;

    private final Drivers drivers;
    private String url = UNSET;
    private String user = "";
    private String password = "";

    /** Connects by the drivers that are named in {@link DatabaseKind}. */
    public ConfiguredDataSource() {
        this(ConfiguredDataSource::driver);
    }

    /** Connects by drivers of the caller. */
    ConfiguredDataSource(Drivers drivers) {
        this.drivers = drivers;
    }

    /** Where the driver of a kind of database comes from. */
    @FunctionalInterface
    interface Drivers {
        /** That driver. */
        Driver of(DatabaseKind kind) throws SQLException;
    }

    /** The JDBC URL. */
    public void setUrl(String url) {
        this.url = url;
    }

    /** The JDBC URL; it may hold secrets, so do not log it. */
    public String getUrl() {
        return url;
    }

    /** The user's name. */
    public void setUser(String user) {
        this.user = user;
    }

    /** The user's name. */
    public String getUser() {
        return user;
    }

    /** The user's password. */
    public void setPassword(String password) {
        this.password = password;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return getConnection(user, password);
    }

    @Override
    public Connection getConnection(String userName, String userPassword) throws SQLException {
        DatabaseKind kind = DatabaseKind.of(url).orElseThrow(this::unusable);
        var properties = new Properties();
        properties.setProperty("user", userName);
        properties.setProperty("password", userPassword);
        String target = url;
        if (kind == DatabaseKind.H2) {
            // H2 takes its settings from the URL only.
            var text = new StringBuilder(url);
            kind.settingsFor(url)
                    .forEach((name, value) ->
                            text.append(';').append(name).append('=').append(value));
            target = text.toString();
        } else {
            kind.settingsFor(url).forEach(properties::setProperty);
        }
        Connection connection = drivers.of(kind).connect(target, properties);
        if (connection == null) {
            throw unusable();
        }
        if (kind == DatabaseKind.H2) {
            limitNetwork(connection);
        }
        return connection;
    }

    private static void limitNetwork(Connection connection) throws SQLException {
        Executor direct = Runnable::run;
        try {
            connection.setNetworkTimeout(direct, NETWORK_TIMEOUT_MILLIS);
        } catch (SQLException failure) {
            connection.close();
            throw failure;
        }
    }

    private static Driver driver(DatabaseKind kind) throws SQLException {
        try {
            return Class.forName(kind.driver(), true, ConfiguredDataSource.class.getClassLoader())
                    .asSubclass(Driver.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException missing) {
            throw new SQLNonTransientConnectionException("the driver " + kind.driver() + " is missing", missing);
        }
    }

    private SQLException unusable() {
        String reason = url.equals(UNSET)
                ? "DATASYNC_DB_URL is not set"
                : "DATASYNC_DB_URL must begin with jdbc:h2:, jdbc:postgresql: or jdbc:sqlserver:";
        return new SQLNonTransientConnectionException(reason);
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        // The drivers log through java.util.logging.
    }

    @Override
    public void setLoginTimeout(int seconds) {
        // Set per driver, see DatabaseKind.
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("no parent logger");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException("not a " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
