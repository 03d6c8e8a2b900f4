package io.datasync.testkit.simulation.schedule;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The clock of one machine of a simulated world: its time, wrong by so much. Clocks of other zones move together with it. */
public final class SchedulerClock extends Clock {
    private final Scheduler scheduler;
    private final ZoneId zone;
    private final Duration[] wrongBy;

    private SchedulerClock(Scheduler scheduler, ZoneId zone, Duration[] wrongBy) {
        this.scheduler = scheduler;
        this.zone = zone;
        this.wrongBy = wrongBy;
    }

    /** A clock in UTC that is right. */
    public static SchedulerClock of(Scheduler scheduler) {
        return new SchedulerClock(scheduler, ZoneOffset.UTC, new Duration[] {Duration.ZERO});
    }

    /** Sets it wrong by so much, negative when it is behind; zero sets it right. */
    public void wrongBy(Duration error) {
        wrongBy[0] = error;
    }

    @Override
    public Instant instant() {
        return scheduler.now().plus(wrongBy[0]);
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public SchedulerClock withZone(ZoneId other) {
        return new SchedulerClock(scheduler, other, wrongBy);
    }
}
