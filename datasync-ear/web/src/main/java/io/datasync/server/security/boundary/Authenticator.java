package io.datasync.server.security.boundary;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.server.platform.problem.Problem;
import io.datasync.server.platform.pulse.Pulse;
import io.datasync.server.platform.settings.ServerSettings;
import io.datasync.server.security.audit.Caller;
import io.datasync.server.security.audit.RefusalLog;
import io.datasync.server.security.control.AgentKeys;
import io.datasync.server.security.control.CallerIdentity;
import io.datasync.server.security.control.RateLimit;
import io.datasync.server.security.control.Roles;
import io.datasync.server.security.control.Sessions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * Judges a credential.
 *
 * <p>Only what is unknown counts against its address, and only what is unknown is asked to slow down: a whole fleet may sit behind one
 * address, and one bad caller among them must not shut out the others. So the database is asked for an address that has sent too much as well,
 * but for few of its requests at a time (I-11), and those that carry what proved good here before need no place among them.
 */
@ApplicationScoped
class Authenticator {
    private static final CallerIdentity PIPELINE = new CallerIdentity("ci", Set.of(Roles.CI));

    /** How many questions at once are for addresses that have sent too much; a fraction of the pool's connections. */
    private static final int DOUBTFUL_MAX = 4;

    private final ServerSettings settings;
    private final AgentKeys keys;
    private final Sessions sessions;
    private final RefusalLog refusals;
    private final Pulse pulse;
    private final RateLimit perAddress;
    private final Semaphore doubtful = new Semaphore(DOUBTFUL_MAX);
    private final ProvenCredentials proven = new ProvenCredentials(10_000);

    @Inject
    Authenticator(
            ServerSettings settings, AgentKeys keys, Sessions sessions, RefusalLog refusals, Pulse pulse, Clock clock) {
        this.settings = settings;
        this.keys = keys;
        this.sessions = sessions;
        this.refusals = refusals;
        this.pulse = pulse;
        this.perAddress = new RateLimit(clock, 100, Duration.ofMillis(500), 10_000);
    }

    /** Who the caller is, or why not; never fails. */
    Verdict judge(Credential credential, Caller caller) {
        try {
            if (credential instanceof Credential.None) {
                return Verdict.anonymous();
            }
            if (credential instanceof Credential.AgentKey key && keys.atHand(key.key())) {
                return verdict(keys.holder(key.key()), caller);
            }
            Optional<Digest> asked = asked(credential);
            if (asked.isPresent() && pulse.failure().isPresent()) {
                // Asking would only take a thread until the time-out (D-37).
                return Verdict.refused(
                        Problem.of(ErrorCode.INDEX_UNAVAILABLE, true, "The database cannot be reached."));
            }
            if (asked.isEmpty() || proven.contains(asked.get()) || perAddress.allows(caller.address())) {
                return verdict(holder(credential), caller);
            }
            if (!doubtful.tryAcquire()) {
                return tooMany();
            }
            try {
                return verdict(holder(credential), caller);
            } finally {
                doubtful.release();
            }
        } catch (SyncException failure) {
            return Verdict.refused(Problem.of(failure));
        }
    }

    /** What the database is asked for; empty when it is not. */
    private static Optional<Digest> asked(Credential credential) {
        if (credential instanceof Credential.AgentKey key) {
            return Optional.of(key.key());
        }
        return credential instanceof Credential.SessionToken token ? Optional.of(token.token()) : Optional.empty();
    }

    private Optional<CallerIdentity> holder(Credential credential) throws SyncException {
        if (credential instanceof Credential.AgentKey key) {
            return remembered(key.key(), keys.holder(key.key()));
        }
        if (credential instanceof Credential.SessionToken token) {
            return remembered(token.token(), sessions.holder(token.token()));
        }
        if (credential instanceof Credential.CiSecret secret) {
            return settings.ciSecret()
                    .filter(known -> same(known, secret.secret()))
                    .map(known -> PIPELINE);
        }
        return Optional.empty();
    }

    private Optional<CallerIdentity> remembered(Digest credential, Optional<CallerIdentity> holder) {
        if (holder.isPresent()) {
            proven.add(credential);
        } else {
            proven.remove(credential);
        }
        return holder;
    }

    private Verdict verdict(Optional<CallerIdentity> holder, Caller caller) throws SyncException {
        if (holder.isPresent()) {
            return Verdict.of(holder.get());
        }
        if (!perAddress.take(caller.address())) {
            return tooMany();
        }
        refusals.note("request.authentication", "-", caller);
        return Verdict.refused(Problem.of(
                ErrorCode.UNAUTHENTICATED,
                false,
                "The key, token or secret of the request is not known, or not any more."));
    }

    private static Verdict tooMany() {
        return Verdict.refused(Problem.of(
                ErrorCode.RATE_LIMITED, true, "Too many requests of this address carried something unknown."));
    }

    private static boolean same(Digest known, Digest sent) {
        return MessageDigest.isEqual(known.bytes(), sent.bytes());
    }
}
