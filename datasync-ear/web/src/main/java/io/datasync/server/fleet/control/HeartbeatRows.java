package io.datasync.server.fleet.control;

import com.fasterxml.jackson.core.JsonFactory;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.protocol.fleet.ActiveJob;
import io.datasync.core.protocol.fleet.Heartbeat;
import io.datasync.server.platform.datasource.SqlTime;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Writes heartbeats into the columns that only this class writes (D-31), by plain SQL in batches. */
@ApplicationScoped
public class HeartbeatRows {
    private static final int BATCH_ROWS = 500;

    /** What fits into the column on every database. */
    private static final int JOBS_CHARS_MAX = 900_000;

    private static final String UPDATE = """
            UPDATE runners SET last_heartbeat = ?, active_jobs = ?, azure_files_status = ?, agent_status = ?,
                agent_version = ?, heartbeat_counter = ?, clock_offset_millis = ?, source_count = ?,
                oldest_unarchived_at = ?, footprint_bytes = ?,
                purge_forecasts = COALESCE(?, purge_forecasts), purge_earliest_at = CASE WHEN ? = 1 THEN ? ELSE purge_earliest_at END
            WHERE runner_id = ?""";

    private static final JsonFactory JSON = new JsonFactory();

    @Resource(lookup = "java:app/jdbc/datasync")
    private DataSource dataSource;

    /** For the container, which sets what it needs. */
    HeartbeatRows() {}

    /** Rows of a database that no container gives. */
    HeartbeatRows(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Writes a batch, sorted by runner; a runner that is gone is passed over. */
    void write(List<HeardHeartbeat> batch) throws SyncException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement update = connection.prepareStatement(UPDATE)) {
            int rows = 0;
            for (HeardHeartbeat heard : batch) {
                bind(update, heard);
                update.addBatch();
                if (++rows % BATCH_ROWS == 0) {
                    update.executeBatch();
                }
            }
            update.executeBatch();
        } catch (SQLException failure) {
            throw new SyncException(ErrorCode.INDEX_UNAVAILABLE, true, "Heartbeats cannot be written.", failure);
        }
    }

    private static void bind(PreparedStatement update, HeardHeartbeat heard) throws SQLException {
        Heartbeat heartbeat = heard.heartbeat();
        update.setObject(1, SqlTime.of(heard.at()));
        update.setString(2, json(heartbeat.activeJobs()));
        update.setString(3, heartbeat.share().text());
        update.setString(4, heartbeat.status().text());
        update.setString(5, heartbeat.version());
        update.setLong(6, heartbeat.counter());
        update.setLong(7, Duration.between(heard.at(), heartbeat.sentAt()).toMillis());
        update.setLong(8, heartbeat.sourceCount());
        Optional<LocalDateTime> oldest = heartbeat.oldestUnarchivedAt().map(SqlTime::of);
        if (oldest.isPresent()) {
            update.setObject(9, oldest.get());
        } else {
            update.setNull(9, Types.TIMESTAMP);
        }
        if (heartbeat.footprintBytes() == Heartbeat.FOOTPRINT_UNKNOWN) {
            update.setNull(10, Types.BIGINT);
        } else {
            update.setLong(10, heartbeat.footprintBytes());
        }
        bindForecasts(update, ToldForecasts.of(heard));
        update.setString(14, heard.runner().text());
    }

    /** What a heartbeat does not tell stays as it was told last: times count down by themselves. */
    private static void bindForecasts(PreparedStatement update, Optional<ToldForecasts> told) throws SQLException {
        update.setString(11, told.map(ToldForecasts::json).orElse(null));
        update.setInt(12, told.isPresent() ? 1 : 0);
        Optional<LocalDateTime> earliest = told.flatMap(ToldForecasts::earliest).map(SqlTime::of);
        if (earliest.isPresent()) {
            update.setObject(13, earliest.get());
        } else {
            update.setNull(13, Types.TIMESTAMP);
        }
    }

    /** The jobs as on the wire; those that do not fit are left out. */
    private static String json(List<ActiveJob> jobs) {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(text)) {
            json.writeStartArray();
            for (ActiveJob job : jobs) {
                if (text.getBuffer().length() > JOBS_CHARS_MAX) {
                    break;
                }
                json.writeStartObject();
                json.writeStringField("job", job.job().text());
                json.writeStringField("run", job.run().text());
                json.writeStringField("phase", job.phase().text());
                json.writeNumberField("filesDone", job.filesDone());
                json.writeNumberField("filesTotal", job.filesTotal());
                json.writeNumberField("bytesDone", job.bytesDone());
                json.writeNumberField("bytesTotal", job.bytesTotal());
                json.writeEndObject();
            }
            json.writeEndArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }
}
