package io.datasync.testkit.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person with the role admin does at the server, by its interface.
 *
 * <p>Thread-safe once logged in; every call blocks, at most 30 s. A refusal is an {@link AdminRefusal}; no answer is an
 * {@link UncheckedIOException}, after which the request may have been carried out.
 */
public final class AdminClient {
    /** The file in the server's home with the password of its first administrator, until that one has logged in. */
    public static final String PASSWORD_FILE = "initial-admin-password";

    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final String LOGIN = "/api/admin/login";
    private static final int UNAUTHENTICATED = 401;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(BOUND)
            .build();
    private final URI server;
    private volatile @Nullable String token;
    private volatile @Nullable Json credentials;

    /** A client for the server at this address; the path of the address is not used. */
    public AdminClient(URI server) {
        this.server = server;
    }

    /** The password that a server made for its first administrator and left in its home. */
    public static String firstPassword(Path home) throws IOException {
        return Files.readString(home.resolve(PASSWORD_FILE)).strip();
    }

    /** Logs in; later calls are made with this session, and with a new one when it has ended, as it does when a clock is moved. */
    public AdminClient login(String user, String password) {
        Json given = Json.object("user", user, "password", password);
        logIn(given);
        credentials = given;
        return this;
    }

    private void logIn(Json given) {
        token = parsed(once("POST", LOGIN, given.toString())).get("token").text();
    }

    /** Makes a user with one of the roles viewer, operator, admin, and returns the password that it got. */
    public String createUser(String name, String role) {
        return post("/api/admin/users", Json.object("name", name, "role", role))
                .get("password")
                .text();
    }

    /** Gives a user a new password and returns it; the old one and the user's sessions end. */
    public String newPassword(String user) {
        return post("/api/admin/users/" + user + "/new-password", Json.object())
                .get("password")
                .text();
    }

    /** The runners in this state, such as {@code pending}. */
    public List<Json> runners(String state) {
        return get("/api/admin/runners?state=" + state).items();
    }

    /** Lets a runner that waits take part; its key is active from now on (AGT-1). */
    public void approve(String runnerId) {
        post("/api/admin/runners/" + runnerId + "/approve", Json.object());
    }

    /** Makes a job and returns it as the server answers. */
    public Json createJob(Json job) {
        return post("/api/admin/jobs", job);
    }

    /** The runs, as the server answers. */
    public List<Json> runs() {
        return get("/api/admin/runs").items();
    }

    /** {@code GET}, of any path. */
    public Json get(String path) {
        return parsed(send("GET", path, ""));
    }

    /** {@code POST} of a JSON document to any path; an empty answer is null. */
    public Json post(String path, Json body) {
        return parsed(send("POST", path, body.toString()));
    }

    private static Json parsed(String body) {
        return Json.parse(body.isBlank() ? "null" : body);
    }

    private String send(String method, String path, String body) {
        try {
            return once(method, path, body);
        } catch (AdminRefusal refusal) {
            Json known = credentials;
            if (refusal.status() != UNAUTHENTICATED || known == null) {
                throw refusal;
            }
            logIn(known);
            return once(method, path, body);
        }
    }

    private String once(String method, String path, String body) {
        var request = HttpRequest.newBuilder(server.resolve(path))
                .timeout(BOUND)
                .header("Accept", "application/json, application/problem+json")
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        String session = token;
        if (session != null && !path.equals(LOGIN)) {
            request.header("Authorization", "Bearer " + session);
        }
        HttpResponse<String> response;
        try {
            response = http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path + " was not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        if (response.statusCode() / 100 != 2) {
            throw new AdminRefusal(method + " " + path, response.statusCode(), response.body());
        }
        return response.body();
    }
}
