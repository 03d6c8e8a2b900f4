package io.datasync.server.sync.index;

import io.datasync.server.sync.sql.TestDatabase;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

@EnabledIfEnvironmentVariable(
        named = "DATASYNC_TEST_DB_URL",
        matches = ".+",
        disabledReason = "DATASYNC_TEST_DB_URL names no database")
class JdbcOtherContractTest implements IndexContractOnDatabase {
    @SuppressWarnings("NullAway.Init") // set before the first test
    private static TestDatabase database;

    @BeforeAll
    static void start() {
        database = TestDatabase.ofEnvironment().orElseThrow();
    }

    @Override
    public TestDatabase database() {
        return database;
    }
}
