package io.datasync.server.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.datasync.server.platform.settings.Configuration;
import io.datasync.server.security.control.Random256;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("I-13 time and chance of the server")
class TimeAndChanceTest {
    /**
     * Configuration is where both come from. Secrets are made by no generator that could be replaced: one with a known seed would give
     * them away.
     */
    private static final Set<String> ALLOWED = Set.of(Configuration.class.getName(), Random256.class.getName());

    @Test
    @DisplayName("are given, never taken from a static call")
    void areGiven() {
        assertThat(StaticCalls.in(ServerClasses.ALL, ALLOWED)).isEmpty();
    }

    @Test
    @DisplayName("are found by the rule in each way of taking them, and where it is allowed too")
    void theRuleCanFail() {
        var offender = new ClassFileImporter().importClasses(Offender.class);
        assertThat(StaticCalls.in(offender, Set.of())).hasSize(10).noneMatch(text -> text.contains("allowed("));
        assertThat(StaticCalls.in(offender, Set.of(Offender.class.getName()))).isEmpty();
        assertThat(StaticCalls.in(ServerClasses.ALL, Set.of())).hasSize(3);
    }

    /** Does what is forbidden, once each. */
    static final class Offender {
        private Offender() {}

        static Object[] offend() {
            Supplier<Instant> reference = Instant::now;
            Supplier<UUID> another = UUID::randomUUID;
            return new Object[] {
                Instant.now(),
                LocalDateTime.now(ZoneOffset.UTC),
                Clock.systemUTC(),
                System.currentTimeMillis(),
                Math.random(),
                new Random(),
                new SecureRandom(),
                UUID.randomUUID(),
                reference,
                another
            };
        }

        static Object[] allowed(Clock clock) {
            return new Object[] {Instant.now(clock), clock.instant(), new Random(1), System.nanoTime()};
        }
    }
}
