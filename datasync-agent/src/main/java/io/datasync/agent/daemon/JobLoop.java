package io.datasync.agent.daemon;

import io.datasync.agent.work.LiveStatus;
import io.datasync.agent.work.StopSignal;
import io.datasync.agent.work.Workplace;
import io.datasync.core.cycle.CycleResult;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.protocol.fleet.JobDefinition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes one job again and again, in a thread of its own, until it is told to end.
 *
 * <p>It remembers nothing between cycles but how many failed in a row: what is to be done follows from source, journal and archive.
 */
final class JobLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(JobLoop.class);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
    private static final Duration RETRY_LIMIT = Duration.ofMinutes(2);

    private final Workplace workplace;
    private final LiveStatus status;
    private final Clock clock;
    private final StopSignal stop;
    private final Wake wake = new Wake();
    private final Backoff backoff;
    private volatile JobDefinition definition;
    private volatile boolean ended;

    JobLoop(
            JobDefinition definition,
            Workplace workplace,
            LiveStatus status,
            Clock clock,
            StopSignal stop,
            RandomGenerator random) {
        this.definition = definition;
        this.workplace = workplace;
        this.status = status;
        this.clock = clock;
        this.stop = stop;
        Duration usual = interval(definition);
        this.backoff = new Backoff(
                usual.compareTo(FIRST_RETRY) < 0 ? usual : FIRST_RETRY,
                usual.compareTo(RETRY_LIMIT) < 0 ? usual : RETRY_LIMIT,
                random);
    }

    /** The job as the server has it now; when it changed, the next cycle comes at once. */
    void define(JobDefinition now) {
        if (!now.equals(definition)) {
            definition = now;
            wake.ring();
        }
    }

    /** Asks it to end: at once between cycles, else after the one under way, unless the agent as a whole stops. */
    void end() {
        ended = true;
        wake.ring();
    }

    @Override
    public void run() {
        while (!ended && !stop.isGiven()) {
            wake.pause(cycle());
        }
    }

    /** One cycle; says how long to wait for the next. */
    private Duration cycle() {
        JobDefinition job = definition;
        Instant begin = clock.instant();
        try {
            CycleResult result = workplace.execution().execute(job, Optional.empty(), status.listener(job.job()));
            status.ended(job.job(), result);
            if (result.failure().isPresent() || !result.reported()) {
                return backoff.afterFailure();
            }
            Duration took = Duration.between(begin, clock.instant());
            Duration rest = interval(job).minus(took);
            return backoff.afterSuccess(rest.isNegative() ? Duration.ZERO : rest);
        } catch (SyncException e) {
            return failed(job, e);
        } catch (RuntimeException e) {
            // The top of the thread: a bug met in one job must not end the others, nor this one for good.
            LOG.error("event=cycle_failed job={} code=internal {}", job.job(), e.toString(), e);
            return backoff.afterFailure();
        }
    }

    private Duration failed(JobDefinition job, SyncException e) {
        if (e.code() != ErrorCode.INTERRUPTED) {
            status.failed(job.job(), e);
        }
        if (e.code() == ErrorCode.JOURNAL_CORRUPT) {
            replaceJournal(job);
        }
        return backoff.afterFailure();
    }

    private void replaceJournal(JobDefinition job) {
        try {
            workplace.replaceDamagedJournal();
        } catch (SyncException e) {
            status.failed(job.job(), e);
        }
    }

    private Duration interval(JobDefinition job) {
        return Backoff.usual(workplace.settings().cycleInterval(), job.interval());
    }
}
