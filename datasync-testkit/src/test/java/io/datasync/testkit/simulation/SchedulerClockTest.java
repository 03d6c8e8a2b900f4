package io.datasync.testkit.simulation;

import io.datasync.testkit.clock.ClockContract;
import io.datasync.testkit.simulation.schedule.Scheduler;
import io.datasync.testkit.simulation.schedule.SchedulerClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;

@DisplayName("The clock of a machine in a simulated world")
class SchedulerClockTest implements ClockContract {
    private final SchedulerClock clock =
            SchedulerClock.of(new Scheduler(Instant.parse("2026-04-23T06:00:00Z"), Runnable::run));
    private Duration wrongBy = Duration.ZERO;

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public Optional<Consumer<Duration>> mover() {
        return Optional.of(by -> {
            wrongBy = wrongBy.plus(by);
            clock.wrongBy(wrongBy);
        });
    }
}
