package io.datasync.server.security.audit;

import io.datasync.core.failure.SyncException;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;

/** Lets counted refusals be written every ten seconds. */
@Singleton
@TransactionManagement(TransactionManagementType.BEAN)
public class RefusalTimer {
    private static final System.Logger LOG = System.getLogger(RefusalTimer.class.getName());

    @Inject
    private RefusalLog refusals;

    /** The timer. */
    @Schedule(hour = "*", minute = "*", second = "*/10", persistent = false)
    public void flush() {
        try {
            refusals.flush();
        } catch (SyncException failure) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "event=refusals_lost code={0}",
                    failure.code().text());
        }
    }
}
