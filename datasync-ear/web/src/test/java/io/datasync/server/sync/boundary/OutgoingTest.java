package io.datasync.server.sync.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("API-6 whether an answer is gzipped")
class OutgoingTest {
    @ParameterizedTest
    @ValueSource(strings = {"gzip", "GZIP", "br, gzip", "gzip;q=0.5", "br;q=1.0 , gzip ; q=0.001", "deflate,gzip"})
    @DisplayName("yes")
    void taken(String accepted) {
        assertThat(Outgoing.takesGzip(accepted)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "identity", "br, deflate", "gzip;q=0", "gzip; q=0.000", "x-gzipped", "*;q=0"})
    @DisplayName("no")
    void notTaken(String accepted) {
        assertThat(Outgoing.takesGzip(accepted)).isFalse();
    }

    @Test
    @DisplayName("no, when nothing is said")
    void nothingSaid() {
        assertThat(Outgoing.takesGzip(null)).isFalse();
    }
}
