package io.datasync.server.operations.control;

import io.datasync.server.platform.datasource.SqlTime;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Optional;

/** How the rows of alerts are written: the one text for all who do so, each in the transaction of the connection it gives. */
public final class AlertRows {
    private static final String LIVE = " WHERE alert_key = ? AND resolved_serial = 0";

    private static final String SAME =
            "UPDATE alerts SET last_raised_at = ?, repeats = repeats + 1" + LIVE + " AND severity = ? AND summary = ?";

    /** Whoever acknowledged it had not seen this. */
    private static final String NEWS = """
            UPDATE alerts SET last_raised_at = ?, repeats = repeats + 1, severity = ?, summary = ?, files_count = ?, first_path = ?,
            revision = revision + 1, acknowledged_at = NULL, acknowledged_by = NULL, acknowledged_reason = NULL""" + LIVE;

    private static final String FIRST = """
            INSERT INTO alerts
                (alert_key, resolved_serial, code, severity, subject, summary, files_count, first_path, until_acknowledged,
                 raised_at, last_raised_at, repeats, revision)
            VALUES (?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 1)""";

    private static final String RESOLVE = "UPDATE alerts SET resolved_serial = id, resolved_at = ?" + LIVE;

    /** Changes nothing, and holds the row in all three databases. */
    private static final String HOLD = "UPDATE alerts SET repeats = repeats" + LIVE;

    private static final String FILES = "SELECT files_count, first_path FROM alerts" + LIVE;

    private AlertRows() {}

    /**
     * Raises an alert, or counts it and brings it up to date while it lives; with news in it, nobody has acknowledged it any more.
     *
     * @return whether it is new
     * @throws SQLException also when another transaction raised it first at the same moment: to be repeated
     */
    public static boolean raise(Connection connection, Alert alert, Instant at) throws SQLException {
        LocalDateTime now = SqlTime.of(at);
        if (raisedSame(connection, alert, now) || raisedAgain(connection, alert, now)) {
            return false;
        }
        raiseFirst(connection, alert, now);
        return true;
    }

    /** The files of the alert of this code and subject, if it lives: nobody else changes or resolves it until the transaction ends. */
    public static Optional<Alert.Files> files(Connection connection, String code, String subject) throws SQLException {
        String key = Alert.key(code, subject);
        try (PreparedStatement hold = connection.prepareStatement(HOLD)) {
            hold.setString(1, key);
            if (hold.executeUpdate() == 0) {
                return Optional.empty();
            }
        }
        try (PreparedStatement select = connection.prepareStatement(FILES)) {
            select.setString(1, key);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return Optional.of(new Alert.Files(row.getLong(1), Optional.ofNullable(row.getString(2))));
            }
        }
    }

    /** Resolves the alert of this code and subject, if it lives. */
    public static void resolve(Connection connection, String code, String subject, Instant at) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(RESOLVE)) {
            update.setObject(1, SqlTime.of(at));
            update.setString(2, Alert.key(code, subject));
            update.executeUpdate();
        }
    }

    private static boolean raisedSame(Connection connection, Alert alert, LocalDateTime now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(SAME)) {
            update.setObject(1, now);
            update.setString(2, alert.key());
            update.setString(3, alert.severity().text());
            update.setString(4, alert.summary());
            return update.executeUpdate() > 0;
        }
    }

    private static boolean raisedAgain(Connection connection, Alert alert, LocalDateTime now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(NEWS)) {
            update.setObject(1, now);
            update.setString(2, alert.severity().text());
            update.setString(3, alert.summary());
            update.setLong(4, alert.files().count());
            update.setString(5, alert.files().firstPath().orElse(null));
            update.setString(6, alert.key());
            return update.executeUpdate() > 0;
        }
    }

    private static void raiseFirst(Connection connection, Alert alert, LocalDateTime now) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(FIRST)) {
            insert.setString(1, alert.key());
            insert.setString(2, alert.code());
            insert.setString(3, alert.severity().text());
            insert.setString(4, alert.subject());
            insert.setString(5, alert.summary());
            insert.setLong(6, alert.files().count());
            insert.setString(7, alert.files().firstPath().orElse(null));
            insert.setBoolean(8, alert.untilAcknowledged());
            insert.setObject(9, now);
            insert.setObject(10, now);
            insert.executeUpdate();
        }
    }
}
