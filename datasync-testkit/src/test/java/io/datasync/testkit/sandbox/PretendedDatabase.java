package io.datasync.testkit.sandbox;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/** A database that nobody connects to. */
final class PretendedDatabase implements SandboxDatabase {
    boolean closed;

    @Override
    public Optional<InetSocketAddress> address() {
        return Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
    }

    @Override
    public String url(InetSocketAddress at) {
        return "jdbc:pretended:" + at.getPort();
    }

    @Override
    public String user() {
        return "user";
    }

    @Override
    public String password() {
        return "password";
    }

    @Override
    public void close() {
        closed = true;
    }
}
