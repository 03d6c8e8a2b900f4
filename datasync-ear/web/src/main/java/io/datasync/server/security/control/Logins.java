package io.datasync.server.security.control;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.server.platform.settings.ServerSettings;
import io.datasync.server.security.audit.Caller;
import io.datasync.server.security.audit.RefusalLog;
import io.datasync.server.security.entity.UserRole;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Logging in and making passwords.
 *
 * <p>Guessing is slowed: after five wrong passwords for one name from one address only one in 30 seconds is looked at, and after
 * thirty from one address only one in 10 seconds; the rest is {@code RATE_LIMITED}. A person elsewhere is never locked out by it.
 */
@ApplicationScoped
public class Logins {
    private final RateLimit perName;
    private final RateLimit perAddress;
    private final Clock clock;
    private final ServerSettings settings;
    private final Users users;
    private final PasswordHash hash;
    private final InitialPasswordFile file;
    private final RefusalLog refusals;

    @Inject
    Logins(
            Clock clock,
            ServerSettings settings,
            Users users,
            PasswordHash hash,
            InitialPasswordFile file,
            RefusalLog refusals) {
        this.clock = clock;
        this.settings = settings;
        this.users = users;
        this.hash = hash;
        this.file = file;
        this.refusals = refusals;
        this.perName = new RateLimit(clock, 5, Duration.ofSeconds(30), 10_000);
        this.perAddress = new RateLimit(clock, 30, Duration.ofSeconds(10), 10_000);
    }

    /** What a login gives. */
    public record Session(String token, Instant expiresAt, List<String> roles) {}

    /**
     * Begins a session. The first administrator's password file goes with the first login that used it.
     *
     * @throws SyncException {@code UNAUTHENTICATED} for a wrong name or password, without saying which; {@code RATE_LIMITED}
     */
    public Session logIn(String name, String password, Caller caller) throws SyncException {
        String pair = caller.address() + " " + name;
        if (!perName.allows(pair) || !perAddress.allows(caller.address())) {
            throw refused(name, caller, SyncException.passing(ErrorCode.RATE_LIMITED, "Too many failed logins."));
        }
        Optional<String> known = users.passwordHash(name);
        if (!hash.fits(password, known)) {
            perName.take(pair);
            perAddress.take(caller.address());
            throw refused(
                    name,
                    caller,
                    SyncException.permanent(ErrorCode.UNAUTHENTICATED, "The name or the password is wrong."));
        }
        String token = Random256.token();
        Instant expiresAt = clock.instant().plus(settings.sessionLifetime());
        UserRole role = users.logIn(
                name, known.orElseThrow(), Random256.digest(token), expiresAt, caller.did("user.login", name, name));
        if (name.equals(FirstAdministrator.NAME)) {
            file.remove();
        }
        return new Session(token, expiresAt, role.included());
    }

    /** Makes a user and returns the password, which is shown this once. */
    public String create(String name, UserRole role, Caller caller) throws SyncException {
        String password = Random256.password();
        users.create(
                name,
                role,
                hash.of(password),
                caller.did("user.created", name).with("{\"role\":\"" + role.text() + "\"}"));
        return password;
    }

    /** Makes a new password for a user and returns it; the user's sessions end. */
    public String newPassword(String name, Caller caller) throws SyncException {
        String password = Random256.password();
        users.newPassword(name, hash.of(password), caller.did("user.new_password", name));
        if (name.equals(FirstAdministrator.NAME)) {
            file.remove();
        }
        return password;
    }

    private SyncException refused(String name, Caller caller, SyncException reason) throws SyncException {
        refusals.note("user.login", name, caller);
        return reason;
    }
}
