package io.datasync.drills.demo.seats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.datasync.drills.demo.ending.DemoFailure;
import io.datasync.drills.demo.ending.Ending;
import io.datasync.testkit.process.LoopbackPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ServerSeatTest {
    @Test
    @DisplayName("PLAT-4 a port in use is said at once, with one that is free")
    void aPortInUseIsSaid() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatExceptionOfType(DemoFailure.class)
                    .isThrownBy(() -> ServerSeat.checkPort(taken.getLocalPort()))
                    .withMessageContaining("Try --port ")
                    .satisfies(failure -> assertThat(failure.ending()).isEqualTo(Ending.PORT_IN_USE));
        }
        try (LoopbackPort free = LoopbackPort.reserve()) {
            assertThatCode(() -> ServerSeat.checkPort(free.number())).doesNotThrowAnyException();
        }
    }
}
