package io.datasync.testkit.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/**
 * A free TCP port of 127.0.0.1 that nobody else gets until {@link #close}.
 *
 * <p>The port is bound but does not listen: connecting to it is refused, and a program that binds it with address
 * reuse (as Java and PostgreSQL do) may listen on it, stop and listen again. So a server can be started, killed and
 * started once more on the same port without a race. This is how Linux binds; elsewhere it may not hold.
 */
public final class LoopbackPort implements AutoCloseable {
    private final SocketChannel reservation;
    private final InetSocketAddress address;

    private LoopbackPort(SocketChannel reservation, InetSocketAddress address) {
        this.reservation = reservation;
        this.address = address;
    }

    /** Takes a port that is free now. */
    public static LoopbackPort reserve() {
        try {
            var channel = SocketChannel.open(StandardProtocolFamily.INET);
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(new InetSocketAddress(loopback(), 0));
            return new LoopbackPort(channel, (InetSocketAddress) channel.getLocalAddress());
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on 127.0.0.1", e);
        }
    }

    /** The port's number. */
    public int number() {
        return address.getPort();
    }

    /** The port with its host, 127.0.0.1. */
    public InetSocketAddress address() {
        return address;
    }

    /** Gives the port back; a program that listens on it goes on. */
    @Override
    public void close() {
        try {
            reservation.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
    }
}
