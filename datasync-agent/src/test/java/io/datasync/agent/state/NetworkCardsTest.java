package io.datasync.agent.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NetworkCardsTest {
    @TempDir
    Path list;

    private void card(String name, String address, boolean device) throws IOException {
        Path card = Files.createDirectories(list.resolve(name));
        Files.writeString(card.resolve("address"), address + "\n");
        if (device) {
            Files.createDirectory(card.resolve("device"));
        }
    }

    @Test
    @DisplayName("D-27 built-in cards count in one order, whether or not the network is up; bridges and tunnels do not")
    void devicesCount() throws IOException {
        card("eth1", "02:00:00:00:00:01", true);
        card("eth0", "02:00:00:00:00:02", true);
        card("lo", "00:00:00:00:00:00", false);
        card("docker0", "02:00:00:00:00:03", false);
        card("tun0", "", false);
        card("ib0", "", true);
        Files.writeString(list.resolve("bonding_masters"), "");
        assertThat(NetworkCards.ofKernel(list)).containsExactly("02:00:00:00:00:01", "02:00:00:00:00:02");
    }

    @Test
    @DisplayName("D-27 in a container, which has no device, the cards that it was given count")
    void aContainerHasNoDevices() throws IOException {
        card("lo", "00:00:00:00:00:00", false);
        card("eth0", "02:42:ac:11:00:02", false);
        assertThat(NetworkCards.ofKernel(list)).containsExactly("02:42:ac:11:00:02");
    }

    @Test
    @DisplayName("without a list there is nothing to tell PCs apart by but the system's own id")
    void noList() {
        assertThat(NetworkCards.ofKernel(list.resolve("absent"))).isEmpty();
    }
}
