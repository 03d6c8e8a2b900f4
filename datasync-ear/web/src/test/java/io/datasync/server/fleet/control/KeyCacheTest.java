package io.datasync.server.fleet.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.SyncException;
import io.datasync.server.platform.pulse.PolledPulse;
import io.datasync.server.sync.sql.DatabaseKind;
import io.datasync.server.sync.sql.OnDatabase;
import io.datasync.server.sync.sql.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("D-34 D-41 a key that one node revokes, at another node over the same database")
class KeyCacheTest {
    private static final Duration BETWEEN_BEATS = Duration.ofSeconds(1);
    private static final Digest KEY = Digest.of(Digest.sha256().digest("a key".getBytes(StandardCharsets.UTF_8)));

    /** A node as far as keys are concerned. */
    private static final class Node {
        private final PolledPulse pulse;
        private final KeyCache keys;

        Node(TestDatabase database) {
            pulse = new PolledPulse(database.dataSource());
            keys = new KeyCache(pulse.pulse(), database.dataSource());
            pulse.beat();
        }

        boolean takes() throws SyncException {
            return keys.holder(KEY).isPresent();
        }

        void nextBeat() {
            pulse.pass(BETWEEN_BEATS);
            pulse.beat();
        }
    }

    abstract static class Nodes extends OnDatabase {
        private Node one;
        private Node other;

        Nodes(DatabaseKind kind) {
            super(kind);
            database.clear();
        }

        @BeforeEach
        void aKeyThatBothRemember() throws SyncException {
            database.execute("DELETE FROM api_keys");
            database.execute("INSERT INTO api_keys (key_sha256, runner_id, state, replaces, host, fingerprint, os,"
                    + " agent_version, public_key, remote_address, requested_at, row_version) VALUES ('" + KEY.hex()
                    + "', 'pc-1', 'active', " + (database.numbersForFlags() ? "0" : "FALSE")
                    + ", 'h', 'f', 'o', '1', 'k', '127.0.0.1', '2026-01-01T00:00:00', 0)");
            one = new Node(database);
            other = new Node(database);
            assertThat(one.takes()).isTrue();
            assertThat(other.takes()).isTrue();
            assertThat(other.keys.atHand(KEY)).isTrue();
        }

        private void revokeAtOne() {
            database.execute("UPDATE api_keys SET state = 'revoked'");
            database.execute(KeyCache.RAISE);
            one.keys.forget(new KeysChanged());
        }

        @Test
        @DisplayName("is refused from its next look at the revisions on, at the node that revoked it at once")
        void refusedAfterTheNextBeat() throws SyncException {
            revokeAtOne();
            assertThat(one.takes()).isFalse();
            assertThat(other.takes()).as("it remembers, and asks nobody").isTrue();
            other.nextBeat();
            assertThat(other.keys.atHand(KEY)).isFalse();
            assertThat(other.takes()).isFalse();
        }

        @Test
        @DisplayName("is refused after two seconds, also when that look does not come")
        void refusedWithoutABeat() throws SyncException {
            revokeAtOne();
            other.pulse.pass(Duration.ofSeconds(2));
            assertThat(other.takes()).isTrue();
            other.pulse.pass(Duration.ofNanos(1));
            assertThat(other.takes()).isFalse();
        }

        @Test
        @DisplayName("while no key changes, a look at the revisions makes nobody ask again")
        void aBeatAloneForgetsNothing() {
            other.nextBeat();
            assertThat(other.keys.atHand(KEY)).isTrue();
        }
    }

    @Nested
    class OnH2 extends Nodes {
        OnH2() {
            super(DatabaseKind.H2);
        }
    }

    @Nested
    @Tag("slow")
    class OnPostgresql extends Nodes {
        OnPostgresql() {
            super(DatabaseKind.POSTGRESQL);
        }
    }
}
