package io.datasync.server.fleet.control;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** Reads runners with what their heartbeats said, by plain SQL, a page at a time by key. */
@ApplicationScoped
public class RunnerList {
    /** The largest page. */
    public static final int PAGE_MAX = 500;

    private static final String RUNNERS = """
            SELECT r.* FROM runners r
            WHERE r.runner_id > ? AND (? = 'any' OR (? <> 'pending' AND r.state = ?)
                OR (? = 'pending' AND EXISTS (SELECT 1 FROM api_keys k WHERE k.runner_id = r.runner_id AND k.state = 'pending')))
            ORDER BY r.runner_id""";

    private static final String WAITING =
            "SELECT * FROM api_keys WHERE state = 'pending' AND runner_id IN (%s) ORDER BY runner_id, requested_at";

    @Resource(lookup = "java:app/jdbc/datasync")
    private DataSource dataSource;

    /** For the container, which sets what it needs. */
    RunnerList() {}

    /** The runners of a database that no container gives. */
    RunnerList(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** A runner; times are UTC. */
    public record Row(
            String runnerId,
            String state,
            String group,
            Machine machine,
            Instant registeredAt,
            Optional<Instant> approvedAt,
            Optional<Instant> lastHeartbeat,
            Optional<String> activeJobsJson,
            Optional<String> azureFilesStatus,
            List<Waiting> waiting) {}

    /** What a PC says of itself. */
    public record Machine(String host, String fingerprint, String os, String agentVersion) {}

    /** A key that waits for a decision. */
    public record Waiting(String keySha256, boolean replaces, Machine machine, String address, Instant requestedAt) {}

    /**
     * The next runners after an id, by id.
     *
     * @param state one of {@code pending} (with a key that waits, whatever the runner's state), {@code active}, {@code paused},
     *     {@code retired}; {@code any} for all
     */
    public List<Row> after(String runnerId, String state, int most) throws SyncException {
        try (Connection connection = dataSource.getConnection()) {
            Map<String, Row> rows = new LinkedHashMap<>();
            try (PreparedStatement select = connection.prepareStatement(RUNNERS)) {
                select.setString(1, runnerId);
                for (int parameter = 2; parameter <= 5; parameter++) {
                    select.setString(parameter, state);
                }
                select.setMaxRows(Math.min(most, PAGE_MAX));
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        rows.put(row.getString("runner_id"), runner(row));
                    }
                }
            }
            addWaiting(connection, rows);
            return List.copyOf(rows.values());
        } catch (SQLException failure) {
            throw unreadable(failure);
        }
    }

    /** How many runners there are in each state. */
    public Map<String, Long> counts() throws SyncException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT state, COUNT(*) FROM runners GROUP BY state ORDER BY state");
                ResultSet row = select.executeQuery()) {
            Map<String, Long> counts = new LinkedHashMap<>();
            while (row.next()) {
                counts.put(row.getString(1), row.getLong(2));
            }
            return counts;
        } catch (SQLException failure) {
            throw unreadable(failure);
        }
    }

    private static void addWaiting(Connection connection, Map<String, Row> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        String marks = String.join(", ", rows.keySet().stream().map(id -> "?").toList());
        try (PreparedStatement select = connection.prepareStatement(WAITING.formatted(marks))) {
            int parameter = 1;
            for (String id : rows.keySet()) {
                select.setString(parameter++, id);
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Row runner = rows.get(row.getString("runner_id"));
                    if (runner != null) {
                        runner.waiting().add(waiting(row));
                    }
                }
            }
        }
    }

    private static Row runner(ResultSet row) throws SQLException {
        return new Row(
                row.getString("runner_id"),
                row.getString("state"),
                row.getString("group_name"),
                machine(row),
                SqlTime.read(row, "registered_at"),
                SqlTime.readIfPresent(row, "approved_at"),
                SqlTime.readIfPresent(row, "last_heartbeat"),
                Optional.ofNullable(row.getString("active_jobs")),
                Optional.ofNullable(row.getString("azure_files_status")),
                new ArrayList<>());
    }

    private static Waiting waiting(ResultSet row) throws SQLException {
        return new Waiting(
                row.getString("key_sha256"),
                row.getBoolean("replaces"),
                machine(row),
                row.getString("remote_address"),
                SqlTime.read(row, "requested_at"));
    }

    private static Machine machine(ResultSet row) throws SQLException {
        return new Machine(
                row.getString("host"),
                row.getString("fingerprint"),
                row.getString("os"),
                row.getString("agent_version"));
    }

    private static SyncException unreadable(SQLException failure) {
        return new SyncException(ErrorCode.INDEX_UNAVAILABLE, true, "The runners cannot be read.", failure);
    }
}
