package io.datasync.agent.journal;

import io.datasync.agent.journal.database.Columns;
import io.datasync.agent.journal.database.Statements;
import io.datasync.core.digest.SetSummary;
import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.path.FolderName;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The counts and sums of the folders that one transaction touches: read when first needed, written once at its end. */
final class FolderSums {
    private static final String FIND = "SELECT id, entries, pending, proven_count, proven_bytes, proven_sum, changed,"
            + " held, quarantined, archived, files, touched_scan FROM folders WHERE job_id = ? AND folder = ?";
    private static final String ADD =
            "INSERT INTO folders (job_id, folder, entries, pending, proven_count, proven_bytes,"
                    + " proven_sum) VALUES (?, ?, 0, 0, 0, 0, ?) RETURNING id";
    private static final String SAVE =
            "UPDATE folders SET entries = ?, pending = ?, proven_count = ?, proven_bytes = ?,"
                    + " proven_sum = ?, changed = ?, held = ?, quarantined = ?, archived = ?, files = ?, touched_scan = ?"
                    + " WHERE id = ?";
    private static final String REMOVE = "DELETE FROM folders WHERE id = ?";

    private final Statements statements;
    private final Columns columns;
    private final long jobId;
    private final Map<FolderName, Sums> touched = new HashMap<>();

    FolderSums(Statements statements, Columns columns, long jobId) {
        this.statements = statements;
        this.columns = columns;
        this.jobId = jobId;
    }

    /** One folder's row. */
    static final class Sums {
        final long id;
        final byte[] prefix;
        private long entries;
        private long pending;
        private SetSummary proven;
        private long changed;
        private long held;
        private long quarantined;
        private long archived;
        private long files;
        private long touchedScan;
        private boolean altered;

        Sums(long id, byte[] prefix, long entries, long pending, SetSummary proven) {
            this.id = id;
            this.prefix = prefix;
            this.entries = entries;
            this.pending = pending;
            this.proven = proven;
        }

        void replace(@Nullable StoredEntry before, @Nullable StoredEntry after) {
            altered = true;
            if (before != null) {
                entries--;
                files -= isFile(before) ? 1 : 0;
                pending -= before.waits() ? 1 : 0;
                countHold(before, -1);
                before.verified()
                        .ifPresent(fact -> proven = proven.minus(fact.entry().sizeBytes(), fact.entryDigest()));
            }
            if (after != null) {
                entries++;
                files += isFile(after) ? 1 : 0;
                touch(after.firstScan());
                pending += after.waits() ? 1 : 0;
                countHold(after, 1);
                after.verified()
                        .ifPresent(fact -> proven = proven.plus(fact.entry().sizeBytes(), fact.entryDigest()));
            }
        }

        /** Notes that a scan was the first to see an entry of the folder, or that it staged one. */
        void touch(long scanSeq) {
            if (scanSeq > touchedScan) {
                touchedScan = scanSeq;
                altered = true;
            }
        }

        private static boolean isFile(StoredEntry entry) {
            return entry.observed().kind() == EntryKind.FILE;
        }

        private void countHold(StoredEntry entry, int by) {
            archived += isFile(entry) && entry.verified().isPresent() ? by : 0;
            switch (entry.hold()) {
                case NONE -> changed += entry.entry().changed() ? by : 0;
                case HELD -> held += by;
                case QUARANTINED -> quarantined += by;
                case ACCEPTED -> {}
            }
        }

        /** Files that changed and about which nothing is decided. */
        long changed() {
            return changed;
        }

        /** Files that are held. */
        long held() {
            return held;
        }

        /** Files that are quarantined. */
        long quarantined() {
            return quarantined;
        }
    }

    /** The folder's row, if there is one. */
    @Nullable
    Sums find(FolderName folder) throws SQLException, SyncException {
        Sums known = touched.get(folder);
        if (known == null) {
            known = load(folder);
            if (known != null) {
                touched.put(folder, known);
            }
        }
        return known;
    }

    /** The folder's row, made when it is not there. */
    Sums make(FolderName folder) throws SQLException, SyncException {
        Sums known = find(folder);
        if (known == null) {
            PreparedStatement add = statements.of(ADD);
            add.setLong(1, jobId);
            add.setString(2, folder.text());
            add.setBytes(3, SetSummary.EMPTY.sum().bytes());
            try (ResultSet row = add.executeQuery()) {
                known = new Sums(row.getLong(1), columns.prefix(folder), 0, 0, SetSummary.EMPTY);
                known.altered = true;
            }
            touched.put(folder, known);
        }
        return known;
    }

    private @Nullable Sums load(FolderName folder) throws SQLException, SyncException {
        PreparedStatement find = statements.of(FIND);
        find.setLong(1, jobId);
        find.setString(2, folder.text());
        try (ResultSet row = find.executeQuery()) {
            if (!row.next()) {
                return null;
            }
            Sums sums = new Sums(
                    row.getLong(1), columns.prefix(folder), row.getLong(2), row.getLong(3), columns.summary(row, 4));
            sums.changed = row.getLong(7);
            sums.held = row.getLong(8);
            sums.quarantined = row.getLong(9);
            sums.archived = row.getLong(10);
            sums.files = row.getLong(11);
            sums.touchedScan = row.getLong(12);
            return sums;
        }
    }

    /** Writes what was altered; a folder without entries is forgotten. */
    void save() throws SQLException, SyncException {
        for (Sums sums : touched.values()) {
            if (!sums.altered) {
                continue;
            }
            boolean negative =
                    sums.changed < 0 || sums.held < 0 || sums.quarantined < 0 || sums.archived < 0 || sums.files < 0;
            if (sums.entries < 0 || sums.pending < 0 || negative) {
                throw columns.damage("a folder counts " + sums.entries + " entries");
            }
            if (sums.entries == 0) {
                statements.update(REMOVE, sums.id);
            } else {
                PreparedStatement save = statements.of(SAVE);
                save.setLong(1, sums.entries);
                save.setLong(2, sums.pending);
                save.setLong(3, sums.proven.count());
                save.setLong(4, sums.proven.bytes());
                save.setBytes(5, sums.proven.sum().bytes());
                save.setLong(6, sums.changed);
                save.setLong(7, sums.held);
                save.setLong(8, sums.quarantined);
                save.setLong(9, sums.archived);
                save.setLong(10, sums.files);
                save.setLong(11, sums.touchedScan);
                save.setLong(12, sums.id);
                save.executeUpdate();
            }
        }
    }
}
