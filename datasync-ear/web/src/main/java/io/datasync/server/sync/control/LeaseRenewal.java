package io.datasync.server.sync.control;

import io.datasync.core.failure.SyncException;
import io.datasync.core.index.StateIndex;
import io.datasync.core.lease.RunId;
import io.datasync.core.protocol.fleet.ActiveJob;
import io.datasync.server.fleet.control.HeardHeartbeat;
import io.datasync.server.fleet.control.HeartbeatsHeard;
import io.datasync.server.platform.problem.ProblemReporter;
import io.datasync.server.platform.settings.ServerSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;

/** Renews the leases of the runs that heartbeats name (D-23), many runners in one transaction. */
@ApplicationScoped
public class LeaseRenewal {
    private static final System.Logger LOG = System.getLogger(LeaseRenewal.class.getName());
    private static final int RUNNERS_MAX = 200;

    private final StateIndex index;
    private final ServerSettings settings;

    @Inject
    LeaseRenewal(StateIndex index, ServerSettings settings) {
        this.index = index;
        this.settings = settings;
    }

    void renew(@Observes HeartbeatsHeard heard) {
        List<HeardHeartbeat> busy = heard.heartbeats().stream()
                .filter(heartbeat -> !heartbeat.heartbeat().activeJobs().isEmpty())
                .toList();
        try {
            for (int start = 0; start < busy.size(); start += RUNNERS_MAX) {
                renew(busy.subList(start, Math.min(busy.size(), start + RUNNERS_MAX)));
            }
        } catch (SyncException failure) {
            // The next heartbeat or message renews as well; a lease outlives several of them.
            LOG.log(
                    System.Logger.Level.WARNING,
                    "event=leases_not_renewed runners={0} code={1} detail=\"{2}\"",
                    busy.size(),
                    failure.code().text(),
                    ProblemReporter.printable(failure.getMessage()));
            LOG.log(System.Logger.Level.DEBUG, "event=leases_not_renewed", failure);
        }
    }

    private void renew(List<HeardHeartbeat> some) throws SyncException {
        index.transact(transaction -> {
            int renewed = 0;
            for (HeardHeartbeat heartbeat : some) {
                List<RunId> runs = heartbeat.heartbeat().activeJobs().stream()
                        .map(ActiveJob::run)
                        .toList();
                renewed += transaction.renewLeases(
                        heartbeat.runner(), runs, settings.sync().lease());
            }
            return renewed;
        });
    }
}
