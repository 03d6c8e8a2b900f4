package io.datasync.server.security.control;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.server.platform.datasource.SqlTime;
import io.datasync.server.platform.persistence.EntityManagers;
import io.datasync.server.platform.problem.HttpCode;
import io.datasync.server.platform.problem.Problem;
import io.datasync.server.platform.problem.ProblemException;
import io.datasync.server.security.audit.AuditEntry;
import io.datasync.server.security.audit.AuditLog;
import io.datasync.server.security.entity.UserAccount;
import io.datasync.server.security.entity.UserRole;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** People and their sessions: each method is one transaction. Slow hashing is done outside of it, by the callers. */
@ApplicationScoped
@Transactional(rollbackOn = Exception.class)
public class Users {
    /** The most users that can be made (I-11). */
    static final int USERS_MAX = 1_000;

    @Inject
    private EntityManagers people;

    @Inject
    private Sessions sessions;

    @Inject
    private AuditLog audit;

    @Inject
    private Clock clock;

    /** The hash of the user's password; empty when there is no such user. */
    public Optional<String> passwordHash(String name) {
        // SQL Server takes a name with blanks behind it for the same.
        return Optional.ofNullable(people.current().find(UserAccount.class, name))
                .filter(user -> user.name().equals(name))
                .map(UserAccount::passwordHash);
    }

    /** All users by name. */
    public List<UserAccount> all() {
        return people.current()
                .createQuery("SELECT u FROM UserAccount u ORDER BY u.name", UserAccount.class)
                .setMaxResults(USERS_MAX)
                .getResultList();
    }

    /**
     * Begins a session.
     *
     * @param checkedHash the hash against which the password was checked; if it was replaced meanwhile, the login fails
     * @return the role
     */
    public UserRole logIn(String name, String checkedHash, Digest token, Instant expiresAt, AuditEntry entry)
            throws SyncException {
        UserAccount user = people.current().find(UserAccount.class, name, LockModeType.PESSIMISTIC_WRITE);
        if (user == null || !user.passwordHash().equals(checkedHash)) {
            throw SyncException.permanent(ErrorCode.UNAUTHENTICATED, "The name or the password is wrong.");
        }
        user.loggedIn(SqlTime.of(clock.instant()));
        sessions.begin(name, token, entry.address().orElse("-"), expiresAt);
        audit.append(entry);
        return user.role();
    }

    /** Ends a session. */
    public void logOut(Digest token, AuditEntry entry) throws SyncException {
        sessions.end(token);
        audit.append(entry);
    }

    /** Adds a user; a name that is taken is a conflict. */
    public void create(String name, UserRole role, String passwordHash, AuditEntry entry) throws SyncException {
        if (people.current().find(UserAccount.class, name) != null) {
            throw new ProblemException(Problem.of(HttpCode.CONFLICT, "There is a user " + name + " already."));
        }
        people.current().persist(new UserAccount(name, role, passwordHash, SqlTime.of(clock.instant())));
        audit.append(entry);
    }

    /** Replaces a password and ends the user's sessions. */
    public void newPassword(String name, String passwordHash, AuditEntry entry) throws SyncException {
        UserAccount user = people.current().find(UserAccount.class, name, LockModeType.PESSIMISTIC_WRITE);
        if (user == null) {
            throw new ProblemException(Problem.of(HttpCode.NOT_FOUND, "There is no user " + name + "."));
        }
        user.newPassword(passwordHash, SqlTime.of(clock.instant()));
        sessions.endAll(name);
        audit.append(entry);
    }
}
