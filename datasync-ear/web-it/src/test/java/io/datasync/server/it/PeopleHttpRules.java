package io.datasync.server.it;

import static io.datasync.server.it.HttpRules.expect;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.server.it.ServerClient.Answer;
import io.datasync.testkit.sandbox.Json;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How people log in, and what an administrator does for them. */
interface PeopleHttpRules extends HttpRules {
    /** What the modes of the first password's file were before the first login. */
    String modeOfPasswordFile();

    @Test
    @DisplayName("SEC-2 the first administrator's password lies in a file for its owner, and goes with the first login")
    default void firstPassword() {
        assertThat(modeOfPasswordFile()).isEqualTo("rw-------");
        assertThat(home().resolve("initial-admin-password")).doesNotExist();
    }

    @Test
    @DisplayName("SEC-2 a wrong password is refused without saying what is wrong, then slowed down")
    default void guessing() {
        Answer wrongPassword = login("admin", "wrong");
        Answer noUser = login("nobody-of-that-name", "wrong");
        expect(wrongPassword, 401, "unauthenticated");
        expect(noUser, 401, "unauthenticated");
        assertThat(noUser.json().get("detail")).isEqualTo(wrongPassword.json().get("detail"));
        Answer last = noUser;
        for (int i = 0; i < 5; i++) {
            last = login("nobody-of-that-name", "wrong");
        }
        expect(last, 429, "rate_limited");
        assertThat(last.header("Retry-After")).isPresent();
    }

    @Test
    @DisplayName("SEC-2 an administrator makes users; a new password ends their sessions")
    default void users() {
        Json made = admin().post("/api/admin/users", Json.object("name", "vera", "role", "viewer"))
                .json();
        String first = made.get("password").text();
        ServerClient vera = nobody().person(token("vera", first));
        assertThat(vera.get("/api/admin/status").status()).isEqualTo(200);
        expect(vera.get("/api/admin/users"), 403, "forbidden");
        expect(vera.post("/api/admin/users", Json.object("name", "x", "role", "admin")), 403, "forbidden");
        expect(vera.post("/api/admin/users/admin/new-password", "{}"), 403, "forbidden");

        String second = admin().post("/api/admin/users/vera/new-password", "{}")
                .json()
                .get("password")
                .text();
        expect(vera.get("/api/admin/status"), 401, "unauthenticated");
        expect(login("vera", first), 401, "unauthenticated");
        vera = nobody().person(token("vera", second));
        assertThat(vera.post("/api/admin/logout", "").status()).isEqualTo(204);
        expect(vera.get("/api/admin/status"), 401, "unauthenticated");

        assertThat(admin().get("/api/admin/users").body()).contains("vera").doesNotContain(first, second, "PBKDF2");
        expect(admin().post("/api/admin/users", Json.object("name", "vera", "role", "viewer")), 409, "conflict");
        expect(admin().post("/api/admin/users", Json.object("name", "V V", "role", "viewer")), 400, "request_invalid");
        expect(admin().post("/api/admin/users", Json.object("name", "willi", "role", "king")), 400, "request_invalid");
        expect(admin().post("/api/admin/users/nobody/new-password", "{}"), 404, "not_found");
    }

    default Answer login(String user, String password) {
        return nobody().post("/api/admin/login", Json.object("user", user, "password", password));
    }

    default String token(String user, String password) {
        Answer answer = login(user, password);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(Instant.parse(answer.json().get("expiresAt").text())).isAfter(Instant.now());
        return answer.json().get("token").text();
    }

    default String newUser(String name, String role) {
        Answer made = admin().post("/api/admin/users", Json.object("name", name, "role", role));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return token(name, made.json().get("password").text());
    }
}
