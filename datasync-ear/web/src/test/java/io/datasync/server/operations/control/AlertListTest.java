package io.datasync.server.operations.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.SyncException;
import io.datasync.server.operations.control.AlertList.State;
import io.datasync.server.operations.control.StoredAlert.Acknowledgement;
import io.datasync.server.platform.problem.ProblemException;
import io.datasync.server.security.audit.AuditEntry;
import io.datasync.server.security.audit.Caller;
import io.datasync.server.sync.sql.DatabaseKind;
import io.datasync.server.sync.sql.IfNamed;
import io.datasync.server.sync.sql.OnDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("OPS-3 alerts as people see them")
class AlertListTest {
    abstract static class Listed extends OnDatabase {
        private static final Instant NOON = Instant.parse("2026-04-23T12:00:00Z");
        private static final Instant LATER = NOON.plus(Duration.ofMinutes(1));
        private static final Instant SEEN = NOON.plus(Duration.ofMinutes(2));
        private static final Alert SLOW = new Alert("share_slow", AlertSeverity.WARNING, "pc-1", "The share is slow.");

        Listed(DatabaseKind kind) {
            super(kind);
        }

        private static Alert lost(long count) {
            return new Alert(
                    "file_lost",
                    AlertSeverity.SEV1,
                    "geometry",
                    "Lost: " + count,
                    new Alert.Files(count, Optional.of("2026-04-23/ü b")),
                    true);
        }

        @BeforeEach
        void begin() {
            database.execute("DELETE FROM alerts");
        }

        private AlertList alerts() {
            return new AlertList(database.dataSource());
        }

        private void raise(Alert alert, Instant at) throws SQLException {
            try (Connection connection = database.dataSource().getConnection()) {
                AlertRows.raise(connection, alert, at);
            }
        }

        private StoredAlert only(State state) throws SyncException {
            List<StoredAlert> found = alerts().page(state, Long.MAX_VALUE, 9);
            assertThat(found).hasSize(1);
            return found.get(0);
        }

        private List<String> codes(State state) throws SyncException {
            return alerts().page(state, Long.MAX_VALUE, 9).stream()
                    .map(StoredAlert::code)
                    .toList();
        }

        @Test
        @DisplayName("API-7 are listed the newest first, page by page, those that live by themselves")
        void listed() throws Exception {
            assertThat(alerts().liveCount()).isZero();
            assertThat(codes(State.ALL)).isEmpty();
            raise(lost(3), NOON);
            raise(SLOW, LATER);
            raise(lost(3), LATER);
            assertThat(codes(State.LIVE)).containsExactly("share_slow", "file_lost");
            StoredAlert newest = alerts().page(State.LIVE, Long.MAX_VALUE, 1).get(0);
            assertThat(newest)
                    .isEqualTo(new StoredAlert(
                            newest.id(),
                            "share_slow",
                            "warning",
                            "pc-1",
                            "The share is slow.",
                            Alert.Files.NONE,
                            false,
                            LATER,
                            LATER,
                            1,
                            1,
                            Optional.empty(),
                            Optional.empty()));
            StoredAlert next = alerts().page(State.LIVE, newest.id(), 9).get(0);
            assertThat(next.files()).isEqualTo(new Alert.Files(3, Optional.of("2026-04-23/ü b")));
            assertThat(next.untilAcknowledged()).isTrue();
            assertThat(next.raisedAt()).isEqualTo(NOON);
            assertThat(next.lastRaisedAt()).isEqualTo(LATER);
            assertThat(next.repeats()).isEqualTo(2);
            assertThat(alerts().find(next.id())).contains(next);
            assertThat(alerts().find(next.id() - 1)).isEmpty();

            try (Connection connection = database.dataSource().getConnection()) {
                AlertRows.resolve(connection, "share_slow", "pc-1", SEEN);
            }
            assertThat(codes(State.LIVE)).containsExactly("file_lost");
            assertThat(only(State.RESOLVED).resolvedAt()).contains(SEEN);
            assertThat(codes(State.ALL)).containsExactly("share_slow", "file_lost");
            assertThat(alerts().liveCount()).isEqualTo(1);
        }

        @Test
        @DisplayName("CORE-10 that only a person ends are ended by that alone, and open anew with the next")
        void endedByAPerson() throws Exception {
            raise(lost(3), NOON);
            StoredAlert before = only(State.LIVE);
            assertThat(alerts().acknowledge(before.id(), 1, "anna", "told the lab", SEEN))
                    .isTrue();
            assertThat(alerts().acknowledge(before.id(), 1, "ben", "again", SEEN))
                    .isFalse();
            assertThat(codes(State.LIVE)).isEmpty();
            StoredAlert after = only(State.RESOLVED);
            assertThat(after.acknowledgement()).contains(new Acknowledgement(SEEN, "anna", "told the lab"));
            assertThat(after.resolvedAt()).contains(SEEN);

            raise(lost(1), SEEN);
            assertThat(only(State.LIVE).id()).isGreaterThan(before.id());
            assertThat(only(State.LIVE).acknowledgement()).isEmpty();
            assertThat(codes(State.ALL)).hasSize(2);
        }

        @Test
        @DisplayName("that have told something new since are not acknowledged: nobody has seen it")
        void notAsSeen() throws Exception {
            raise(lost(3), NOON);
            long id = only(State.LIVE).id();
            raise(lost(4), LATER);
            assertThat(alerts().acknowledge(id, 1, "anna", "seen", SEEN)).isFalse();
            assertThat(only(State.LIVE).acknowledgement()).isEmpty();
            assertThat(only(State.LIVE).revision()).isEqualTo(2);
            assertThat(only(State.LIVE).files().count()).isEqualTo(4);
            assertThat(alerts().acknowledge(id, 2, "anna", "seen", SEEN)).isTrue();
        }

        @Test
        @DisplayName("that end by themselves go on when they are acknowledged, until then or until there is news")
        void seenWhileItLives() throws Exception {
            raise(SLOW, NOON);
            long id = only(State.LIVE).id();
            assertThat(alerts().acknowledge(id, 1, "anna", "I call them", SEEN)).isTrue();
            raise(SLOW, LATER);
            assertThat(only(State.LIVE).acknowledgement().orElseThrow().by()).isEqualTo("anna");
            assertThat(only(State.LIVE).revision()).isEqualTo(1);
            raise(new Alert("share_slow", AlertSeverity.SEV1, "pc-1", "The share is slow."), LATER);
            assertThat(only(State.LIVE).acknowledgement()).isEmpty();
            assertThat(only(State.LIVE).revision()).isEqualTo(2);
        }

        @Test
        @DisplayName(
                "D-35 are acknowledged once, with a row of the audit log that names who, why and what; a repeat leaves none")
        void acknowledged() throws Exception {
            List<AuditEntry> entries = new ArrayList<>();
            var said = new Acknowledgements(alerts(), entries::add, Clock.fixed(SEEN, ZoneOffset.UTC));
            var anna = new Caller("anna", "127.0.0.1", "c-1");
            raise(lost(3), NOON);
            raise(SLOW, NOON);
            long id = alerts().page(State.ALL, Long.MAX_VALUE, 9).get(1).id();
            assertProblem(412, () -> said.acknowledge(id, 2, "told the lab", anna));
            assertProblem(404, () -> said.acknowledge(id - 1, 1, "told the lab", anna));
            assertThat(entries).isEmpty();
            StoredAlert ended = said.acknowledge(id, 1, "told the lab", anna);
            assertThat(ended.resolvedAt()).contains(SEEN);
            assertThat(said.acknowledge(id, 1, "once more", new Caller("ben", "127.0.0.1", "c-2")))
                    .isEqualTo(ended);
            assertThat(entries).singleElement().satisfies(entry -> {
                assertThat(entry.actor()).isEqualTo("anna");
                assertThat(entry.action()).isEqualTo("alert.acknowledged");
                assertThat(entry.subject()).isEqualTo("file_lost:geometry");
                assertThat(entry.detail().orElseThrow()).contains("told the lab", "Lost: 3", "\"files\":3");
            });
            try (Connection connection = database.dataSource().getConnection()) {
                AlertRows.resolve(connection, "share_slow", "pc-1", SEEN);
            }
            assertProblem(409, () -> said.acknowledge(id + 1, 1, "too late", anna));
            assertThat(entries).hasSize(1);
        }

        private static void assertProblem(int status, ThrowingCallable call) {
            assertThatThrownBy(call).isInstanceOfSatisfying(ProblemException.class, refused -> assertThat(
                            refused.problem().status())
                    .isEqualTo(status));
        }

        @Test
        @DisplayName("that live tell their files, others tell none")
        void files() throws Exception {
            try (Connection connection = database.dataSource().getConnection()) {
                assertThat(AlertRows.files(connection, "file_lost", "geometry")).isEmpty();
                AlertRows.raise(connection, lost(3), NOON);
                assertThat(AlertRows.files(connection, "file_lost", "geometry"))
                        .contains(new Alert.Files(3, Optional.of("2026-04-23/ü b")));
                assertThat(AlertRows.files(connection, "file_lost", "other")).isEmpty();
                AlertRows.resolve(connection, "file_lost", "geometry", LATER);
                assertThat(AlertRows.files(connection, "file_lost", "geometry")).isEmpty();
            }
        }
    }

    @Nested
    class OnH2 extends Listed {
        OnH2() {
            super(DatabaseKind.H2);
        }
    }

    @Nested
    @Tag("slow")
    class OnPostgresql extends Listed {
        OnPostgresql() {
            super(DatabaseKind.POSTGRESQL);
        }
    }

    @Nested
    @IfNamed
    class OnOther extends Listed {
        OnOther() {
            super(DatabaseKind.OTHER);
        }
    }
}
