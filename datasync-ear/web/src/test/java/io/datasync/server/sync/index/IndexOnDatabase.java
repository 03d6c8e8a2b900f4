package io.datasync.server.sync.index;

import io.datasync.core.path.FolderName;
import io.datasync.server.sync.sql.TestDatabase;
import org.junit.jupiter.api.BeforeEach;

/** The index on one database, empty before each test but for the job {@link Samples#JOB}. */
interface IndexOnDatabase {
    /** The folder of most tests. */
    FolderName DAY = Samples.folder("2026-04-23");

    /** The database, started once for all tests of a class. */
    TestDatabase database();

    /** Single calls of the index. */
    default Calls index() {
        return new Calls(new IndexHooks(database()).index());
    }

    @BeforeEach
    default void begin() {
        database().clear();
        Samples.addJob(database(), Samples.JOB);
    }
}
