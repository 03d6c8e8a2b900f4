package io.datasync.server.sync.control;

import io.datasync.core.lease.RunState;
import io.datasync.server.sync.index.JdbcStateIndex;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.EnumMap;
import java.util.Map;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** Counts runs by their final state, and files verified, as this node wrote them. Thread-safe. */
@ApplicationScoped
public class RunMetrics implements JdbcStateIndex.TallyListener {
    private static final System.Logger LOG = System.getLogger(RunMetrics.class.getName());

    private final Map<RunState, Counter> runs = new EnumMap<>(RunState.class);
    private final Counter verified;

    @Inject
    RunMetrics(MetricRegistry metrics) {
        for (RunState state : RunState.values()) {
            if (!state.alive()) {
                runs.put(state, metrics.counter("datasync_sync_runs_total", new Tag("state", state.text())));
            }
        }
        verified = metrics.counter("datasync_sync_files_verified_total");
    }

    /** Shows zeros from the start on. */
    void start(@Observes @Initialized(ApplicationScoped.class) Object started) {
        LOG.log(System.Logger.Level.DEBUG, "event=metrics_registered runs={0}", runs.size());
    }

    @Override
    public void committed(JdbcStateIndex.Tally tally) {
        tally.ended().forEach((state, count) -> {
            Counter counter = runs.get(state);
            if (counter != null) {
                counter.inc(count);
            }
        });
        if (tally.verified() > 0) {
            verified.inc(tally.verified());
        }
    }
}
