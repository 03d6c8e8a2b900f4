package io.datasync.testkit.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.testkit.process.LoopbackPort;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PortTest extends PretendedMachine {
    @Test
    @DisplayName("PLAT-4 a server is not started on a port that is taken, whoever starts it")
    void takenIsSaid() throws IOException {
        try (var port = LoopbackPort.reserve();
                var other = new ServerSocket()) {
            environment.put("DATASYNC_PORT", Integer.toString(port.number()));
            assertThat(launchAlone(NODE_LAUNCHER)).satisfies(started -> {
                assertThat(started.code()).isZero();
                assertThat(started.text()).contains("[--port] [" + port.number() + "]");
            });
            other.bind(port.address());
            assertThat(launchAlone(NODE_LAUNCHER))
                    .isEqualTo(new Outcome(
                            5,
                            List.of("Port " + port.number() + " is in use by another program. Try DATASYNC_PORT="
                                    + (port.number() + 1) + ".")));
        }
    }
}
