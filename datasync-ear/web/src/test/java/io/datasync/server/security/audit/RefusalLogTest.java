package io.datasync.server.security.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.failure.SyncException;
import io.datasync.testkit.clock.MovableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("D-35 refusals of one kind from one address are one counted row a minute")
class RefusalLogTest {
    private final MovableClock clock = MovableClock.at("2026-04-23T10:00:00Z");
    private final List<AuditEntry> rows = new ArrayList<>();
    private final RefusalLog refusals = new RefusalLog(rows::add, clock);

    @Test
    void theFirstIsARowAtOnceAndTheRestIsCounted() throws SyncException {
        for (int i = 0; i < 1_000; i++) {
            refusals.note("user.login", "eve-" + i, caller("10.0.0.1"));
        }
        refusals.note("user.login", "bob", caller("10.0.0.2"));
        refusals.flush();
        assertThat(rows).extracting(AuditEntry::subject).containsExactly("eve-0", "bob");
        clock.advance(Duration.ofMinutes(1));
        refusals.flush();
        assertThat(rows).hasSize(3);
        assertThat(rows.get(2).repeats()).isEqualTo(999);
        assertThat(rows.get(2).outcome()).isEqualTo("refused");
        refusals.flush();
        assertThat(rows).hasSize(3);
    }

    @Test
    void afterAMinuteTheNextIsARowAgain() throws SyncException {
        refusals.note("user.login", "eve", caller("10.0.0.1"));
        clock.advance(Duration.ofMinutes(1));
        refusals.flush();
        refusals.note("user.login", "eve", caller("10.0.0.1"));
        assertThat(rows).hasSize(2);
    }

    private static Caller caller(String address) {
        return new Caller("anonymous", address, "id");
    }
}
