package io.datasync.testkit.simulation.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Runs activities in simulated time. Each has a thread of its own, so that it may be written as the code under test is, but only one runs at a
 * time: the one that is due first, and of several that are due at once the one that was put to sleep first. So everything that happens follows from
 * what the activities do, and nothing from the machine.
 *
 * <p>{@link #run} and {@link #end} are for the thread that made it, everything else for activities, and {@link #start} for both.
 */
public final class Scheduler {
    private final Executor threads;
    private final PriorityQueue<Sleeper> sleepers = new PriorityQueue<>();
    private final Semaphore idle = new Semaphore(0);
    private Instant now;
    private Instant until = Instant.MIN;
    private long order;
    private boolean over;
    private @Nullable Sleeper running;
    private @Nullable Throwable failure;

    /**
     * A world in which nothing happens yet.
     *
     * @param threads runs each activity at once in a thread of its own
     */
    public Scheduler(Instant begin, Executor threads) {
        this.now = begin;
        this.threads = threads;
    }

    /** An activity that waits for its time. */
    private static final class Sleeper implements Comparable<Sleeper> {
        private final String name;
        private final Semaphore turn = new Semaphore(0);
        private Instant wakeAt = Instant.MIN;
        private long order;

        Sleeper(String name) {
            this.name = name;
        }

        @Override
        public int compareTo(Sleeper other) {
            int byTime = wakeAt.compareTo(other.wakeAt);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    /** The time. */
    public Instant now() {
        return now;
    }

    /** The name of the activity that runs; {@code nobody} between two calls of {@link #run}. */
    public String running() {
        return running == null ? "nobody" : running.name;
    }

    /** Lets an activity begin after so long. */
    public void start(String name, Duration after, Activity activity) {
        Sleeper sleeper = new Sleeper(name);
        enqueue(sleeper, after);
        threads.execute(() -> live(sleeper, activity));
    }

    private void enqueue(Sleeper sleeper, Duration after) {
        if (after.isNegative()) {
            throw new IllegalArgumentException("Time only runs on: " + after);
        }
        sleeper.wakeAt = now.plus(after);
        sleeper.order = order++;
        sleepers.add(sleeper);
    }

    private void live(Sleeper self, Activity activity) {
        self.turn.acquireUninterruptibly();
        try {
            if (!over) {
                activity.run();
            }
        } catch (SimulationOver end) {
            // Asked for.
        } catch (Throwable e) {
            // While everything ends, what falls over says nothing.
            if (!over) {
                failure = e;
                over = true;
            }
        }
        handOn();
    }

    /**
     * Lets time pass for the activity that runs, while others go on.
     *
     * @throws SimulationOver when the simulation ends meanwhile
     */
    public void sleep(Duration duration) {
        Sleeper self = running;
        if (self == null) {
            throw new IllegalStateException("Only an activity can sleep");
        }
        if (over) {
            throw new SimulationOver();
        }
        enqueue(self, duration);
        if (sleepers.element() == self && !self.wakeAt.isAfter(until)) {
            sleepers.remove();
            now = self.wakeAt;
            return;
        }
        handOn();
        self.turn.acquireUninterruptibly();
        if (over) {
            throw new SimulationOver();
        }
    }

    /** Wakes whoever is next; nobody when none is due, so that {@link #run} returns. */
    private void handOn() {
        Sleeper next =
                over || sleepers.isEmpty() || sleepers.element().wakeAt.isAfter(until) ? null : sleepers.remove();
        running = next;
        if (next == null) {
            idle.release();
        } else {
            now = next.wakeAt;
            next.turn.release();
        }
    }

    /**
     * Runs everything that is due until then. Returns at that time, or as soon as an activity fails.
     *
     * @return what an activity threw; {@code null} when all goes well
     */
    public @Nullable Throwable run(Instant end) {
        if (over) {
            return failure;
        }
        until = end;
        handOn();
        idle.acquireUninterruptibly();
        if (!over) {
            now = end;
        }
        return failure;
    }

    /**
     * Ends every activity where it sleeps. Repeating it changes nothing.
     *
     * @return what an activity threw, now or before
     */
    public @Nullable Throwable end() {
        over = true;
        while (!sleepers.isEmpty()) {
            Sleeper next = sleepers.remove();
            running = next;
            next.turn.release();
            idle.acquireUninterruptibly();
        }
        running = null;
        return failure;
    }
}
