package io.datasync.server.platform.pulse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PulseTest {
    private final Pulse pulse = new Pulse();

    @Test
    void beforeTheFirstAnswerTheDatabaseIsGone() {
        assertThat(pulse.failure()).isPresent();
        assertThat(pulse.revision("api_keys")).isEmpty();
    }

    @Test
    void anAnswerMakesItGood() {
        pulse.heard(System.nanoTime(), Map.of("api_keys", 7L));
        assertThat(pulse.failure()).isEmpty();
        assertThat(pulse.revision("api_keys")).contains(7L);
        assertThat(pulse.revision("other")).isEmpty();
    }

    @Test
    @DisplayName("D-34 after two seconds without an answer no cache may rely on the revision")
    void anOldRevisionIsNone() {
        pulse.heard(System.nanoTime() - Duration.ofMillis(2_001).toNanos(), Map.of("api_keys", 7L));
        assertThat(pulse.revision("api_keys")).isEmpty();
        assertThat(pulse.failure()).isEmpty();
    }

    @Test
    @DisplayName("D-37 a query that hangs shows as silence")
    void silenceIsAFailure() {
        pulse.heard(System.nanoTime() - Duration.ofMillis(5_001).toNanos(), Map.of());
        assertThat(pulse.failure()).contains("the database does not answer");
    }

    @Test
    @DisplayName("RUN-5 a failure shows at once and goes with the next answer")
    void aFailureShowsAtOnce() {
        pulse.heard(System.nanoTime(), Map.of("api_keys", 7L));
        pulse.failed("connection refused");
        assertThat(pulse.failure()).contains("connection refused");
        pulse.heard(System.nanoTime(), Map.of("api_keys", 8L));
        assertThat(pulse.failure()).isEmpty();
    }
}
