package io.datasync.server.sync.sql;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** Tests on one database, which is started once for all tests of a class and closed after them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class OnDatabase {
    protected final TestDatabase database;

    protected OnDatabase(DatabaseKind kind) {
        database = kind.start();
    }

    @AfterAll
    final void close() throws SQLException {
        database.close();
    }
}
