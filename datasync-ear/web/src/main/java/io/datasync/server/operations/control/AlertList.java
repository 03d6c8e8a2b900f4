package io.datasync.server.operations.control;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.server.platform.datasource.SqlTime;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The alerts as people see them, the newest first. Thread-safe; each call is part of the caller's transaction, or one of its own, blocks, and may
 * throw {@code INDEX_UNAVAILABLE}.
 */
@ApplicationScoped
public class AlertList {
    /** The most alerts of a page. */
    public static final int PAGE_MAX = 500;

    private static final String PAGE = "SELECT " + StoredAlert.COLUMNS + " FROM alerts WHERE id < ?";
    private static final String NEWEST = " ORDER BY id DESC OFFSET 0 ROWS FETCH NEXT ? ROWS ONLY";
    private static final String ONE = "SELECT " + StoredAlert.COLUMNS + " FROM alerts WHERE id = ?";
    private static final String LIVE_COUNT = "SELECT COUNT(*) FROM alerts WHERE resolved_serial = 0";

    private static final String ACKNOWLEDGE = """
            UPDATE alerts SET acknowledged_at = ?, acknowledged_by = ?, acknowledged_reason = ?
            WHERE id = ? AND revision = ? AND resolved_serial = 0 AND acknowledged_at IS NULL""";

    private static final String END = """
            UPDATE alerts SET resolved_serial = id, resolved_at = acknowledged_at
            WHERE id = ? AND until_acknowledged = ? AND resolved_serial = 0""";

    @Resource(lookup = "java:app/jdbc/datasync")
    private DataSource dataSource;

    AlertList() {}

    /** Alerts in a database that no container gives. */
    AlertList(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Which alerts are wanted. */
    public enum State {
        /** Those that live. */
        LIVE,
        /** Those that ended. */
        RESOLVED,
        /** Both. */
        ALL
    }

    /**
     * Alerts, the newest first.
     *
     * @param before the id before which the page begins; {@link Long#MAX_VALUE} for the first page
     * @param max at most so many, and at most {@value #PAGE_MAX}
     */
    public List<StoredAlert> page(State state, long before, int max) throws SyncException {
        String some =
                switch (state) {
                    case LIVE -> " AND resolved_serial = 0";
                    case RESOLVED -> " AND resolved_serial <> 0";
                    case ALL -> "";
                };
        return read(PAGE + some + NEWEST, select -> {
            select.setLong(1, before);
            select.setInt(2, Math.min(max, PAGE_MAX));
        });
    }

    /** An alert, or empty. */
    public Optional<StoredAlert> find(long id) throws SyncException {
        return read(ONE, select -> select.setLong(1, id)).stream().findFirst();
    }

    /** How many alerts live. */
    public long liveCount() throws SyncException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(LIVE_COUNT);
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        } catch (SQLException failure) {
            throw unreadable(failure);
        }
    }

    /**
     * Notes that a person has seen an alert that lives, as it was at a revision; one that only a person ends is resolved by that. Needs the
     * caller's transaction.
     *
     * @return whether it was so; else nothing was changed: it is another revision by now, it has ended, or it was acknowledged before
     */
    boolean acknowledge(long id, long revision, String by, String reason, Instant at) throws SyncException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement note = connection.prepareStatement(ACKNOWLEDGE);
                PreparedStatement end = connection.prepareStatement(END)) {
            note.setObject(1, SqlTime.of(at));
            note.setString(2, by);
            note.setString(3, reason);
            note.setLong(4, id);
            note.setLong(5, revision);
            if (note.executeUpdate() == 0) {
                return false;
            }
            end.setLong(1, id);
            end.setBoolean(2, true);
            end.executeUpdate();
            return true;
        } catch (SQLException failure) {
            throw new SyncException(ErrorCode.INDEX_UNAVAILABLE, true, "The alert cannot be written.", failure);
        }
    }

    @FunctionalInterface
    private interface Given {
        void to(PreparedStatement statement) throws SQLException;
    }

    private List<StoredAlert> read(String text, Given given) throws SyncException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(text)) {
            given.to(select);
            List<StoredAlert> alerts = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    alerts.add(StoredAlert.read(row));
                }
            }
            return alerts;
        } catch (SQLException failure) {
            throw unreadable(failure);
        }
    }

    private static SyncException unreadable(SQLException failure) {
        return new SyncException(ErrorCode.INDEX_UNAVAILABLE, true, "The alerts cannot be read.", failure);
    }
}
