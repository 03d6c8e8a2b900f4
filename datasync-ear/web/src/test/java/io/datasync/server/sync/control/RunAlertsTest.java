package io.datasync.server.sync.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.IndexWork;
import io.datasync.core.index.notice.AlertRow;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunnerId;
import io.datasync.server.sync.index.JdbcStateIndex;
import io.datasync.server.sync.sql.DatabaseKind;
import io.datasync.server.sync.sql.OnDatabase;
import io.datasync.testkit.clock.MovableClock;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("The alerts of runs, as rows")
class RunAlertsTest {
    abstract static class Rows extends OnDatabase {
        private static final JobId JOB = new JobId("geometry");
        private static final String LIVE =
                "SELECT COUNT(*) FROM alerts WHERE resolved_serial = 0 AND resolved_at IS NULL"
                        + " AND code = 'mass_change' AND severity = 'sev1' AND subject = 'geometry' AND repeats = ";

        private final MovableClock clock = MovableClock.at("2026-04-23T12:00:00Z");

        Rows(DatabaseKind kind) {
            super(kind);
        }

        private <T> T transact(IndexWork<T> work) throws SyncException {
            return new JdbcStateIndex(database.transactions(), (session, deed) -> {}, new RunAlerts(clock), tally -> {})
                    .transact(work);
        }

        private boolean raise() throws SyncException {
            return transact(tx ->
                    tx.raiseAlert(new AlertRow(AlertRow.Kind.MASS_CHANGE, new RunnerId("pc-1"), JOB, "Too many.")));
        }

        private void resolve() throws SyncException {
            transact(tx -> {
                tx.resolveAlert(JOB, AlertRow.Kind.MASS_CHANGE);
                return JOB;
            });
        }

        @Test
        @DisplayName(
                "D-12 OPS-3 a mass change is an alert of the highest severity, counted while it lives, kept when it is over")
        void aMassChangeIsAnAlert() throws SyncException {
            database.execute("DELETE FROM alerts");
            assertThat(raise()).isTrue();
            clock.advance(Duration.ofMinutes(1));
            assertThat(raise()).isFalse();
            assertThat(database.number(LIVE + "2")).isEqualTo(1);
            assertThat(database.number("SELECT COUNT(*) FROM alerts WHERE summary = 'Runner pc-1: Too many.'"))
                    .isEqualTo(1);

            assertThatThrownBy(() -> transact(tx -> {
                        tx.resolveAlert(JOB, AlertRow.Kind.MASS_CHANGE);
                        throw SyncException.permanent(ErrorCode.JOB_BUSY, "rolled back");
                    }))
                    .hasMessage("rolled back");
            assertThat(database.number(LIVE + "2")).isEqualTo(1);

            resolve();
            resolve();
            assertThat(raise()).isTrue();
            resolve();
            assertThat(database.number("SELECT COUNT(*) FROM alerts WHERE resolved_serial = id AND resolved_at ="
                            + " '2026-04-23T12:01:00'"))
                    .isEqualTo(2);
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
}
