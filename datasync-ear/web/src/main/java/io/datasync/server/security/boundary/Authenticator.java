package io.datasync.server.security.boundary;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.server.platform.problem.Problem;
import io.datasync.server.platform.pulse.Pulse;
import io.datasync.server.platform.settings.ServerSettings;
import io.datasync.server.security.control.AgentKeys;
import io.datasync.server.security.control.Caller;
import io.datasync.server.security.control.CallerIdentity;
import io.datasync.server.security.control.RateLimit;
import io.datasync.server.security.control.RefusalLog;
import io.datasync.server.security.control.Roles;
import io.datasync.server.security.control.Sessions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Judges a credential.
 *
 * <p>An address that keeps sending unknown ones is asked to slow down, before the database is asked. Keys whose holder is at hand
 * are never slowed: a whole fleet may sit behind one address.
 */
@ApplicationScoped
class Authenticator {
    private static final CallerIdentity PIPELINE = new CallerIdentity("ci", Set.of(Roles.CI));

    private final ServerSettings settings;
    private final AgentKeys keys;
    private final Sessions sessions;
    private final RefusalLog refusals;
    private final Pulse pulse;
    private final RateLimit perAddress;

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
            if (!perAddress.allows(caller.address())) {
                return Verdict.refused(Problem.of(
                        ErrorCode.RATE_LIMITED, true, "Too many requests of this address carried something unknown."));
            }
            if (!(credential instanceof Credential.CiSecret) && pulse.failure().isPresent()) {
                // Asking would only take a thread until the time-out (D-37).
                return Verdict.refused(
                        Problem.of(ErrorCode.INDEX_UNAVAILABLE, true, "The database cannot be reached."));
            }
            return verdict(holder(credential), caller);
        } catch (SyncException failure) {
            return Verdict.refused(Problem.of(failure));
        }
    }

    private Optional<CallerIdentity> holder(Credential credential) throws SyncException {
        if (credential instanceof Credential.AgentKey key) {
            return keys.holder(key.key());
        }
        if (credential instanceof Credential.SessionToken token) {
            return sessions.holder(token.token());
        }
        if (credential instanceof Credential.CiSecret secret) {
            return settings.ciSecret()
                    .filter(known -> same(known, secret.secret()))
                    .map(known -> PIPELINE);
        }
        return Optional.empty();
    }

    private Verdict verdict(Optional<CallerIdentity> holder, Caller caller) throws SyncException {
        if (holder.isPresent()) {
            return Verdict.of(holder.get());
        }
        perAddress.take(caller.address());
        refusals.note("request.authentication", "-", caller);
        return Verdict.refused(Problem.of(
                ErrorCode.UNAUTHENTICATED,
                false,
                "The key, token or secret of the request is not known, or not any more."));
    }

    private static boolean same(Digest known, Digest sent) {
        return MessageDigest.isEqual(known.bytes(), sent.bytes());
    }
}
