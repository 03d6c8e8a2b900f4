package io.datasync.testkit.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.BindException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LoopbackPortTest {
    @Test
    void connectingIsRefusedUntilSomeoneListensAndAgainAfterwards() throws Exception {
        try (var port = LoopbackPort.reserve()) {
            for (int round = 0; round < 3; round++) {
                assertThatThrownBy(() -> new Socket(port.address().getAddress(), port.number()).close())
                        .isInstanceOf(ConnectException.class);
                try (var server = new ServerSocket()) {
                    server.bind(port.address());
                    new Socket(port.address().getAddress(), port.number()).close();
                }
            }
        }
    }

    @Test
    void twoProgramsCannotListen() throws Exception {
        try (var port = LoopbackPort.reserve();
                var first = new ServerSocket();
                var second = new ServerSocket()) {
            first.bind(port.address());
            assertThatThrownBy(() -> second.bind(port.address())).isInstanceOf(BindException.class);
        }
    }

    @Test
    void nobodyGetsAReservedPort() {
        Set<Integer> numbers = new HashSet<>();
        var ports = new LoopbackPort[200];
        for (int i = 0; i < ports.length; i++) {
            ports[i] = LoopbackPort.reserve();
            numbers.add(ports[i].number());
        }
        for (LoopbackPort port : ports) {
            port.close();
        }
        assertThat(numbers).hasSize(ports.length);
    }
}
