package io.datasync.server.platform.datasource;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The databases that DataSync runs on (PLAT-2), each with its driver and with the settings that keep a connection from
 * hanging for ever (D-37).
 */
public enum DatabaseKind {
    /** Embedded by default. Only its remote form has a socket to wait on; see {@link ConfiguredDataSource}. */
    H2("jdbc:h2:", "org.h2.Driver", ";"),

    /** PostgreSQL. */
    POSTGRESQL("jdbc:postgresql:", "org.postgresql.Driver", "&"),

    /** SQL Server and Azure SQL. */
    SQL_SERVER("jdbc:sqlserver:", "com.microsoft.sqlserver.jdbc.SQLServerDriver", ";");

    private final String prefix;
    private final String driver;
    private final String separator;

    DatabaseKind(String prefix, String driver, String separator) {
        this.prefix = prefix;
        this.driver = driver;
        this.separator = separator;
    }

    /** The kind that answers to this URL; empty when none does. */
    public static Optional<DatabaseKind> of(String url) {
        for (DatabaseKind kind : values()) {
            if (url.startsWith(kind.prefix)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** Name of the driver's class. */
    String driver() {
        return driver;
    }

    /** The driver's settings, without those that the URL itself gives: what an administrator wrote wins. */
    Map<String, String> settingsFor(String url) {
        var settings = new TreeMap<>(defaults());
        settings.keySet().removeIf(name -> names(url, name));
        return settings;
    }

    private Map<String, String> defaults() {
        return switch (this) {
            // Milliseconds.
            case H2 -> Map.of("LOCK_TIMEOUT", "10000");
            // Seconds.
            case POSTGRESQL ->
                Map.of(
                        "loginTimeout", "10",
                        "connectTimeout", "5",
                        "socketTimeout", "60",
                        "cancelSignalTimeout", "5",
                        "tcpKeepAlive", "true",
                        "reWriteBatchedInserts", "true",
                        "ApplicationName", "datasync");
            // The login in seconds, the others in milliseconds. The login time-out covers connecting as well.
            case SQL_SERVER ->
                Map.of(
                        "loginTimeout", "10",
                        "socketTimeout", "60000",
                        "lockTimeout", "10000",
                        "applicationName", "datasync");
        };
    }

    private boolean names(String url, String name) {
        String text = url.toLowerCase(Locale.ROOT).replace("?", separator);
        return text.contains(separator + name.toLowerCase(Locale.ROOT) + "=");
    }
}
