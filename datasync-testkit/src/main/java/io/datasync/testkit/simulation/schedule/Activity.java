package io.datasync.testkit.simulation.schedule;

/** What one party of a simulated world does, from its beginning to its end. It lets time pass by {@link Scheduler#sleep}. */
@FunctionalInterface
public interface Activity {
    /** Does it. What it throws ends the whole simulation. */
    void run() throws Exception;
}
