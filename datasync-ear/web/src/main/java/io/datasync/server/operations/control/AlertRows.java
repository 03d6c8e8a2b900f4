package io.datasync.server.operations.control;

import io.datasync.server.platform.datasource.SqlTime;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;

/** How the rows of alerts are written: the one text for all who do so, each in the transaction of the connection it gives. */
public final class AlertRows {
    private static final String AGAIN = """
            UPDATE alerts SET severity = ?, summary = ?, last_raised_at = ?, repeats = repeats + 1
            WHERE alert_key = ? AND resolved_serial = 0""";

    private static final String FIRST = """
            INSERT INTO alerts
                (alert_key, resolved_serial, code, severity, subject, summary, raised_at, last_raised_at, repeats)
            VALUES (?, 0, ?, ?, ?, ?, ?, ?, 1)""";

    private static final String RESOLVE =
            "UPDATE alerts SET resolved_serial = id, resolved_at = ? WHERE alert_key = ? AND resolved_serial = 0";

    private AlertRows() {}

    /**
     * Raises an alert, or counts it and brings it up to date while it lives.
     *
     * @return whether it is new
     * @throws SQLException also when another transaction raised it first at the same moment: to be repeated
     */
    public static boolean raise(Connection connection, Alert alert, Instant at) throws SQLException {
        LocalDateTime now = SqlTime.of(at);
        if (raisedAgain(connection, alert, now)) {
            return false;
        }
        raiseFirst(connection, alert, now);
        return true;
    }

    /** Resolves the alert of this code and subject, if it lives. */
    public static void resolve(Connection connection, String code, String subject, Instant at) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(RESOLVE)) {
            update.setObject(1, SqlTime.of(at));
            update.setString(2, Alert.key(code, subject));
            update.executeUpdate();
        }
    }

    private static boolean raisedAgain(Connection connection, Alert alert, LocalDateTime now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(AGAIN)) {
            update.setString(1, alert.severity().text());
            update.setString(2, alert.summary());
            update.setObject(3, now);
            update.setString(4, alert.key());
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
            insert.setObject(6, now);
            insert.setObject(7, now);
            insert.executeUpdate();
        }
    }
}
