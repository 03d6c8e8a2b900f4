package io.datasync.agent.client;

import static io.datasync.agent.client.HttpCoordinator.understood;

import io.datasync.core.failure.SyncException;
import io.datasync.core.protocol.AgentApi;
import io.datasync.core.protocol.fleet.EnrolmentAnswer;
import io.datasync.core.protocol.fleet.Heartbeat;
import io.datasync.core.protocol.fleet.HeartbeatAnswer;
import io.datasync.core.protocol.fleet.JobList;
import io.datasync.core.protocol.fleet.RegisterAnswer;
import io.datasync.core.protocol.fleet.RegisterRequest;
import io.datasync.core.protocol.json.FleetJson;
import io.datasync.core.protocol.json.JobsJson;
import io.datasync.core.protocol.json.JsonLimits;
import java.util.Map;

/** What an agent asks the server beside its runs. Every call may be repeated. Thread-safe; blocks; failures as {@link HttpCalls}. */
public final class ServerClient {
    private static final JsonLimits LIMITS = JsonLimits.DEFAULTS;

    private final HttpCalls calls;

    /** The server behind these calls. */
    public ServerClient(HttpCalls calls) {
        this.calls = calls;
    }

    /** Asks to become a runner; shows no key. */
    public RegisterAnswer register(RegisterRequest request) throws SyncException {
        RequestBody body = RequestBody.plain(AgentApi.JSON, out -> FleetJson.write(out, request));
        return calls.call(
                call("POST", AgentApi.REGISTER, false, body),
                answer -> understood(() -> FleetJson.readRegisterAnswer(answer, LIMITS)));
    }

    /** How far the enrolment is. */
    public EnrolmentAnswer enrolment() throws SyncException {
        return calls.call(
                call("GET", AgentApi.ENROLMENT, true, RequestBody.NONE),
                answer -> understood(() -> FleetJson.readEnrolmentAnswer(answer, LIMITS)));
    }

    /** Gives a sign of life. */
    public HeartbeatAnswer heartbeat(Heartbeat heartbeat) throws SyncException {
        RequestBody body = RequestBody.plain(AgentApi.JSON, out -> FleetJson.write(out, heartbeat));
        return calls.call(
                call("POST", AgentApi.HEARTBEAT, true, body),
                answer -> understood(() -> FleetJson.readHeartbeatAnswer(answer, LIMITS)));
    }

    /** The runner's jobs. */
    public JobList jobs() throws SyncException {
        return calls.call(
                call("GET", AgentApi.JOBS, true, RequestBody.NONE),
                answer -> understood(() -> JobsJson.readJobList(answer, LIMITS)));
    }

    private static HttpCalls.Call call(String method, String path, boolean withKey, RequestBody body) {
        return new HttpCalls.Call(method, AgentApi.BASE + path, Map.of(), withKey, body);
    }
}
