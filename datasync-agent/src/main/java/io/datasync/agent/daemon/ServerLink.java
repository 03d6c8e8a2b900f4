package io.datasync.agent.daemon;

import io.datasync.agent.state.AgentState;
import io.datasync.agent.work.LiveStatus;
import io.datasync.agent.work.StopSignal;
import io.datasync.agent.work.Workplace;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.protocol.fleet.HeartbeatAnswer;
import io.datasync.core.protocol.fleet.RunnerStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps in touch with the server, in a thread of its own that no upload can hold up (AGT-2): enrols the PC, gives signs of life, and
 * fetches its jobs. When the server is away it says so and tries again; archiving does not depend on it (D-22).
 */
final class ServerLink implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ServerLink.class);
    private static final Duration USUAL = Duration.ofMinutes(1);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration WHILE_PENDING = Duration.ofSeconds(10);
    private static final Duration JOBS_AGE_MAX = Duration.ofMinutes(5);
    private static final Duration REMINDER = Duration.ofHours(1);
    private static final Duration CLOCK_OFFSET_MAX = Duration.ofMinutes(1);

    private final Workplace workplace;
    private final HeartbeatSource heartbeats;
    private final LiveStatus status;
    private final Clock clock;
    private final StopSignal stop;
    private final Wake wake;
    private final Runnable jobsFetched;
    private final Backoff backoff;

    private boolean checkEnrolment = true;
    private Instant jobsFetchedAt = Instant.MIN;
    private Optional<Instant> awaySince = Optional.empty();
    private Instant remindAt = Instant.MIN;
    private boolean clockOff;

    ServerLink(
            Workplace workplace,
            HeartbeatSource heartbeats,
            LiveStatus status,
            Clock clock,
            StopSignal stop,
            Wake wake,
            Runnable jobsFetched,
            RandomGenerator random) {
        this.workplace = workplace;
        this.heartbeats = heartbeats;
        this.status = status;
        this.clock = clock;
        this.stop = stop;
        this.wake = wake;
        this.jobsFetched = jobsFetched;
        Duration usual = workplace.settings().heartbeatInterval().orElse(USUAL);
        this.backoff = new Backoff(usual.compareTo(FIRST_RETRY) < 0 ? usual : FIRST_RETRY, usual, random);
    }

    @Override
    public void run() {
        while (!stop.isGiven()) {
            wake.pause(step());
        }
    }

    /** One exchange with the server; says how long to wait for the next. */
    private Duration step() {
        try {
            Duration next = talk();
            here();
            return backoff.afterSuccess(next);
        } catch (SyncException e) {
            if (e.code() == ErrorCode.INTERRUPTED) {
                return Duration.ZERO;
            }
            away(e);
            return backoff.afterFailure();
        } catch (RuntimeException e) {
            // The top of the thread: a bug must not make the PC look dead.
            LOG.error("event=heartbeat_failed code=internal Heartbeat failed: {}", e.toString(), e);
            return backoff.afterFailure();
        }
    }

    private Duration talk() throws SyncException {
        Optional<Duration> own = workplace.settings().heartbeatInterval();
        if (checkEnrolment && !enrolled()) {
            return own.orElse(WHILE_PENDING);
        }
        HeartbeatAnswer answer = workplace.server().heartbeat(heartbeats.next());
        compareClocks(answer);
        boolean due = jobsFetchedAt.plus(JOBS_AGE_MAX).isBefore(clock.instant());
        if (due || answer.commandsWaiting() || !hasJobs()) {
            workplace.refreshJobs();
            jobsFetchedAt = clock.instant();
            jobsFetched.run();
        }
        return Backoff.usual(own, answer.nextInterval());
    }

    /** Asks for the enrolment until it is through; a refused heartbeat asks again. */
    private boolean enrolled() throws SyncException {
        AgentState before = workplace.states().state();
        AgentState now = workplace.enrolment().check();
        if (!now.status().equals(before.status()) || !now.runner().equals(before.runner())) {
            LOG.info(
                    "event=enrolment runner={} status={}",
                    now.runner().map(Object::toString).orElse("none"),
                    now.status().map(RunnerStatus::text).orElse("none"));
        }
        checkEnrolment = now.status().filter(RunnerStatus.PENDING::equals).isPresent();
        return !checkEnrolment;
    }

    private boolean hasJobs() {
        return workplace
                .states()
                .state()
                .jobs()
                .filter(list -> !list.jobs().isEmpty())
                .isPresent();
    }

    /** Says once when the two clocks part, and once when they agree again. */
    private void compareClocks(HeartbeatAnswer answer) {
        Duration offset = Duration.between(clock.instant(), answer.serverTime());
        boolean off = offset.abs().compareTo(CLOCK_OFFSET_MAX) > 0;
        if (off && !clockOff) {
            LOG.warn("event=clock_off seconds={} the server's clock minus this PC's", offset.toSeconds());
        } else if (!off && clockOff) {
            LOG.info("event=clock_agrees");
        }
        clockOff = off;
    }

    private void here() {
        status.online(true);
        if (awaySince.isPresent()) {
            LOG.info(
                    "event=server_reachable after_seconds={}",
                    Duration.between(awaySince.get(), clock.instant()).toSeconds());
            awaySince = Optional.empty();
        }
    }

    private void away(SyncException e) {
        checkEnrolment = true;
        status.online(false);
        Instant now = clock.instant();
        if (awaySince.isEmpty()) {
            awaySince = Optional.of(now);
            remindAt = now.plus(REMINDER);
            LOG.warn(
                    "event=heartbeat_failed code={} Heartbeat failed, {}: {}",
                    e.code().text(),
                    meaning(e.code()),
                    e.getMessage());
        } else if (!now.isBefore(remindAt)) {
            remindAt = now.plus(REMINDER);
            LOG.warn(
                    "event=heartbeat_failed code={} since={} Heartbeat failed, {}: {}",
                    e.code().text(),
                    awaySince.get(),
                    meaning(e.code()),
                    e.getMessage());
        } else {
            LOG.debug(
                    "event=heartbeat_failed code={} Heartbeat failed: {}",
                    e.code().text(),
                    e.getMessage());
        }
    }

    /** The words that runbooks search for (OPS-11). */
    private static String meaning(ErrorCode code) {
        if (code == ErrorCode.UNAUTHENTICATED) {
            return "401, the server does not know this PC's key";
        }
        return code == ErrorCode.FORBIDDEN || code == ErrorCode.RUNNER_PENDING
                ? "the server refuses this PC"
                : "server unreachable";
    }
}
