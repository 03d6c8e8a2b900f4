package io.datasync.server.sync.control;

import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.JobId;
import io.datasync.server.security.audit.AuditLog;
import io.datasync.server.security.audit.Caller;
import io.datasync.server.sync.index.catalog.JobCatalog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Switches jobs on and off, with a row of the audit log for each change. */
@ApplicationScoped
public class JobSwitch {
    @Inject
    private JobCatalog jobs;

    @Inject
    private AuditLog audit;

    /** Makes it so; a repeat changes nothing and leaves no trace. Nothing happens for a job that is not there. */
    public void turn(JobId job, boolean enabled, Caller caller) throws SyncException {
        if (jobs.enable(job, enabled)) {
            audit.append(caller.did(enabled ? "job.enabled" : "job.disabled", job.text()));
        }
    }
}
