package io.datasync.server.security.control;

import io.datasync.core.failure.SyncException;
import io.datasync.server.platform.datasource.SqlTime;
import io.datasync.server.platform.persistence.EntityManagers;
import io.datasync.server.platform.schema.SchemaReady;
import io.datasync.server.security.audit.AuditEntry;
import io.datasync.server.security.audit.AuditLog;
import io.datasync.server.security.entity.UserAccount;
import io.datasync.server.security.entity.UserRole;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Optional;

/**
 * Makes the user {@code admin} when there is no user at all (SEC-2).
 *
 * <p>The insert decides between nodes that start at once; the file is written before the commit, so there is never a user whose
 * password nobody can know. When the file cannot be written, no user is made and readiness says why.
 */
@ApplicationScoped
public class FirstAdministrator {
    /** The name of the first user. */
    static final String NAME = "admin";

    private static final System.Logger LOG = System.getLogger(FirstAdministrator.class.getName());

    private final EntityManagers people;
    private final PasswordHash hash;
    private final InitialPasswordFile file;
    private final AuditLog audit;
    private final Clock clock;

    @Inject
    FirstAdministrator(
            EntityManagers people, PasswordHash hash, InitialPasswordFile file, AuditLog audit, Clock clock) {
        this.people = people;
        this.hash = hash;
        this.file = file;
        this.audit = audit;
        this.clock = clock;
    }

    /** Called at every start, once the tables are there. */
    @Transactional(rollbackOn = Exception.class)
    public void prepare(@Observes SchemaReady ready) throws SyncException {
        long users = people.current()
                .createQuery("SELECT COUNT(u) FROM UserAccount u", Long.class)
                .getSingleResult();
        if (users > 0) {
            removeFileOfThePast();
            return;
        }
        String password = Random256.password();
        people.current().persist(new UserAccount(NAME, UserRole.ADMIN, hash.of(password), SqlTime.of(clock.instant())));
        people.current().flush();
        try {
            file.write(password);
        } catch (IOException failure) {
            throw new UncheckedIOException(
                    "the first administrator's password cannot be written to " + file.path(), failure);
        }
        audit.append(new AuditEntry(
                "server", "user.created", NAME, "done", 1, Optional.empty(), Optional.empty(), Optional.empty()));
        LOG.log(System.Logger.Level.INFO, "event=first_administrator user={0} password_file={1}", NAME, file.path());
    }

    /** The first login may have been at another node, or this one ended between the login and the removal. */
    private void removeFileOfThePast() {
        UserAccount admin = people.current().find(UserAccount.class, NAME);
        if (admin == null || admin.initialPasswordIsPast()) {
            file.remove();
        }
    }
}
