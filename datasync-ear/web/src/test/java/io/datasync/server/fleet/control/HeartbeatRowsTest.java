package io.datasync.server.fleet.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.protocol.fleet.ActiveJob;
import io.datasync.core.protocol.fleet.AgentStatus;
import io.datasync.core.protocol.fleet.Heartbeat;
import io.datasync.core.protocol.fleet.JobForecast;
import io.datasync.core.protocol.fleet.JobPhase;
import io.datasync.core.protocol.fleet.ShareStatus;
import io.datasync.core.purge.PurgeForecast;
import io.datasync.server.sync.sql.DatabaseKind;
import io.datasync.server.sync.sql.IfNamed;
import io.datasync.server.sync.sql.OnDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("D-34 heartbeats in the database")
class HeartbeatRowsTest {
    abstract static class Rows extends OnDatabase {
        private static final Instant NOON = Instant.parse("2026-04-23T12:00:00Z");

        private static final ActiveJob ACTIVE =
                new ActiveJob(new JobId("geometry"), new RunId("r-1"), JobPhase.SCANNING, 1, 2, 3, 4);

        private final HeartbeatRows rows;

        Rows(DatabaseKind kind) {
            super(kind);
            rows = new HeartbeatRows(database.dataSource());
        }

        @BeforeEach
        void clear() {
            database.clear();
        }

        @Test
        @DisplayName("AGT-2 each figure stands in its column")
        void eachFigure() throws SyncException {
            rows.write(List.of(heard("pc-1", Optional.of(NOON.minusSeconds(60)), 7)));
            assertThat(runners("last_heartbeat = '2026-04-23T12:00:00' AND azure_files_status = 'ok'"
                            + " AND agent_status = 'idle' AND agent_version = '1.2.3' AND heartbeat_counter = 41"
                            + " AND clock_offset_millis = -2000 AND source_count = 9"
                            + " AND oldest_unarchived_at = '2026-04-23T11:59:00' AND footprint_bytes = 7"))
                    .isEqualTo(1);
            assertThat(runners(
                            "active_jobs LIKE '[{\"job\":\"geometry\",\"run\":\"r-1\",\"phase\":\"%\",\"filesDone\":1,"
                                    + "\"filesTotal\":2,\"bytesDone\":3,\"bytesTotal\":4}]'"))
                    .isEqualTo(1);
        }

        @Test
        @DisplayName("AGT-2 what an agent does not know is unknown, also after it was known, and no zero")
        void unknown() throws SyncException {
            rows.write(List.of(heard("pc-1", Optional.of(NOON), 5)));
            assertThat(runners("footprint_bytes = 5 AND oldest_unarchived_at IS NOT NULL"))
                    .isEqualTo(1);
            rows.write(List.of(heard("pc-1", Optional.empty(), Heartbeat.FOOTPRINT_UNKNOWN)));
            assertThat(runners("footprint_bytes IS NULL AND oldest_unarchived_at IS NULL"))
                    .isEqualTo(1);
        }

        @Test
        @DisplayName(
                "CORE-9 D-25 forecasts are kept by the server's clock, with the earliest end of all, until others are told")
        void forecasts() throws SyncException {
            rows.write(List.of(heard(List.of(
                    told("geometry", new PurgeForecast.Due(NOON.plusSeconds(600), NOON.plusSeconds(900))),
                    told("images", new PurgeForecast.Idle(NOON, new PurgeForecast.Due(NOON, NOON))),
                    told("other", new PurgeForecast.Unknown(PurgeForecast.Reason.NO_LIMIT))))));
            String earliest = "purge_earliest_at = '2026-04-23T12:00:02' AND purge_forecasts LIKE"
                    + " '{\"forecasts\":[{\"job\":\"geometry\",\"kind\":\"due\",\"from\":\"2026-04-23T12:10:02Z\"%'";
            assertThat(runners(earliest)).isEqualTo(1);
            rows.write(List.of(heard("pc-1", Optional.empty(), 1)));
            assertThat(runners(earliest))
                    .as("after a heartbeat that tells none")
                    .isEqualTo(1);
            rows.write(List.of(heard(List.of(told("geometry", new PurgeForecast.NothingWaiting(Optional.empty()))))));
            assertThat(runners("purge_earliest_at IS NULL AND purge_forecasts LIKE '%nothing_waiting%'"))
                    .isEqualTo(1);
        }

        @Test
        @DisplayName("CORE-9 a forecast of times that cannot be is unknown, and spoils no batch")
        void impossibleForecasts() throws SyncException {
            Instant never = Instant.parse("9999-12-31T23:59:59Z");
            rows.write(List.of(heard(List.of(
                    told("geometry", new PurgeForecast.Due(NOON, never)),
                    told("images", new PurgeForecast.Idle(never, new PurgeForecast.Due(NOON, NOON)))))));
            assertThat(runners("purge_earliest_at IS NULL AND purge_forecasts NOT LIKE '%9999%'"
                            + " AND purge_forecasts LIKE '%not_understood%not_understood%'"))
                    .isEqualTo(1);
        }

        private static JobForecast told(String job, PurgeForecast forecast) {
            return new JobForecast(new JobId(job), forecast);
        }

        private static HeardHeartbeat heard(List<JobForecast> forecasts) {
            var heartbeat = new Heartbeat(
                    AgentStatus.IDLE,
                    "1.2.3",
                    NOON.minusSeconds(2),
                    41,
                    List.of(),
                    List.of(),
                    forecasts,
                    ShareStatus.OK,
                    9,
                    Optional.empty(),
                    1);
            return new HeardHeartbeat(new RunnerId("pc-1"), heartbeat, NOON);
        }

        @Test
        @DisplayName(
                "D-31 a batch of more than one statement's rows is written whole, without the runners that are gone")
        void manyAndGone() throws SyncException {
            var batch = new ArrayList<HeardHeartbeat>();
            for (int number = 1; number <= 1_001; number++) {
                batch.add(heard("gone-" + number, Optional.empty(), 1));
            }
            batch.add(heard("pc-1", Optional.empty(), 1));
            rows.write(batch);
            assertThat(runners("footprint_bytes = 1")).isEqualTo(1);
            assertThat(runners("1 = 1")).isEqualTo(1);
        }

        private long runners(String condition) {
            return database.number("SELECT COUNT(*) FROM runners WHERE " + condition);
        }

        private static HeardHeartbeat heard(String runner, Optional<Instant> oldest, long footprint) {
            var heartbeat = new Heartbeat(
                    AgentStatus.IDLE,
                    "1.2.3",
                    NOON.minusSeconds(2),
                    41,
                    List.of(ACTIVE),
                    List.of(),
                    ShareStatus.OK,
                    9,
                    oldest,
                    footprint);
            return new HeardHeartbeat(new RunnerId(runner), heartbeat, NOON);
        }
    }

    @Nested
    class OnH2 extends Rows {
        OnH2() {
            super(DatabaseKind.H2);
        }
    }

    @Nested
    @Tag("slow")
    class OnPostgresql extends Rows {
        OnPostgresql() {
            super(DatabaseKind.POSTGRESQL);
        }
    }

    @Nested
    @IfNamed
    class OnOther extends Rows {
        OnOther() {
            super(DatabaseKind.OTHER);
        }
    }
}
