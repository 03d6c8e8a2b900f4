package io.datasync.agent.journal.database;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Tells a damaged file from one that cannot be read or written just now, and remembers that damage was found. Thread-safe. */
final class Corruption {
    private final Path file;
    private volatile boolean found;

    Corruption(Path file) {
        this.file = file;
    }

    /** Whether damage was ever reported. */
    boolean found() {
        return found;
    }

    /** What a damaged file is reported as. */
    SyncException of(String what) {
        found = true;
        return SyncException.permanent(ErrorCode.JOURNAL_CORRUPT, "The journal " + file + " is damaged: " + what);
    }

    /** What a failure of SQLite is reported as. */
    SyncException of(SQLException failure) {
        if (failure instanceof SQLiteException sqlite) {
            // The low byte is the plain code; the rest says more about it.
            int plain = sqlite.getResultCode().code & 0xFF;
            if (plain == SQLiteErrorCode.SQLITE_CORRUPT.code || plain == SQLiteErrorCode.SQLITE_NOTADB.code) {
                found = true;
                return new SyncException(
                        ErrorCode.JOURNAL_CORRUPT,
                        false,
                        "The journal " + file + " is damaged: " + failure.getMessage(),
                        failure);
            }
        }
        return new SyncException(
                ErrorCode.JOURNAL_IO,
                true,
                "The journal " + file + " cannot be read or written: " + failure.getMessage(),
                failure);
    }
}
