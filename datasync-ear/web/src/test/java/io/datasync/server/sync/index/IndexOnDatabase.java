package io.datasync.server.sync.index;

import io.datasync.core.path.FolderName;
import io.datasync.server.sync.sql.DatabaseKind;
import io.datasync.server.sync.sql.OnDatabase;
import org.junit.jupiter.api.BeforeEach;

/** The index on one database, empty before each test but for the job {@link Samples#JOB}. */
abstract class IndexOnDatabase extends OnDatabase {
    /** The folder of most tests. */
    static final FolderName DAY = Samples.folder("2026-04-23");

    IndexOnDatabase(DatabaseKind kind) {
        super(kind);
    }

    /** Single calls of the index. */
    final Calls index() {
        return new Calls(new IndexHooks(database).index());
    }

    @BeforeEach
    void begin() {
        database.clear();
        Samples.addJob(database, Samples.JOB);
    }
}
