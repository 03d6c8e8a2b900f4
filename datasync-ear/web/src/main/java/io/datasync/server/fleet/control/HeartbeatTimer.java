package io.datasync.server.fleet.control;

import io.datasync.core.failure.SyncException;
import io.datasync.server.platform.schema.SchemaState;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;

/** Flushes heartbeats once a second; the container never runs it twice at once. */
@Singleton
@TransactionManagement(TransactionManagementType.BEAN)
public class HeartbeatTimer {
    private static final System.Logger LOG = System.getLogger(HeartbeatTimer.class.getName());

    @Inject
    private Heartbeats heartbeats;

    @Inject
    private SchemaState schema;

    private boolean failing;

    /** The timer. */
    @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
    public void flush() {
        if (!schema.ready()) {
            return;
        }
        try {
            heartbeats.flush();
            failing = false;
        } catch (SyncException | RuntimeException failure) {
            // Payara ends a timer for good when its method throws. Once per outage: the pulse says when it began and
            // ended.
            if (!failing) {
                LOG.log(System.Logger.Level.WARNING, "event=heartbeats_wait", failure);
            }
            failing = true;
        }
    }
}
