package io.datasync.agent.server;

import com.sun.net.httpserver.HttpExchange;
import io.datasync.core.coordinator.CoordinatorRules;
import io.datasync.core.coordinator.CoordinatorSettings;
import io.datasync.core.coordinator.EpochLedger;
import io.datasync.core.coordinator.sealing.SealingParts;
import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.protocol.AgentApi;
import io.datasync.core.protocol.fleet.EnrolmentAnswer;
import io.datasync.core.protocol.fleet.Heartbeat;
import io.datasync.core.protocol.fleet.HeartbeatAnswer;
import io.datasync.core.protocol.fleet.JobDefinition;
import io.datasync.core.protocol.fleet.JobList;
import io.datasync.core.protocol.fleet.RegisterAnswer;
import io.datasync.core.protocol.fleet.RegisterRequest;
import io.datasync.core.protocol.fleet.RunnerStatus;
import io.datasync.core.protocol.json.FleetJson;
import io.datasync.core.protocol.json.JobsJson;
import io.datasync.core.protocol.json.JsonLimits;
import io.datasync.testkit.index.memory.InMemoryStateIndex;
import io.datasync.testkit.key.InMemoryKeys;
import io.datasync.testkit.store.memory.InMemoryArchives;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A server with one index that survives its stops. Thread-safe. */
public final class TestServer implements AutoCloseable {
    private static final RunnerId UNNAMED = new RunnerId("pc");

    private final Clock clock;
    private volatile InMemoryStateIndex index;
    private volatile CoordinatorRules rules;
    private final Map<Digest, RunnerId> keys = new HashMap<>();
    private final Map<Digest, RunnerStatus> status = new HashMap<>();
    private final List<Heartbeat> heartbeats = new ArrayList<>();
    private final Map<String, Runnable> meanwhile = new ConcurrentHashMap<>();
    private List<JobDefinition> jobs = List.of();
    private AgentApiServer http;

    /** A server that knows nobody. */
    public TestServer(Clock clock) throws IOException {
        this.clock = clock;
        this.index = new InMemoryStateIndex(clock);
        this.rules = rulesOf(index);
        this.http = serve(0);
    }

    private CoordinatorRules rulesOf(InMemoryStateIndex index) {
        return new CoordinatorRules(
                index,
                new NoLedger(),
                event -> {},
                new SealingParts(new InMemoryArchives(), new InMemoryKeys(), clock),
                CoordinatorSettings.DEFAULTS);
    }

    /** Nothing outlives this database. */
    private static final class NoLedger implements EpochLedger {
        @Override
        public long read(String archiveUrl) {
            return 0;
        }

        @Override
        public void raise(String archiveUrl, long epoch) {}
    }

    private AgentApiServer serve(int port) throws IOException {
        return new AgentApiServer(port)
                .on(AgentApi.BASE + AgentApi.REGISTER, this::register)
                .on(AgentApi.BASE + AgentApi.ENROLMENT, this::enrolment)
                .on(AgentApi.BASE + AgentApi.HEARTBEAT, this::heartbeat)
                .on(AgentApi.BASE + AgentApi.JOBS, this::jobs)
                .on(AgentApi.BASE + AgentApi.RUNS, exchange -> {
                    String path = exchange.getRequestURI().getPath();
                    meanwhile
                            .getOrDefault(path.substring(path.lastIndexOf('/') + 1), () -> {})
                            .run();
                    AgentApiServer.run(exchange, rules.forRunner(active(exchange)));
                });
    }

    /** Where it is. */
    public URI url() {
        return http.url();
    }

    /** Its index. */
    public InMemoryStateIndex index() {
        return index;
    }

    /** Stops listening. */
    public void stop() {
        http.close();
    }

    /** Listens again where it did before. */
    public void start() throws IOException {
        http = serve(http.url().getPort());
    }

    /** What came since the last start. */
    public List<AgentApiServer.Seen> seen() {
        return http.seen();
    }

    /** Approves everybody who waits. */
    public synchronized void approveAll() {
        status.replaceAll((key, before) -> RunnerStatus.ACTIVE);
    }

    /** Forgets every key, as a server without its database does. */
    public synchronized void forgetKeys() {
        keys.clear();
        status.clear();
    }

    /** Begins with an empty index, as a server without its database does; its jobs are to be added anew. */
    public void forgetIndex() {
        index = new InMemoryStateIndex(clock);
        rules = rulesOf(index);
    }

    /**
     * Does something before each call of a kind is answered, in the thread that answers.
     *
     * @param call how its path ends: {@code runs}, {@code compare}, {@code progress}, {@code complete}
     */
    public void meanwhile(String call, Runnable action) {
        meanwhile.put(call, action);
    }

    /** Gives these jobs to whoever asks. */
    public synchronized void give(JobDefinition... definitions) {
        jobs = List.of(definitions);
    }

    /** The heartbeats heard. */
    public synchronized List<Heartbeat> heartbeats() {
        return List.copyOf(heartbeats);
    }

    private synchronized void register(HttpExchange exchange) throws IOException, SyncException {
        RegisterRequest request = FleetJson.readRegisterRequest(AgentApiServer.body(exchange), JsonLimits.DEFAULTS);
        keys.putIfAbsent(request.keySha256(), request.wanted().orElse(UNNAMED));
        status.putIfAbsent(request.keySha256(), RunnerStatus.PENDING);
        RegisterAnswer answer = new RegisterAnswer(
                keyed(request.keySha256()),
                status.getOrDefault(request.keySha256(), RunnerStatus.PENDING),
                Optional.empty());
        AgentApiServer.answer(exchange, AgentApi.JSON, out -> FleetJson.write(out, answer));
    }

    private synchronized void enrolment(HttpExchange exchange) throws IOException, SyncException {
        Digest key = key(exchange);
        EnrolmentAnswer answer = new EnrolmentAnswer(keyed(key), status.getOrDefault(key, RunnerStatus.PENDING));
        AgentApiServer.answer(exchange, AgentApi.JSON, out -> FleetJson.write(out, answer));
    }

    private synchronized void heartbeat(HttpExchange exchange) throws IOException, SyncException {
        active(exchange);
        heartbeats.add(FleetJson.readHeartbeat(AgentApiServer.body(exchange), JsonLimits.DEFAULTS));
        HeartbeatAnswer answer = new HeartbeatAnswer(clock.instant(), Duration.ofSeconds(60), false);
        AgentApiServer.answer(exchange, AgentApi.JSON, out -> FleetJson.write(out, answer));
    }

    private synchronized void jobs(HttpExchange exchange) throws IOException, SyncException {
        active(exchange);
        JobList list = new JobList(jobs);
        AgentApiServer.answer(exchange, AgentApi.JSON, out -> JobsJson.write(out, list));
    }

    private static Digest key(HttpExchange exchange) {
        String secret = exchange.getRequestHeaders().getFirst("Authorization").replaceFirst("^Agent ", "");
        return Digest.of(Digest.sha256().digest(secret.getBytes(StandardCharsets.UTF_8)));
    }

    private RunnerId keyed(Digest key) throws SyncException {
        RunnerId runner = keys.get(key);
        if (runner == null) {
            throw SyncException.permanent(ErrorCode.UNAUTHENTICATED, "The key is not known");
        }
        return runner;
    }

    private synchronized RunnerId active(HttpExchange exchange) throws SyncException {
        Digest key = key(exchange);
        RunnerId runner = keyed(key);
        if (status.get(key) != RunnerStatus.ACTIVE) {
            throw SyncException.permanent(ErrorCode.RUNNER_PENDING, "The runner waits for approval");
        }
        return runner;
    }

    @Override
    public void close() {
        http.close();
    }
}
