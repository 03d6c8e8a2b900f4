package io.datasync.server.fleet.control;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.protocol.fleet.RegisterAnswer;
import io.datasync.core.protocol.fleet.RegisterRequest;
import io.datasync.core.protocol.fleet.RunnerStatus;
import io.datasync.server.fleet.entity.ApiKey;
import io.datasync.server.fleet.entity.KeyState;
import io.datasync.server.fleet.entity.Machine;
import io.datasync.server.fleet.entity.Runner;
import io.datasync.server.platform.datasource.SqlTime;
import io.datasync.server.platform.persistence.EntityManagers;
import io.datasync.server.platform.problem.HttpCode;
import io.datasync.server.platform.problem.Problem;
import io.datasync.server.platform.problem.ProblemException;
import io.datasync.server.platform.settings.ServerSettings;
import io.datasync.server.security.audit.AuditLog;
import io.datasync.server.security.audit.Caller;
import io.datasync.server.security.keys.SigningKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/**
 * How a PC becomes a runner: it registers a key, a person approves it (AGT-1, D-27). Each method is one transaction.
 *
 * <p>A key that is known is never changed by registering it again. A second key for a known runner waits, marked as replacing,
 * while the first goes on; approving it revokes the first in the same transaction.
 */
@ApplicationScoped
@Transactional(rollbackOn = Exception.class)
public class Enrolment {
    /** How many keys of one runner may wait. */
    static final int PENDING_PER_RUNNER_MAX = 5;

    @Inject
    private EntityManagers fleet;

    @Inject
    private AuditLog audit;

    @Inject
    private Clock clock;

    @Inject
    private ServerSettings settings;

    @Inject
    private SigningKeys signingKeys;

    @Inject
    private Event<KeysChanged> changed;

    /**
     * Registers a key, whose proof was checked. A repeat gives the same answer.
     *
     * @throws SyncException {@code FORBIDDEN} for a key that was rejected or revoked; {@code RATE_LIMITED} when too many wait
     */
    public RegisterAnswer register(RegisterRequest request, Caller caller) throws SyncException {
        ApiKey known = fleet.current().find(ApiKey.class, request.keySha256().hex());
        if (known != null) {
            return repeated(known, request);
        }
        RunnerId id = RunnerIds.of(request);
        LocalDateTime now = SqlTime.of(clock.instant());
        var machine = new Machine(
                request.host(), request.fingerprint(), request.os(), request.agentVersion(), request.publicKey());
        Optional<Runner> runner = runnerLike(id);
        requireRoom(pending(), settings.pendingKeysMax());
        requireRoom(keys(id, KeyState.PENDING).size(), PENDING_PER_RUNNER_MAX);
        if (runner.isEmpty()) {
            fleet.current().persist(new Runner(id.text(), machine, now));
        }
        boolean replaces = !keys(id, KeyState.ACTIVE).isEmpty();
        fleet.current().persist(new ApiKey(request.keySha256(), id.text(), replaces, machine, caller.address(), now));
        fleet.current().flush();
        audit.append(caller.did("runner.registered", id.text()));
        return new RegisterAnswer(id, RunnerStatus.PENDING, replaces ? Optional.of(id) : Optional.empty());
    }

    private RegisterAnswer repeated(ApiKey known, RegisterRequest request) throws SyncException {
        if (!known.machine().publicKey().equals(request.publicKey())) {
            throw new ProblemException(
                    Problem.of(HttpCode.CONFLICT, "The API key is known with another public key: make a new one."));
        }
        var id = new RunnerId(known.runnerId());
        return switch (known.state()) {
            case PENDING ->
                new RegisterAnswer(id, RunnerStatus.PENDING, known.replaces() ? Optional.of(id) : Optional.empty());
            case ACTIVE -> new RegisterAnswer(id, runner(id).state(), Optional.empty());
            case REJECTED ->
                throw SyncException.permanent(
                        ErrorCode.FORBIDDEN, "The registration of " + id + " with this key was rejected.");
            case REVOKED ->
                throw SyncException.permanent(
                        ErrorCode.FORBIDDEN, "This key of " + id + " was revoked: register a new one.");
        };
    }

    /**
     * Approves what a runner waits for. A repeat does nothing.
     *
     * @param key which one, when several wait
     */
    public RunnerStatus approve(RunnerId id, Optional<Digest> key, Caller caller) throws SyncException {
        Runner runner = runner(id);
        Optional<ApiKey> waiting = waiting(id, key);
        if (waiting.isEmpty()) {
            if (keys(id, KeyState.ACTIVE).stream()
                    .noneMatch(active ->
                            key.isEmpty() || active.keySha256().equals(key.get().hex()))) {
                throw new ProblemException(Problem.of(HttpCode.CONFLICT, "No such key of " + id + " waits."));
            }
            return runner.state();
        }
        Instant at = clock.instant();
        LocalDateTime now = SqlTime.of(at);
        for (ApiKey old : keys(id, KeyState.ACTIVE)) {
            old.decide(KeyState.REVOKED, caller.name(), now);
            signingKeys.revoked(id, old.machine().publicKey(), at);
            audit.append(caller.did("runner.key_revoked", id.text()).with(detail(old)));
        }
        ApiKey approved = waiting.get();
        approved.decide(KeyState.ACTIVE, caller.name(), now);
        signingKeys.approved(id, approved.machine().publicKey(), at);
        audit.append(caller.did("runner.approved", id.text()).with(detail(approved)));
        if (!runner.machine().host().equals(approved.machine().host())) {
            String hosts = Json.createObjectBuilder()
                    .add("before", runner.machine().host())
                    .add("after", approved.machine().host())
                    .build()
                    .toString();
            audit.append(caller.did("runner.moved", id.text()).with(hosts));
        }
        runner.approve(approved, now);
        keysChanged();
        return runner.state();
    }

    /** Rejects what a runner waits for; its key never becomes good. A repeat does nothing. */
    public void reject(RunnerId id, Optional<Digest> key, Caller caller) throws SyncException {
        runner(id);
        Optional<ApiKey> waiting = waiting(id, key);
        if (waiting.isPresent()) {
            waiting.get().decide(KeyState.REJECTED, caller.name(), SqlTime.of(clock.instant()));
            audit.append(caller.did("runner.rejected", id.text()).with(detail(waiting.get())));
            keysChanged();
        }
    }

    /** What a runner may do. */
    public RunnerStatus status(RunnerId id) {
        Runner runner = fleet.current().find(Runner.class, id.text());
        if (runner == null) {
            throw noSuchRunner(id);
        }
        return runner.state();
    }

    /** Locks the row, so that decisions about one runner follow each other. */
    private Runner runner(RunnerId id) {
        Runner runner = fleet.current().find(Runner.class, id.text(), LockModeType.PESSIMISTIC_WRITE);
        if (runner == null) {
            throw noSuchRunner(id);
        }
        return runner;
    }

    private static ProblemException noSuchRunner(RunnerId id) {
        return new ProblemException(Problem.of(HttpCode.NOT_FOUND, "There is no runner " + id + "."));
    }

    /** Ids that differ in capitals only would be one folder on many shares: the second is refused. */
    private Optional<Runner> runnerLike(RunnerId id) {
        List<Runner> alike = fleet.current()
                .createQuery("SELECT r FROM Runner r WHERE LOWER(r.runnerId) = LOWER(:id)", Runner.class)
                .setParameter("id", id.text())
                .setMaxResults(1)
                .getResultList();
        if (alike.isEmpty()) {
            return Optional.empty();
        }
        if (!alike.get(0).runnerId().equals(id.text())) {
            throw new ProblemException(Problem.of(
                    HttpCode.CONFLICT,
                    "There is a runner " + alike.get(0).runnerId() + ", which differs in capitals only."));
        }
        return Optional.of(alike.get(0));
    }

    private Optional<ApiKey> waiting(RunnerId id, Optional<Digest> key) {
        List<ApiKey> waiting = keys(id, KeyState.PENDING).stream()
                .filter(candidate ->
                        key.isEmpty() || candidate.keySha256().equals(key.get().hex()))
                .toList();
        if (waiting.size() > 1) {
            throw new ProblemException(Problem.of(
                    HttpCode.CONFLICT, waiting.size() + " keys of " + id + " wait: say which by keySha256."));
        }
        return waiting.stream().findFirst();
    }

    private List<ApiKey> keys(RunnerId id, KeyState state) {
        return fleet.current()
                .createQuery(
                        "SELECT k FROM ApiKey k WHERE k.runnerId = :id AND k.state = :state ORDER BY k.keySha256",
                        ApiKey.class)
                .setParameter("id", id.text())
                .setParameter("state", state.text())
                .getResultList();
    }

    private int pending() {
        return fleet.current()
                .createQuery("SELECT COUNT(k) FROM ApiKey k WHERE k.state = :state", Long.class)
                .setParameter("state", KeyState.PENDING.text())
                .getSingleResult()
                .intValue();
    }

    private static void requireRoom(int waiting, int most) throws SyncException {
        if (waiting >= most) {
            throw SyncException.passing(
                    ErrorCode.RATE_LIMITED, waiting + " registrations wait: approve or reject some of them first.");
        }
    }

    /** Tells this node at the commit, and the others by the revision that they poll. */
    private void keysChanged() {
        fleet.current().createNativeQuery(KeyCache.RAISE).executeUpdate();
        changed.fire(new KeysChanged());
    }

    private static String detail(ApiKey key) {
        return Json.createObjectBuilder()
                .add("keySha256", key.keySha256())
                .add("replaces", key.replaces())
                .add("host", key.machine().host())
                .build()
                .toString();
    }
}
