package io.datasync.agent.journal;

import io.datasync.agent.journal.database.Columns;
import io.datasync.agent.journal.database.Statements;
import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.purge.PurgeOrder;
import io.datasync.core.purge.Standing;
import io.datasync.core.purge.Standings;
import io.datasync.core.purge.Volume;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Questions about the place of files in the purge orders. */
final class PurgeQueries {
    private static final String FOLDERS = "SELECT folder, id FROM folders WHERE job_id = ?";

    /** Files have no slash at the end of their name; 0x2F is a slash. */
    private static final String FILE = " AND substr(name, -1) <> x'2F'";

    /** By folder: all files, those older than one time, those older than another, those whose name comes before one of two. */
    private static final String AHEAD = "SELECT folder_id, count(*), total(size),"
            + " count(*) FILTER (WHERE ticks < ?2), total(size) FILTER (WHERE ticks < ?2),"
            + " count(*) FILTER (WHERE ticks < ?3), total(size) FILTER (WHERE ticks < ?3),"
            + " count(*) FILTER (WHERE name < iif(folder_id = ?4, ?5, ?6)),"
            + " total(size) FILTER (WHERE name < iif(folder_id = ?4, ?5, ?6))"
            + " FROM entries WHERE folder_id IN (SELECT id FROM folders WHERE job_id = ?1)" + FILE
            + " GROUP BY folder_id";

    private static final String KNOWN = " FROM entries WHERE folder_id = ?2 AND first_scan < ?1" + FILE;
    private static final String WHOLE =
            "SELECT count(*), count(*) FILTER (WHERE vanished_scan = ?1)" + KNOWN + " AND ?3 > 0";
    private static final String OLDEST = "SELECT ?3, count(*)" + KNOWN + " AND vanished_scan = ?1 AND ticks <="
            + " (SELECT ticks" + KNOWN + " ORDER BY ticks LIMIT 1 OFFSET ?3 - 1)";
    private static final String NAMED = "SELECT count(*), count(*) FILTER (WHERE vanished_scan = ?1) FROM"
            + " (SELECT vanished_scan" + KNOWN + " AND name > ?4 ORDER BY name LIMIT ?3)";
    private static final String NAMED_UP_TO = "SELECT count(*), count(*) FILTER (WHERE vanished_scan = ?1) FROM"
            + " (SELECT vanished_scan" + KNOWN + " AND name > ?4 AND name < ?5 ORDER BY name LIMIT ?3)";

    private static final byte[] FIRST = new byte[0];

    private final Columns columns;
    private final PendingPages pending;
    private final long jobId;

    PurgeQueries(Columns columns, PendingPages pending, long jobId) {
        this.columns = columns;
        this.pending = pending;
        this.jobId = jobId;
    }

    private Map<FolderName, Long> folders(Statements statements) throws SQLException, SyncException {
        PreparedStatement select = statements.of(FOLDERS);
        select.setLong(1, jobId);
        Map<FolderName, Long> folders = new TreeMap<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                folders.put(columns.folder(row.getString(1)), row.getLong(2));
            }
        }
        return folders;
    }

    Standings standings(Statements statements) throws SQLException, SyncException {
        Map<PurgeOrder, SourceEntry> first = new EnumMap<>(PurgeOrder.class);
        for (PurgeOrder order : PurgeOrder.values()) {
            Optional<SourceEntry> file = pending.firstFile(statements, order);
            file.ifPresent(found -> first.put(order, found));
        }
        Counting counting = new Counting(first);
        Map<FolderName, Long> folders = folders(statements);
        Map<Long, FolderName> names = new TreeMap<>();
        folders.forEach((name, id) -> names.put(id, name));
        PreparedStatement select = statements.of(AHEAD);
        select.setLong(1, jobId);
        counting.bind(select, folders.getOrDefault(FolderName.ROOT, -1L));
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                FolderName folder = names.get(row.getLong(1));
                if (folder != null) {
                    counting.add(folder, row);
                }
            }
        }
        return counting.result();
    }

    /** Adds up what is ahead of the first pending file of each order, folder by folder. */
    private static final class Counting {
        private final Map<PurgeOrder, SourceEntry> first;
        private final Map<PurgeOrder, Volume> ahead = new EnumMap<>(PurgeOrder.class);
        private Volume known = Volume.NONE;

        Counting(Map<PurgeOrder, SourceEntry> first) {
            this.first = first;
        }

        void bind(PreparedStatement select, long rootId) throws SQLException {
            SourceEntry byTime = first.get(PurgeOrder.TIME);
            SourceEntry byFolder = first.get(PurgeOrder.FOLDER);
            SourceEntry byName = first.get(PurgeOrder.NAME);
            select.setLong(2, byTime == null ? 0 : byTime.ticks());
            select.setLong(3, byFolder == null ? 0 : byFolder.ticks());
            select.setLong(4, rootId);
            select.setBytes(5, byName == null ? FIRST : byName.path().bytes());
            select.setBytes(6, byName == null ? FIRST : Columns.nameInFolder(byName));
        }

        void add(FolderName folder, ResultSet row) throws SQLException {
            Volume all = volume(row, 2);
            known = known.plus(all);
            for (Map.Entry<PurgeOrder, SourceEntry> each : first.entrySet()) {
                FolderName own = each.getValue().path().folder();
                Volume here =
                        switch (each.getKey()) {
                            case TIME -> volume(row, 4);
                            case FOLDER ->
                                own.equals(folder) ? volume(row, 6) : wholeIf(folder.compareTo(own) < 0, all);
                            // Files of the root stand between the folders by their own names.
                            case NAME ->
                                own.equals(folder) || folder.equals(FolderName.ROOT)
                                        ? volume(row, 8)
                                        : wholeIf(isBefore(folder, each.getValue()), all);
                        };
                ahead.merge(each.getKey(), here, Volume::plus);
            }
        }

        private static boolean isBefore(FolderName folder, SourceEntry file) {
            return SourceEntry.CANONICAL_ORDER.compare(SourceEntry.folder(folder.path()), file) < 0;
        }

        private static Volume wholeIf(boolean ahead, Volume all) {
            return ahead ? all : Volume.NONE;
        }

        private static Volume volume(ResultSet row, int column) throws SQLException {
            return new Volume(row.getLong(column), (long) row.getDouble(column + 1));
        }

        Standings result() {
            Map<PurgeOrder, Standing> standings = new EnumMap<>(PurgeOrder.class);
            first.forEach(
                    (order, file) -> standings.put(order, new Standing(file, ahead.getOrDefault(order, Volume.NONE))));
            return new Standings(known, standings);
        }
    }

    /** Walks the known files in an order until there are as many as vanished; counts the vanished among them. */
    private static final class Walk {
        private final Statements statements;
        private final long scanSeq;
        private long left;
        private long inOrder;

        Walk(Statements statements, long scanSeq, long vanished) {
            this.statements = statements;
            this.scanSeq = scanSeq;
            this.left = vanished;
        }

        void over(String sql, long folder, byte[]... bounds) throws SQLException {
            if (left == 0) {
                return;
            }
            PreparedStatement select = statements.of(sql);
            select.setLong(1, scanSeq);
            select.setLong(2, folder);
            select.setLong(3, left);
            for (int i = 0; i < bounds.length; i++) {
                select.setBytes(4 + i, bounds[i]);
            }
            try (ResultSet row = select.executeQuery()) {
                left -= row.getLong(1);
                inOrder += row.getLong(2);
            }
        }
    }

    long outOfOrderByName(Statements statements, long scanSeq, long vanished) throws SQLException, SyncException {
        Map<FolderName, Long> folders = folders(statements);
        Long root = folders.remove(FolderName.ROOT);
        Walk walk = new Walk(statements, scanSeq, vanished);
        byte[] before = FIRST;
        for (Map.Entry<FolderName, Long> folder : folders.entrySet()) {
            byte[] start = SourceEntry.folder(folder.getKey().path()).orderKey();
            if (root != null) {
                walk.over(NAMED_UP_TO, root, before, start);
            }
            walk.over(NAMED, folder.getValue(), FIRST);
            before = start;
        }
        if (root != null) {
            walk.over(NAMED, root, before);
        }
        return vanished - walk.inOrder;
    }

    long outOfOrderByFolder(Statements statements, long scanSeq, long vanished) throws SQLException, SyncException {
        Walk walk = new Walk(statements, scanSeq, vanished);
        for (long folder : folders(statements).values()) {
            long left = walk.left;
            long inOrder = walk.inOrder;
            walk.over(WHOLE, folder);
            if (walk.left < 0) {
                walk.left = left;
                walk.inOrder = inOrder;
                walk.over(OLDEST, folder);
            }
        }
        return vanished - walk.inOrder;
    }
}
