package io.datasync.server.sync.index;

import io.datasync.server.sync.sql.TestDatabase;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class JdbcPostgresqlIndexTest implements JdbcIndexRules, JdbcIndexRaces {
    @SuppressWarnings("NullAway.Init") // set before the first test
    private static TestDatabase database;

    @BeforeAll
    static void start() {
        database = TestDatabase.postgresql();
    }

    @Override
    public TestDatabase database() {
        return database;
    }
}
