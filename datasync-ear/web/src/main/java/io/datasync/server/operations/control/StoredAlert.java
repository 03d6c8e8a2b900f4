package io.datasync.server.operations.control;

import io.datasync.server.platform.datasource.SqlTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * An alert as it is stored. None is ever deleted (OPS-3).
 *
 * @param id grows with each one
 * @param severity as {@link AlertSeverity#text}
 * @param raisedAt when it was raised first
 * @param lastRaisedAt when it was raised last
 * @param repeats how often it was raised, the first time counted
 * @param revision 1, and one more with each time that it said something new
 * @param acknowledgement who has seen it as it is now
 * @param resolvedAt when it ended; empty while it lives
 */
public record StoredAlert(
        long id,
        String code,
        String severity,
        String subject,
        String summary,
        Alert.Files files,
        boolean untilAcknowledged,
        Instant raisedAt,
        Instant lastRaisedAt,
        long repeats,
        long revision,
        Optional<Acknowledgement> acknowledgement,
        Optional<Instant> resolvedAt) {
    static final String COLUMNS =
            "id, code, severity, subject, summary, files_count, first_path, until_acknowledged, raised_at,"
                    + " last_raised_at, repeats, revision, acknowledged_at, acknowledged_by, acknowledged_reason, resolved_at";

    /**
     * That a person has seen an alert.
     *
     * @param by the person's name
     * @param reason what was done about it, in the person's words
     */
    public record Acknowledgement(Instant at, String by, String reason) {}

    static StoredAlert read(ResultSet row) throws SQLException {
        Optional<Instant> acknowledgedAt = SqlTime.readIfPresent(row, "acknowledged_at");
        return new StoredAlert(
                row.getLong("id"),
                row.getString("code"),
                row.getString("severity"),
                row.getString("subject"),
                row.getString("summary"),
                new Alert.Files(row.getLong("files_count"), Optional.ofNullable(row.getString("first_path"))),
                row.getBoolean("until_acknowledged"),
                SqlTime.read(row, "raised_at"),
                SqlTime.read(row, "last_raised_at"),
                row.getLong("repeats"),
                row.getLong("revision"),
                acknowledgedAt.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Acknowledgement(
                                acknowledgedAt.get(),
                                row.getString("acknowledged_by"),
                                row.getString("acknowledged_reason"))),
                SqlTime.readIfPresent(row, "resolved_at"));
    }
}
