package io.datasync.agent.state;

import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HexFormat;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The addresses of this PC's network cards.
 *
 * <p>Java lists on Linux only the cards that have an IP address, so none before the network is up; there the kernel's own list is read.
 */
final class NetworkCards {
    private static final Path KERNEL_LIST = Path.of("/sys/class/net");
    private static final String NO_ADDRESS = "[0:]*";

    private NetworkCards() {}

    static SortedSet<String> addresses() {
        return Files.isDirectory(KERNEL_LIST) ? ofKernel(KERNEL_LIST) : ofJava();
    }

    /** Those of cards that are devices; where there are none, as in a container, those of all but the loopback. */
    static SortedSet<String> ofKernel(Path list) {
        SortedSet<String> devices = new TreeSet<>();
        SortedSet<String> all = new TreeSet<>();
        try (DirectoryStream<Path> cards = Files.newDirectoryStream(list)) {
            for (Path card : cards) {
                String address = Machine.firstLine(card.resolve("address"));
                if (!address.matches(NO_ADDRESS)) {
                    all.add(address);
                    if (Files.exists(card.resolve("device"))) {
                        devices.add(address);
                    }
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return new TreeSet<>();
        }
        return devices.isEmpty() ? all : devices;
    }

    private static SortedSet<String> ofJava() {
        SortedSet<String> all = new TreeSet<>();
        try {
            for (NetworkInterface card : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                byte[] address = card.getHardwareAddress();
                if (address != null && address.length > 0) {
                    all.add(HexFormat.of().formatHex(address));
                }
            }
        } catch (SocketException e) {
            return new TreeSet<>();
        }
        return all;
    }
}
