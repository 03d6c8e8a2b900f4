package io.datasync.agent.daemon;

import io.datasync.agent.work.LiveStatus;
import io.datasync.agent.work.StopSignal;
import io.datasync.agent.work.Workplace;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.JobId;
import io.datasync.core.protocol.fleet.JobDefinition;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent as a service, until it is told to stop.
 *
 * <p>Every second it looks which jobs there are in the durable state and sees to it that each has a thread; what a thread does follows
 * from what it finds (level-triggered). It starts with the jobs last known, whether or not the server can be reached (D-21).
 */
public final class Daemon {
    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration STATUS_AGE = Duration.ofSeconds(5);
    private static final Duration FIGURES_AGE = Duration.ofSeconds(30);

    /** Threads get this long to end by themselves, and then as long again after an interrupt. */
    private static final Duration ENDING = Duration.ofSeconds(4);

    private final Workplace workplace;
    private final LiveStatus status;
    private final Clock clock;
    private final StopSignal stop;
    private final String version;
    private final SplittableRandom random;
    private final Wake wakeLink = new Wake();
    private final Wake wakeSelf = new Wake();
    private final Map<JobId, Worker> workers = new TreeMap<>();

    /** A job's loop and its thread. */
    private record Worker(JobLoop loop, Thread thread) {}

    /** A service over an opened workplace, which the caller closes afterwards. */
    public Daemon(Workplace workplace, LiveStatus status, Clock clock, StopSignal stop, String version) {
        this.workplace = workplace;
        this.status = status;
        this.clock = clock;
        this.stop = stop;
        this.version = version;
        this.random = new SplittableRandom(new SecureRandom().nextLong());
    }

    /**
     * Works until told to stop. When it returns, every thread has ended, or was given 8 s and left behind: then its cycle is made good by
     * the next start, as after a kill.
     *
     * @throws SyncException {@code INTERRUPTED} alone; nothing else that may happen in operation ends it
     */
    public void run() throws SyncException {
        Figures figures = new Figures(workplace.home(), workplace.states(), workplace.journal());
        HeartbeatSource heartbeats = new HeartbeatSource(workplace.states(), status, figures, clock, stop, version);
        ServerLink link =
                new ServerLink(workplace, heartbeats, status, clock, stop, wakeLink, wakeSelf::ring, random.split());
        Thread linkThread = start(link, "heartbeat");
        Thread figuresThread = start(() -> keepLooking(figures), "figures");
        Instant nextWrite = Instant.MIN;
        while (!stop.isGiven()) {
            settleJobs();
            if (!clock.instant().isBefore(nextWrite)) {
                status.write(true);
                nextWrite = clock.instant().plus(STATUS_AGE);
            }
            wakeSelf.pause(LOOK);
        }
        end(linkThread, figuresThread);
        status.write(false);
    }

    private void keepLooking(Figures figures) {
        while (!stop.isGiven()) {
            figures.look();
            try {
                stop.pause(FIGURES_AGE);
            } catch (SyncException e) {
                return;
            }
        }
    }

    /** Gives each job that is switched on a thread, and ends those of others. */
    private void settleJobs() {
        Map<JobId, JobDefinition> wanted = new TreeMap<>();
        workplace.states().state().jobs().ifPresent(list -> list.jobs().stream()
                .filter(JobDefinition::enabled)
                .forEach(job -> wanted.put(job.job(), job)));
        for (Iterator<Map.Entry<JobId, Worker>> known = workers.entrySet().iterator(); known.hasNext(); ) {
            Map.Entry<JobId, Worker> worker = known.next();
            if (!worker.getValue().thread().isAlive()) {
                known.remove();
            } else if (!wanted.containsKey(worker.getKey())) {
                worker.getValue().loop().end();
            }
        }
        wanted.forEach(this::settle);
    }

    private void settle(JobId id, JobDefinition job) {
        Worker known = workers.get(id);
        if (known != null) {
            known.loop().define(job);
            return;
        }
        LOG.info("event=job_begins job={} source={} interval={}", id, job.root(), job.interval());
        JobLoop loop = new JobLoop(job, workplace, status, clock, stop, random.split());
        workers.put(id, new Worker(loop, start(loop, "job-" + id)));
    }

    private static Thread start(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((dead, failure) ->
                LOG.error("event=thread_died thread={} {}", dead.getName(), failure.toString(), failure));
        thread.start();
        return thread;
    }

    private void end(Thread... others) throws SyncException {
        wakeLink.ring();
        List<Thread> threads = new ArrayList<>(List.of(others));
        workers.values().forEach(worker -> {
            worker.loop().end();
            threads.add(worker.thread());
        });
        if (!joined(threads)) {
            threads.forEach(Thread::interrupt);
            if (!joined(threads)) {
                LOG.warn(
                        "event=stop_cut_off threads={}",
                        threads.stream()
                                .filter(Thread::isAlive)
                                .map(Thread::getName)
                                .toList());
            }
        }
    }

    private boolean joined(List<Thread> threads) throws SyncException {
        Instant until = clock.instant().plus(ENDING);
        for (Thread thread : threads) {
            long millis = Math.max(1, Duration.between(clock.instant(), until).toMillis());
            try {
                thread.join(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SyncException(ErrorCode.INTERRUPTED, true, "Interrupted while ending", e);
            }
        }
        return threads.stream().noneMatch(Thread::isAlive);
    }
}
