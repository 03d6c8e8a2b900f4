package io.datasync.server.it;

import io.datasync.testkit.sandbox.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Calls the server under test and keeps every header of the answer. Immutable; {@link #as} makes one with another credential. */
record ServerClient(HttpClient http, URI server, Map<String, String> credential) {
    static final String CI_SECRET = "the-secret-of-the-pipeline";

    private static final Duration BOUND = Duration.ofSeconds(30);

    static ServerClient to(URI server) {
        return new ServerClient(
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(), server, Map.of());
    }

    /** One answer. */
    record Answer(int status, HttpResponse<String> response) {
        String body() {
            return response.body();
        }

        Json json() {
            return Json.parse(body());
        }

        Optional<String> header(String name) {
            return response.headers().firstValue(name);
        }

        String code() {
            return json().get("code").text();
        }
    }

    ServerClient person(String token) {
        return as(Map.of("Authorization", "Bearer " + token));
    }

    ServerClient agent(String key) {
        return as(Map.of("Authorization", "Agent " + key));
    }

    ServerClient pipeline() {
        return as(Map.of("X-CI-Secret", CI_SECRET));
    }

    ServerClient as(Map<String, String> other) {
        return new ServerClient(http, server, other);
    }

    Answer get(String path) {
        return send("GET", path, BodyPublishers.noBody(), Map.of());
    }

    Answer post(String path, Json body) {
        return post(path, body.toString());
    }

    Answer post(String path, String body) {
        return send("POST", path, BodyPublishers.ofString(body), Map.of("Content-Type", "application/json"));
    }

    Answer send(String method, String path, BodyPublisher body, Map<String, String> headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server + path)).timeout(BOUND).method(method, body);
        credential.forEach(request::header);
        headers.forEach(request::header);
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response);
        } catch (IOException failure) {
            throw new IllegalStateException(method + " " + path + " was not answered", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
