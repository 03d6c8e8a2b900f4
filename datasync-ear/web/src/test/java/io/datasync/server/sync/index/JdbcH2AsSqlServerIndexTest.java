package io.datasync.server.sync.index;

import io.datasync.server.sync.sql.TestDatabase;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The texts for SQL Server, run by H2, which skips their hints: without the races, since the locks are H2's own. */
@Tag("slow")
class JdbcH2AsSqlServerIndexTest implements JdbcIndexRules {
    @SuppressWarnings("NullAway.Init") // set before the first test
    private static TestDatabase database;

    @BeforeAll
    static void start() {
        database = TestDatabase.h2AsSqlServer();
    }

    @Override
    public TestDatabase database() {
        return database;
    }
}
