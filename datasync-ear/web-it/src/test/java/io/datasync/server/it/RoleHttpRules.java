package io.datasync.server.it;

import static io.datasync.server.it.HttpRules.expect;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.protocol.AgentApi;
import io.datasync.server.it.ServerClient.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who may call which endpoint: each one that the API describes has a row here (SEC-2, D-33). */
interface RoleHttpRules extends PeopleHttpRules {
    /** Whoever calls. */
    enum Who {
        NOBODY,
        ENROLLING,
        AGENT,
        VIEWER,
        OPERATOR,
        ADMIN,
        CI
    }

    /**
     * One endpoint.
     *
     * @param body what is sent with a POST; what it asks for is not there, so that nothing changes
     */
    record Endpoint(String name, String contentType, String body, Set<Who> allowed) {
        private static Endpoint of(String name, Set<Who> allowed) {
            return new Endpoint(name, "application/json", "{}", allowed);
        }

        private static Endpoint lines(String name, Set<Who> allowed) {
            return new Endpoint(name, AgentApi.NDJSON, "{}\n", allowed);
        }

        /** Calls it, with {@code none} for each part of the path that is open. */
        Answer call(ServerClient caller) {
            String[] parts = name.split(" ", 2);
            String path = parts[1].replaceAll("\\{[^}]*}", "none");
            return parts[0].equals("GET")
                    ? caller.get(path)
                    : caller.send(parts[0], path, BodyPublishers.ofString(body), Map.of("Content-Type", contentType));
        }
    }

    Set<Who> EVERYBODY = EnumSet.allOf(Who.class);
    Set<Who> LOOKING = EnumSet.of(Who.VIEWER, Who.OPERATOR, Who.ADMIN);
    Set<Who> WORKING = EnumSet.of(Who.OPERATOR, Who.ADMIN);
    Set<Who> DECIDING = EnumSet.of(Who.ADMIN);
    Set<Who> RUNNING = EnumSet.of(Who.AGENT);
    String LOGOUT = "POST /api/admin/logout";

    List<Endpoint> ENDPOINTS = List.of(
            Endpoint.of("GET /api/health", EVERYBODY),
            Endpoint.of("POST /api/admin/login", EVERYBODY),
            Endpoint.of("GET /api/admin/status", LOOKING),
            Endpoint.of("GET /api/admin/users", DECIDING),
            Endpoint.of("POST /api/admin/users", DECIDING),
            Endpoint.of("POST /api/admin/users/{name}/new-password", DECIDING),
            Endpoint.of("GET /api/admin/runners", LOOKING),
            Endpoint.of("POST /api/admin/runners/{runnerId}/approve", DECIDING),
            Endpoint.of("POST /api/admin/runners/{runnerId}/reject", DECIDING),
            Endpoint.of("GET /api/admin/runners/{runnerId}/jobs/{jobId}/folders", LOOKING),
            Endpoint.of("POST /api/admin/runners/{runnerId}/jobs/{jobId}/seal/{folderDate}", WORKING),
            Endpoint.of("POST /api/admin/runners/{runnerId}/jobs/{jobId}/unseal/{folderDate}", WORKING),
            Endpoint.of("GET /api/admin/runners/{runnerId}/jobs/{jobId}/losses", LOOKING),
            Endpoint.of("GET /api/admin/runners/{runnerId}/jobs/{jobId}/versions", LOOKING),
            Endpoint.of("GET /api/admin/alerts", LOOKING),
            Endpoint.of("GET /api/admin/alerts/{alertId}", LOOKING),
            Endpoint.of("POST /api/admin/alerts/{alertId}/acknowledge", WORKING),
            Endpoint.of("GET /api/keys", LOOKING),
            Endpoint.of("GET /api/keys/{keyId}", LOOKING),
            Endpoint.of("GET /api/admin/jobs", LOOKING),
            Endpoint.of("POST /api/admin/jobs", DECIDING),
            Endpoint.of("GET /api/admin/jobs/{jobId}", LOOKING),
            Endpoint.of("POST /api/admin/jobs/{jobId}/enable", DECIDING),
            Endpoint.of("POST /api/admin/jobs/{jobId}/disable", DECIDING),
            Endpoint.of("GET /api/admin/runs", LOOKING),
            Endpoint.of("GET /api/admin/runs/{runId}", LOOKING),
            Endpoint.of("POST /api/agent/register", EVERYBODY),
            Endpoint.of("GET /api/agent/enrolment", EnumSet.of(Who.AGENT, Who.ENROLLING)),
            Endpoint.of("POST /api/agent/heartbeat", RUNNING),
            Endpoint.of("GET /api/agent/jobs", RUNNING),
            Endpoint.of("POST /api/agent/runs", RUNNING),
            Endpoint.lines("POST /api/agent/runs/{runId}/compare", RUNNING),
            Endpoint.lines("POST /api/agent/runs/{runId}/progress", RUNNING),
            Endpoint.of("POST /api/agent/runs/{runId}/complete", RUNNING),
            Endpoint.of("POST /api/agent/jobs/{jobId}/folders/{folder}/draft", RUNNING),
            Endpoint.of("POST /api/agent/jobs/{jobId}/folders/{folder}/certificate", RUNNING),
            // Not part of the API that is described, and found at the root.
            Endpoint.of("GET /metrics", EnumSet.of(Who.VIEWER, Who.OPERATOR, Who.ADMIN, Who.CI)),
            Endpoint.of("GET /openapi", EnumSet.of(Who.VIEWER, Who.OPERATOR, Who.ADMIN, Who.CI)),
            // The last, since it ends the sessions of those who call it.
            Endpoint.of(LOGOUT, LOOKING));

    @Test
    @DisplayName("D-33 each endpoint that the API describes has a row in the table of roles, and each row an endpoint")
    default void everyEndpointHasARow() {
        Set<String> described = new TreeSet<>();
        Matcher lines = Pattern.compile("(?m)^ {2}(/api/\\S+):$|^ {4}(get|put|post|delete|patch|head|options):$")
                .matcher(admin().get("/openapi").body());
        String path = "";
        while (lines.find()) {
            if (lines.group(1) != null) {
                path = lines.group(1);
            } else {
                described.add(lines.group(2).toUpperCase(Locale.ROOT) + " " + path);
            }
        }
        assertThat(ENDPOINTS.stream().map(Endpoint::name).filter(name -> name.contains(" /api/")))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(described);
    }

    @Test
    @DisplayName("SEC-2 D-33 each endpoint refuses each role that must not pass, and nobody passes but where all do")
    default void rolesAreRefused() {
        TestAgent active = activeAgent("role-agent");
        TestAgent waiting = TestAgent.wanting("role-waiting", "role-waiting");
        nobody().post("/api/agent/register", waiting.registration());
        Map<Who, ServerClient> callers = Map.of(
                Who.NOBODY, nobody(),
                Who.ENROLLING, nobody().agent(waiting.key()),
                Who.AGENT, nobody().agent(active.key()),
                Who.VIEWER, nobody().person(newUser("role-viewer", "viewer")),
                Who.OPERATOR, nobody().person(newUser("role-operator", "operator")),
                Who.ADMIN, admin(),
                Who.CI, nobody().pipeline());
        for (Endpoint endpoint : ENDPOINTS) {
            callers.forEach((who, caller) -> {
                if (endpoint.name().equals(LOGOUT) && who == Who.ADMIN) {
                    return; // All other tests use this session.
                }
                Answer answer = endpoint.call(caller);
                if (endpoint.allowed().contains(who)) {
                    assertThat(answer.status())
                            .as(who + " " + endpoint + " " + answer.body())
                            .isNotIn(401, 403, 405, 415)
                            .isLessThan(500);
                } else if (who == Who.NOBODY) {
                    expect(answer, 401, "unauthenticated");
                } else {
                    expect(answer, 403, "forbidden");
                }
            });
        }
    }
}
