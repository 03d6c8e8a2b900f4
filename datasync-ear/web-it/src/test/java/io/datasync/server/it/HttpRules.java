package io.datasync.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.protocol.AgentApi;
import io.datasync.server.it.ServerClient.Answer;
import io.datasync.testkit.sandbox.Json;
import java.nio.file.Path;

/** What all rules over HTTP need of the server under test. */
interface HttpRules {
    /** A client without a credential. */
    ServerClient nobody();

    /** The administrator. */
    ServerClient admin();

    /** The server's home. */
    Path home();

    /** Asserts that this is a problem with this code. */
    static Answer refused(Answer answer, int status, String code) {
        String asked =
                answer.response().request().method() + " " + answer.response().uri();
        assertThat(answer.status()).as(asked + " " + answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).as(asked).contains(AgentApi.PROBLEM_JSON);
        assertThat(answer.code()).as(asked).isEqualTo(code);
        assertThat(answer.json().get("type").text()).isEqualTo("/problems.html#" + code);
        assertThat(answer.json().get("correlationId").text())
                .isEqualTo(answer.header("X-Correlation-Id").orElseThrow());
        return answer;
    }

    /** As {@link #refused}, and that it tells nothing of what the server is made of. */
    static void expect(Answer answer, int status, String code) {
        refused(answer, status, code);
        String asked =
                answer.response().request().method() + " " + answer.response().uri();
        assertThat(answer.body()).as(asked).doesNotContainIgnoringCase("payara").doesNotContain("<html", "Exception");
    }

    /** An approved agent of its own. */
    default TestAgent activeAgent(String runnerId) {
        TestAgent agent = TestAgent.wanting(runnerId, runnerId);
        Answer registered = nobody().post("/api/agent/register", agent.registration());
        assertThat(registered.status()).as(registered.body()).isEqualTo(200);
        assertThat(approve(runnerId).status()).isEqualTo(200);
        return agent;
    }

    default Answer approve(String runnerId) {
        return admin().post("/api/admin/runners/" + runnerId + "/approve", "{}");
    }

    default Json runner(String id) {
        return admin().get("/api/admin/runners?limit=500").json().items().stream()
                .filter(runner -> runner.get("runnerId").text().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
