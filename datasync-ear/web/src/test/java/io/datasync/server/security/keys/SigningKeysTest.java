package io.datasync.server.security.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.SyncException;
import io.datasync.core.key.KeyId;
import io.datasync.core.key.VerificationKey;
import io.datasync.core.lease.RunnerId;
import io.datasync.server.platform.problem.ProblemException;
import io.datasync.server.sync.sql.DatabaseKind;
import io.datasync.server.sync.sql.IfNamed;
import io.datasync.server.sync.sql.OnDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("D-9 public keys")
class SigningKeysTest {
    abstract static class Kept extends OnDatabase {
        private static final RunnerId PC_1 = new RunnerId("pc-1");
        private static final RunnerId PC_2 = new RunnerId("pc-2");
        private static final Instant NOON = Instant.parse("2026-04-23T12:00:00Z");

        private final SigningKeys keys;

        Kept(DatabaseKind kind) {
            super(kind);
            keys = new SigningKeys(database.dataSource());
        }

        @BeforeEach
        void clear() {
            database.clear();
            database.addRunner("pc-2");
        }

        private static String newKey() {
            return Base64.getEncoder().encodeToString(KeyPairForm.make().x509());
        }

        private VerificationKey only() throws SyncException {
            List<VerificationKey> all = keys.page(Optional.empty(), 10);
            assertThat(all).hasSize(1);
            return all.get(0);
        }

        @Test
        @DisplayName("D-27 of a PC count from its approval to its revocation, and a repeat changes nothing")
        void fromApprovalToRevocation() throws SyncException {
            String key = newKey();
            keys.approved(PC_1, key, NOON.plusNanos(1_999));
            keys.approved(PC_1, key, NOON.plusSeconds(5));
            assertThat(only().runner()).contains(PC_1);
            assertThat(only().publicKey()).isEqualTo(key);
            assertThat(only().validFrom()).isEqualTo(NOON.plusNanos(1_000));
            assertThat(only().validUntil()).isEmpty();
            keys.revoked(PC_2, key, NOON.plusSeconds(9));
            assertThat(only().validUntil()).as("asked of another runner").isEmpty();
            keys.revoked(PC_1, key, NOON.plusSeconds(10));
            keys.revoked(PC_1, key, NOON.plusSeconds(20));
            assertThat(only().validUntil()).contains(NOON.plusSeconds(10));
            assertThat(only().isValidAt(NOON.plusSeconds(10))).isFalse();
            keys.revoked(PC_1, newKey(), NOON);
            assertThat(keys.page(Optional.empty(), 10)).hasSize(1);
        }

        @Test
        @DisplayName("D-27 of a PC that comes back with the same key count again")
        void approvedAgain() throws SyncException {
            String key = newKey();
            keys.approved(PC_1, key, NOON);
            keys.revoked(PC_1, key, NOON.plusSeconds(10));
            keys.approved(PC_1, key, NOON.plusSeconds(10));
            assertThat(only().validFrom()).isEqualTo(NOON);
            assertThat(only().validUntil()).isEmpty();
        }

        @Test
        @DisplayName("D-27 of one PC are refused to another, whose disk was copied")
        void ofAnother() throws SyncException {
            String key = newKey();
            keys.approved(PC_1, key, NOON);
            assertThatThrownBy(() -> keys.approved(PC_2, key, NOON))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("that of runner pc-1: its disk was copied");
            assertThat(only().runner()).contains(PC_1);
        }

        @Test
        @DisplayName("D-9 are trusted for their own runner's certificates alone, beside the server's")
        void oneRingForARunner() throws SyncException {
            String first = newKey();
            String second = newKey();
            String other = newKey();
            keys.approved(PC_1, first, NOON);
            keys.revoked(PC_1, first, NOON.plusSeconds(1));
            keys.approved(PC_1, second, NOON.plusSeconds(1));
            keys.approved(PC_2, other, NOON);
            database.execute("INSERT INTO signing_keys (key_id, key_use, public_key, valid_from) VALUES ('"
                    + id(newKey()) + "', 'server', '" + newKey() + "', '2026-01-01T00:00:00')");
            assertThat(keys.ringOf(PC_1).size()).isEqualTo(3);
            assertThat(keys.ringOf(PC_1).find(id(first))).isPresent();
            assertThat(keys.ringOf(PC_1).find(id(second))).isPresent();
            assertThat(keys.ringOf(PC_1).find(id(other))).isEmpty();
            assertThat(keys.ringOf(new RunnerId("nobody")).size()).isEqualTo(1);
        }

        @Test
        @DisplayName("API-7 are listed by their ids, a page at a time")
        void paged() throws SyncException {
            for (int i = 0; i < 5; i++) {
                keys.approved(PC_1, newKey(), NOON);
            }
            List<String> seen = new ArrayList<>();
            Optional<KeyId> after = Optional.empty();
            for (int page = 0; page < 3; page++) {
                List<VerificationKey> found = keys.page(after, 2);
                found.forEach(key -> seen.add(key.keyId().text()));
                after = Optional.of(found.get(found.size() - 1).keyId());
            }
            assertThat(seen).hasSize(5).doesNotHaveDuplicates().isSorted();
            assertThat(keys.page(after, 2)).isEmpty();
        }

        private static KeyId id(String publicKey) {
            return KeyId.of(Base64.getDecoder().decode(publicKey));
        }
    }

    @Nested
    class OnH2 extends Kept {
        OnH2() {
            super(DatabaseKind.H2);
        }
    }

    @Nested
    @Tag("slow")
    class OnPostgresql extends Kept {
        OnPostgresql() {
            super(DatabaseKind.POSTGRESQL);
        }
    }

    @Nested
    @IfNamed
    class OnOther extends Kept {
        OnOther() {
            super(DatabaseKind.OTHER);
        }
    }
}
