package io.datasync.server.sync.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.IndexWork;
import io.datasync.core.index.notice.AlertRow;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.path.RelativePath;
import io.datasync.server.sync.index.JdbcStateIndex;
import io.datasync.server.sync.sql.DatabaseKind;
import io.datasync.server.sync.sql.OnDatabase;
import io.datasync.testkit.clock.MovableClock;
import java.time.Duration;
import java.util.Optional;
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
            var files = new AlertRow.Files(7, Optional.empty());
            return transact(tx -> tx.raiseAlert(
                    new AlertRow(AlertRow.Kind.MASS_CHANGE, new RunnerId("pc-1"), JOB, files, "Too many.")));
        }

        private Optional<AlertRow.Files> files(AlertRow.Kind kind) throws SyncException {
            return transact(tx -> tx.alertedFiles(JOB, kind));
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

        @Test
        @DisplayName(
                "CORE-10 OPS-3 losses are an alert of the highest severity that waits for a person, with its files")
        void lossesAreAnAlert() throws SyncException {
            database.execute("DELETE FROM alerts");
            RelativePath first = RelativePath.parse("2026-04-23/ü b");
            var files = new AlertRow.Files(3, Optional.of(first));
            var alert = new AlertRow(AlertRow.Kind.FILE_LOST, new RunnerId("pc-1"), JOB, files, "Lost: 3.");
            assertThat(files(AlertRow.Kind.FILE_LOST)).isEmpty();
            boolean isNew = transact(tx -> tx.raiseAlert(alert));
            assertThat(isNew).isTrue();
            assertThat(files(AlertRow.Kind.FILE_LOST)).contains(files);
            assertThat(files(AlertRow.Kind.MASS_CHANGE)).isEmpty();
            assertThat(database.number("SELECT COUNT(*) FROM alerts WHERE code = 'file_lost' AND severity = 'sev1'"
                            + " AND until_acknowledged = TRUE AND files_count = 3"
                            + " AND summary = 'Runner pc-1: Lost: 3.'"))
                    .isEqualTo(1);
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
