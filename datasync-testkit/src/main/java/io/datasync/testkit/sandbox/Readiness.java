package io.datasync.testkit.sandbox;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a node that was started is ready, is not yet, or never will be.
 *
 * <p>{@code /health/ready} decides; a line in a log says nothing of an application. Payara runs on after a failed deployment, and our
 * application with wrong settings: both are noticed, so that nobody waits for them. A node says nothing at all until its application is
 * there (API-8), so whatever answers otherwise will not become one. Thread-safe; a call blocks for 5 s at most.
 */
public final class Readiness {
    /** What is known of a start. */
    public enum State {
        /** It serves. */
        READY,
        /** It may become ready by itself. */
        NOT_YET,
        /** It will not: only another start helps. */
        FAILED
    }

    /**
     * What a node answered.
     *
     * @param said status and body as they came; {@code nothing} when there was no answer
     * @param reason why it is not ready, for people
     */
    public record Answer(State state, String said, String reason) {}

    private static final Duration ASK_BOUND = Duration.ofSeconds(5);
    private static final String NO_APPLICATION = "No Application deployed";
    private static final String CONFIGURATION = "configuration";

    private final URI server;
    private final String ciSecret;
    private final ServerLog log;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(ASK_BOUND)
            .build();

    /**
     * Of the node at this address.
     *
     * @param ciSecret opens the details of its health (SEC-7)
     * @param log takes what it prints
     * @param logStart where this start begins in it
     */
    public Readiness(URI server, String ciSecret, Path log, long logStart) {
        this.server = server;
        this.ciSecret = ciSecret;
        this.log = new ServerLog(log, logStart);
    }

    /** Asks once. */
    public Answer ask() {
        try {
            HttpResponse<String> answer = send();
            // Asked again after the end of the start: the first answer may have come just before it.
            if (answer.body().contains(NO_APPLICATION) && log.bootEnded()) {
                answer = send();
                if (answer.body().contains(NO_APPLICATION)) {
                    return answer(State.FAILED, answer, "its application could not be deployed" + why());
                }
            }
            return judged(answer);
        } catch (IOException e) {
            String over = bootEnded() ? " although its start is over: another program may have its port" : "";
            return new Answer(State.NOT_YET, "nothing", "it does not answer at " + server + over);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Whether the start is over, well or not: what is not ready now waits for something else. */
    public boolean bootEnded() {
        try {
            return log.bootEnded();
        } catch (IOException e) {
            // It printed nothing yet.
            return false;
        }
    }

    private String why() throws IOException {
        return log.reason().map(reason -> ": " + reason).orElse("");
    }

    private Answer judged(HttpResponse<String> answer) throws IOException {
        List<String> reasons = new ArrayList<>();
        State state = State.NOT_YET;
        try {
            Json health = Json.parse(answer.body());
            if (answer.statusCode() == 200) {
                return answer(State.READY, answer, "");
            }
            for (Json check : health.has("checks") ? health.get("checks").items() : List.<Json>of()) {
                if (!check.get("status").text().equals("UP")) {
                    String name = check.get("name").text();
                    reasons.add(name + reason(check));
                    // Settings are read once.
                    state = name.equals(CONFIGURATION) ? State.FAILED : state;
                }
            }
        } catch (IllegalStateException e) {
            // Payara's own page, which must never show, or a program that is no server of ours.
            return answer(State.FAILED, answer, "it answers something else than its health" + why());
        }
        return answer(state, answer, reasons.isEmpty() ? "no part says why" : String.join("; ", reasons));
    }

    private static String reason(Json check) {
        boolean told = check.has("data") && check.get("data").has("reason");
        return told ? ": " + check.get("data").get("reason").text() : "";
    }

    private static Answer answer(State state, HttpResponse<String> answer, String reason) {
        return new Answer(state, answer.statusCode() + " " + answer.body(), reason);
    }

    private HttpResponse<String> send() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(server.resolve("/health/ready"))
                .timeout(ASK_BOUND)
                .header("X-CI-Secret", ciSecret)
                .build();
        return http.send(request, BodyHandlers.ofString());
    }
}
