package io.datasync.server.platform.persistence;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * One {@code EntityManager} per transaction.
 *
 * <p>The factory is made by the application at its first use, not by the container: that one connects to the database while it
 * deploys, and without a database there would be no application to say so (RUN-5). A failed attempt leaves nothing behind.
 * Thread-safe; an entity manager belongs to the thread of its transaction.
 */
@ApplicationScoped
public class EntityManagers {
    private static final String UNIT = "datasync";

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    private TransactionSynchronizationRegistry transactions;

    private @Nullable EntityManagerFactory factory;

    /** The entity manager of the running transaction, which closes it when it ends; without one that is a bug. */
    public EntityManager current() {
        if (transactions.getTransactionStatus() != Status.STATUS_ACTIVE) {
            throw new IllegalStateException("no active transaction");
        }
        if (transactions.getResource(EntityManagers.class) instanceof EntityManager known) {
            return known;
        }
        EntityManager made = factory().createEntityManager();
        transactions.putResource(EntityManagers.class, made);
        transactions.registerInterposedSynchronization(new CloseAfterwards(made));
        return made;
    }

    private synchronized EntityManagerFactory factory() {
        EntityManagerFactory current = factory;
        if (current == null) {
            current = Persistence.createEntityManagerFactory(UNIT);
            try {
                // The first entity manager connects; a factory that could not connect would stay broken for ever.
                current.createEntityManager().close();
            } catch (PersistenceException failure) {
                current.close();
                throw failure;
            }
            factory = current;
        }
        return current;
    }

    @PreDestroy
    synchronized void close() {
        if (factory != null) {
            factory.close();
            factory = null;
        }
    }

    private record CloseAfterwards(EntityManager manager) implements Synchronization {
        @Override
        public void beforeCompletion() {
            // EclipseLink writes by a synchronization of its own.
        }

        @Override
        public void afterCompletion(int status) {
            manager.close();
        }
    }
}
