package io.datasync.testkit.sandbox;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * The database of a sandbox's servers. It outlives every restart of a server and is closed with the sandbox.
 *
 * <p>An implementation need not be thread-safe; its methods may block.
 */
public interface SandboxDatabase extends AutoCloseable {
    /** Where it listens, for a proxy before it; empty for one inside the server's process. */
    Optional<InetSocketAddress> address();

    /** The JDBC URL by which a server reaches it at this address, its own or that of a proxy. */
    String url(InetSocketAddress at);

    /** The user's name. */
    String user();

    /** The user's password. */
    String password();

    @Override
    void close();
}
