package io.datasync.server.sync.sql;

/** The databases on which tests run. */
public enum DatabaseKind {
    /** H2 in memory. */
    H2,
    /** H2 in a file, durable as in production (D-37). */
    H2_IN_FILE,
    /** H2 given the texts for SQL Server, whose hints it skips: shows that they are right but for the locks. */
    H2_AS_SQL_SERVER,
    /** A database of its own on the one embedded PostgreSQL of this JVM. */
    POSTGRESQL,
    /** The one that {@code DATASYNC_TEST_DB_URL} names. */
    OTHER;

    /** A new database with the whole schema; {@link #OTHER} is always the same one. */
    public TestDatabase start() {
        return switch (this) {
            case H2 -> TestDatabase.h2InMemory();
            case H2_IN_FILE -> TestDatabase.h2InFile();
            case H2_AS_SQL_SERVER -> TestDatabase.h2AsSqlServer();
            case POSTGRESQL -> TestDatabase.postgresql();
            case OTHER -> TestDatabase.ofEnvironment();
        };
    }
}
