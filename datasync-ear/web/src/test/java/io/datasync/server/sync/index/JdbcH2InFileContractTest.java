package io.datasync.server.sync.index;

import io.datasync.server.sync.sql.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class JdbcH2InFileContractTest implements IndexContractOnDatabase {
    @SuppressWarnings("NullAway.Init") // set before the first test
    private static TestDatabase database;

    @BeforeAll
    static void start(@TempDir Path folder) {
        database = TestDatabase.h2InFile(folder);
    }

    @AfterAll
    static void stop() {
        database.execute("SHUTDOWN");
    }

    @Override
    public TestDatabase database() {
        return database;
    }
}
