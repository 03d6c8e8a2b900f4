package io.datasync.agent.journal;

import io.datasync.agent.journal.database.Columns;
import io.datasync.agent.journal.database.JournalDatabase;
import io.datasync.agent.journal.database.Statements;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JournalCursor;
import io.datasync.core.journal.JournalEntry;
import io.datasync.core.path.FolderName;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A read transaction over a folder's rows: it begins with the first step, taken when the cursor is opened. */
final class SqliteEntryCursor implements JournalCursor {
    private static final String LIST = "SELECT " + Columns.ENTRY + " FROM entries WHERE folder_id ="
            + " (SELECT id FROM folders WHERE job_id = ? AND folder = ?) ORDER BY name";

    private final JournalDatabase database;
    private final Statements reader;
    private final Columns columns;
    private final byte[] prefix;
    private final ResultSet rows;
    private boolean closed;

    private SqliteEntryCursor(
            JournalDatabase database, Statements reader, Columns columns, byte[] prefix, ResultSet rows) {
        this.database = database;
        this.reader = reader;
        this.columns = columns;
        this.prefix = prefix;
        this.rows = rows;
    }

    static SqliteEntryCursor open(JournalDatabase database, Columns columns, long jobId, FolderName folder)
            throws SyncException {
        byte[] prefix = columns.prefix(folder);
        Statements reader = database.borrowReader();
        boolean done = false;
        try {
            PreparedStatement list = reader.of(LIST);
            list.setLong(1, jobId);
            list.setString(2, folder.text());
            ResultSet rows = list.executeQuery();
            done = true;
            return new SqliteEntryCursor(database, reader, columns, prefix, rows);
        } catch (SQLException e) {
            throw database.failure(e);
        } finally {
            if (!done) {
                database.giveBack(reader);
            }
        }
    }

    @Override
    public @Nullable JournalEntry next() throws SyncException {
        if (closed) {
            throw new IllegalStateException("The cursor is closed");
        }
        try {
            return rows.next() ? columns.entry(prefix, rows) : null;
        } catch (SQLException e) {
            throw database.failure(e);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            rows.close();
        } catch (SQLException e) {
            // Reading is over in any case; the connection is given back and closed if it is of no use.
        }
        database.giveBack(reader);
    }
}
