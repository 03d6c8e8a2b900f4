package io.datasync.server.sync.control;

import io.datasync.core.failure.SyncException;
import io.datasync.core.index.StateIndex;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.protocol.fleet.EndedCycle;
import io.datasync.server.fleet.control.HeardHeartbeat;
import io.datasync.server.fleet.control.HeartbeatsHeard;
import io.datasync.server.platform.problem.ProblemReporter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Notes the ends of cycles that heartbeats tell of, since a cycle with nothing to do leaves nothing else (D-26). A heartbeat tells of the
 * same one until the next has ended; it is written once. Called by the one timer of heartbeats.
 */
@ApplicationScoped
public class CycleEnds {
    private static final System.Logger LOG = System.getLogger(CycleEnds.class.getName());

    /** Rows that one transaction holds. */
    private static final int ENDS_MAX = 200;

    /** The most jobs that are remembered; beyond them, some are written again (I-11). */
    private static final int KNOWN_MAX = 200_000;

    private final Map<Teller, Instant> known = new HashMap<>();
    private final StateIndex index;

    @Inject
    CycleEnds(StateIndex index) {
        this.index = index;
    }

    /** Who told, since only the job's own runner is believed. */
    private record Teller(RunnerId runner, JobId job) {}

    private record End(Teller teller, Instant said, Instant at) {}

    void note(@Observes HeartbeatsHeard heard) {
        List<End> ends = new ArrayList<>();
        for (HeardHeartbeat one : heard.heartbeats()) {
            for (EndedCycle cycle : one.heartbeat().endedCycles()) {
                Teller teller = new Teller(one.runner(), cycle.job());
                if (!cycle.endedAt().equals(known.get(teller))) {
                    ends.add(new End(teller, cycle.endedAt(), at(one, cycle)));
                }
            }
        }
        // By key, so that two nodes never wait for each other's rows (D-30).
        ends.sort(Comparator.comparing(end -> end.teller().job()));
        try {
            for (int start = 0; start < ends.size(); start += ENDS_MAX) {
                write(ends.subList(start, Math.min(ends.size(), start + ENDS_MAX)));
            }
        } catch (SyncException failure) {
            // The next heartbeat tells of them as well.
            LOG.log(
                    System.Logger.Level.WARNING,
                    "event=cycles_not_noted cycles={0} code={1} detail=\"{2}\"",
                    ends.size(),
                    failure.code().text(),
                    ProblemReporter.printable(failure.getMessage()));
            LOG.log(System.Logger.Level.DEBUG, "event=cycles_not_noted", failure);
        }
    }

    /** How long ago it was is said by the agent's clock, and from when on by ours: the two may differ. */
    private static Instant at(HeardHeartbeat heard, EndedCycle cycle) {
        Duration age = Duration.between(cycle.endedAt(), heard.heartbeat().sentAt());
        return age.isNegative() ? heard.at() : heard.at().minus(age);
    }

    private void write(List<End> ends) throws SyncException {
        index.transact(transaction -> {
            for (End end : ends) {
                transaction.cycleEnded(end.teller().runner(), end.teller().job(), end.at());
            }
            return ends.size();
        });
        if (known.size() + ends.size() > KNOWN_MAX) {
            known.clear();
        }
        ends.forEach(end -> known.put(end.teller(), end.said()));
    }
}
