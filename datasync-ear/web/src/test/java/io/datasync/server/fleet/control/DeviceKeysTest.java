package io.datasync.server.fleet.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.failure.SyncException;
import io.datasync.core.key.VerificationKey;
import io.datasync.core.lease.RunnerId;
import io.datasync.server.platform.schema.SchemaReady;
import io.datasync.server.security.keys.SigningKeys;
import io.datasync.server.sync.sql.DatabaseKind;
import io.datasync.server.sync.sql.OnDatabase;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DeviceKeysTest extends OnDatabase {
    private final SigningKeys keys = new SigningKeys(database.dataSource());

    DeviceKeysTest() {
        super(DatabaseKind.H2);
    }

    private void apiKey(int number, String runner, String state, String publicKey) {
        database.addRunner(runner);
        String decidedAt = state.equals("pending") ? "NULL" : "'2026-04-23T12:00:00'";
        database.execute("INSERT INTO api_keys (key_sha256, runner_id, state, replaces, public_key, host, fingerprint,"
                + " os, agent_version, remote_address, requested_at, decided_at, row_version) VALUES ('" + number
                + "', '" + runner + "', '" + state + "', FALSE, '" + publicKey
                + "', 'h', 'f', 'o', '1', 'a', '2026-01-01T00:00:00', " + decidedAt + ", 0)");
    }

    private static String newKey() {
        try {
            return Base64.getEncoder()
                    .encodeToString(KeyPairGenerator.getInstance("Ed25519")
                            .generateKeyPair()
                            .getPublic()
                            .getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @DisplayName("D-27 device keys that were approved before they were kept are kept from the next start on, each once")
    void keysThatWereApprovedBefore() throws SyncException {
        String first = newKey();
        apiKey(1, "pc-1", "active", first);
        apiKey(2, "pc-2", "active", newKey());
        apiKey(3, "pc-3", "active", first); // The disk of pc-1 was copied.
        apiKey(4, "pc-4", "pending", newKey());
        apiKey(5, "pc-5", "revoked", newKey());
        var deviceKeys = new DeviceKeys(database.dataSource(), keys);
        deviceKeys.prepare(new SchemaReady());
        deviceKeys.prepare(new SchemaReady());
        assertThat(keys.page(Optional.empty(), 10))
                .extracting(VerificationKey::runner)
                .containsExactlyInAnyOrder(Optional.of(new RunnerId("pc-1")), Optional.of(new RunnerId("pc-2")));
        assertThat(keys.page(Optional.empty(), 10)).allSatisfy(key -> {
            assertThat(key.validFrom()).isEqualTo(Instant.parse("2026-04-23T12:00:00Z"));
            assertThat(key.validUntil()).isEmpty();
        });
    }
}
