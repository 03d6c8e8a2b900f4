package io.datasync.server.platform.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.server.platform.problem.BodyTooLargeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("I-11 a body is bounded")
class BoundedStreamTest {
    private static BoundedStream of(int bytes) {
        return new BoundedStream(new ByteArrayInputStream(new byte[bytes]), 10);
    }

    @Test
    void asMuchAsAllowedIsRead() throws IOException {
        assertThat(of(10).readAllBytes()).hasSize(10);
    }

    @Test
    void oneMoreFailsHoweverItIsRead() {
        assertThatThrownBy(() -> of(11).readAllBytes()).isInstanceOf(BodyTooLargeException.class);
        assertThatThrownBy(() -> of(11).skip(11)).isInstanceOf(BodyTooLargeException.class);
        assertThatThrownBy(() -> {
                    BoundedStream stream = of(11);
                    while (stream.read() >= 0) {
                        // to the end
                    }
                })
                .isInstanceOf(BodyTooLargeException.class);
    }
}
