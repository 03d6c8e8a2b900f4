package io.datasync.testkit.clock;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;

@DisplayName("The clock that agents, servers and archivers are given")
class SystemClockTest implements ClockContract {
    private final Clock clock = Clock.systemUTC();

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public Optional<Consumer<Duration>> mover() {
        return Optional.empty();
    }
}
