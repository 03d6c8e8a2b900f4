package io.datasync.server.it;

import static io.datasync.server.it.HttpRules.expect;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.testkit.sandbox.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The keys by which certificates are checked (D-9). */
interface KeyHttpRules extends HttpRules {
    private List<Json> keys(String field, String value) {
        return admin().get("/api/keys?limit=1000").json().items().stream()
                .filter(key -> key.has(field))
                .filter(key -> key.get(field).text().equals(value))
                .toList();
    }

    private static String publicKey(TestAgent agent) {
        return Base64.getEncoder().encodeToString(agent.pair().getPublic().getEncoded());
    }

    @Test
    @DisplayName("D-9 SEC-3 the server has one key; the master key above it lies in the home, for its owner alone")
    default void theServerHasOneKey() throws IOException {
        assertThat(keys("use", "server")).singleElement().satisfies(key -> {
            assertThat(key.get("keyId").text()).matches("[0-9a-f]{16}");
            assertThat(Base64.getDecoder().decode(key.get("publicKey").text())).hasSize(44);
            assertThat(key.has("runnerId")).isFalse();
            assertThat(key.has("validUntil")).isFalse();
        });
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home().resolve("master-key"))))
                .isEqualTo("rw-------");
    }

    @Test
    @DisplayName("D-27 a PC's key is listed from its approval on, and ends when another takes its place")
    default void aKeyIsListedFromItsApprovalOn() {
        TestAgent first = TestAgent.wanting("key-pc", "key-pc-1");
        nobody().post("/api/agent/register", first.registration());
        assertThat(keys("runnerId", "key-pc")).as("waits for approval").isEmpty();
        assertThat(approve("key-pc").status()).isEqualTo(200);
        assertThat(keys("runnerId", "key-pc")).singleElement().satisfies(key -> {
            assertThat(key.get("use").text()).isEqualTo("agent");
            assertThat(key.get("publicKey").text()).isEqualTo(publicKey(first));
            assertThat(key.has("validUntil")).isFalse();
        });
        TestAgent second = TestAgent.wanting("key-pc", "key-pc-2");
        nobody().post("/api/agent/register", second.registration());
        assertThat(approve("key-pc").status()).isEqualTo(200);
        Json old = keys("publicKey", publicKey(first)).get(0);
        Json now = keys("publicKey", publicKey(second)).get(0);
        assertThat(old.get("validUntil").text()).isEqualTo(now.get("validFrom").text());
        assertThat(now.has("validUntil")).isFalse();
    }

    @Test
    @DisplayName("D-27 a PC with the key of another is not approved: its disk was copied")
    default void aCopiedKeyIsNotApproved() {
        TestAgent original = activeAgent("key-original");
        TestAgent copy = TestAgent.wanting("key-copy", "key-copy");
        var withItsKey = new TestAgent(
                copy.key(), original.pair(), Optional.of(copy.wanted().orElseThrow()), copy.host());
        assertThat(nobody().post("/api/agent/register", withItsKey.registration())
                        .status())
                .isEqualTo(200);
        expect(approve("key-copy"), 409, "conflict");
        assertThat(runner("key-copy").get("state").text()).isEqualTo("pending");
        assertThat(keys("runnerId", "key-copy")).isEmpty();
    }

    @Test
    @DisplayName("API-7 keys are listed a page at a time, and a page that cannot be is refused")
    default void keysArePaged() {
        activeAgent("key-page");
        var page = admin().get("/api/keys?limit=1");
        assertThat(page.json().items()).hasSize(1);
        String first = page.json().items().get(0).get("keyId").text();
        assertThat(page.header("Link").orElseThrow()).contains("after=" + first);
        assertThat(admin().get("/api/keys?limit=1&after=" + first).json().items())
                .singleElement()
                .satisfies(key -> assertThat(key.get("keyId").text()).isGreaterThan(first));
        expect(admin().get("/api/keys/0123456789abcdef"), 404, "not_found");
        expect(admin().get("/api/keys/x"), 400, "message_malformed");
        expect(admin().get("/api/keys?limit=1001"), 400, "request_invalid");
        expect(admin().get("/api/keys?after=x"), 400, "message_malformed");
    }
}
