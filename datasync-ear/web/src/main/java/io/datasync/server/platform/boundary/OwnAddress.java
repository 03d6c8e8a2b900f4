package io.datasync.server.platform.boundary;

import io.datasync.server.platform.problem.Correlation;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Whether what is sent to this node's address reaches this node. Payara opens its port only when the application is there, and says nothing
 * when another program took it meanwhile.
 *
 * <p>A request with a new correlation id is sent: nobody else answers with it. For one thread; a call blocks for seconds at most.
 */
final class OwnAddress {
    /** The port may open some seconds after the application was started. */
    static final int TRIES = 3;

    private static final System.Logger LOG = System.getLogger(OwnAddress.class.getName());
    private static final int MILLIS_MAX = 3_000;

    private final URI address;
    private final RandomGenerator random;
    private int failed;
    private boolean reached;

    OwnAddress(URI address, RandomGenerator random) {
        this.address = address;
        this.random = random;
    }

    /** The address of a node that listens there. */
    static URI of(String host, int port) {
        String literal = host.equals("0.0.0.0") ? "127.0.0.1" : host.equals("::") ? "::1" : host;
        return URI.create("http://" + (literal.contains(":") ? "[" + literal + "]" : literal) + ":" + port);
    }

    /** Tries until it was reached once; says once that it is not, and once that it is after all. */
    void look() {
        if (reached) {
            return;
        }
        reached = answers();
        if (reached && failed >= TRIES) {
            LOG.log(System.Logger.Level.INFO, "event=node_reached address={0}", address);
        } else if (!reached && ++failed == TRIES) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "event=node_not_reached address={0} reason=\"nothing answers there, or another program does: it may have the port\"",
                    address);
        }
    }

    private boolean answers() {
        String id = new UUID(random.nextLong(), random.nextLong()).toString();
        try {
            var request =
                    (HttpURLConnection) address.resolve("/api/health").toURL().openConnection(java.net.Proxy.NO_PROXY);
            request.setConnectTimeout(MILLIS_MAX);
            request.setReadTimeout(MILLIS_MAX);
            request.setRequestProperty(Correlation.HEADER, id);
            try {
                return id.equals(request.getHeaderField(Correlation.HEADER));
            } finally {
                request.disconnect();
            }
        } catch (IOException refused) {
            return false;
        }
    }
}
