package io.datasync.server.platform.settings;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The settings of this node, read once, the clock, and chance (I-13).
 *
 * <p>Wrong settings do not keep the application from starting, since Payara would then stay up and say nothing: the defaults
 * stand in, {@link #fault()} says what is wrong, readiness is down and no request is served.
 */
@ApplicationScoped
public class Configuration {
    private final ServerSettings settings;
    private final Optional<String> fault;
    private final Clock clock;

    /** Reads all sources of MicroProfile Config. */
    public Configuration() {
        Config config = ConfigProvider.getConfig();
        var all = new TreeMap<String, String>();
        for (String name : config.getPropertyNames()) {
            if (name.regionMatches(true, 0, "datasync", 0, 8)) {
                config.getOptionalValue(name, String.class).ifPresent(value -> all.put(name, value));
            }
        }
        ServerSettings read = ServerSettings.defaults(Path.of("datasync-home"));
        Optional<String> wrong = Optional.empty();
        try {
            read = new SettingsReader(all).read();
        } catch (IllegalArgumentException problem) {
            wrong = Optional.of(String.valueOf(problem.getMessage()));
        }
        settings = read;
        fault = wrong;
        clock = read.testClockFile()
                .<Clock>map(file -> new FileOffsetClock(Clock.systemUTC(), file, System::nanoTime))
                .orElseGet(Clock::systemUTC);
    }

    /** What is wrong with the settings, naming the one at fault; empty when nothing is. */
    public Optional<String> fault() {
        return fault;
    }

    @Produces
    ServerSettings settings() {
        return settings;
    }

    /** By how much a test has moved the clock; empty on every node that is not one of tests. */
    public Optional<Duration> testClockOffset() {
        return clock instanceof FileOffsetClock moved ? Optional.of(moved.offset()) : Optional.empty();
    }

    @Produces
    Clock clock() {
        return clock;
    }

    /** For what must differ but is no secret. Thread-safe, as few other generators are, and no two nodes begin alike. */
    @Produces
    @Singleton
    RandomGenerator chance() {
        return new SecureRandom();
    }
}
