package io.datasync.agent.journal;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Tells a damaged file from one that cannot be read or written just now. */
record Corruption(Path file) {
    /** What a damaged file is reported as. */
    SyncException of(String what) {
        return SyncException.permanent(ErrorCode.JOURNAL_CORRUPT, "The journal " + file + " is damaged: " + what);
    }

    /** What a failure of SQLite is reported as. */
    SyncException of(SQLException failure) {
        if (failure instanceof SQLiteException sqlite) {
            // The low byte is the plain code; the rest says more about it.
            int plain = sqlite.getResultCode().code & 0xFF;
            if (plain == SQLiteErrorCode.SQLITE_CORRUPT.code || plain == SQLiteErrorCode.SQLITE_NOTADB.code) {
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
