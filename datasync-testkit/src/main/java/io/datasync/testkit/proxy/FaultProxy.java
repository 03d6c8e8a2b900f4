package io.datasync.testkit.proxy;

import io.datasync.testkit.process.LoopbackPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy on a free port of 127.0.0.1 whose faults a test switches on and off.
 *
 * <p>A fault holds for every request that begins after the call returned, on old and new connections; {@link #refuse}
 * also ends what is under way, and {@link #swallow} withholds what would still be answered. HTTP/1.1 is understood as
 * far as it takes to count requests and to find their ends; any other protocol goes through too, uncounted, and each
 * piece that arrives stands for a request. Clients must not pipeline.
 *
 * <p>Thread-safe. The server need not be there: a connection made while it is away is reset. {@link #close} ends every
 * connection; the threads are daemons.
 */
public final class FaultProxy implements AutoCloseable {
    private static final int CONNECTIONS_MAX = 512;
    private static final int ACCEPT_FAILURES_MAX = 100;
    private static final int REQUESTS_KEPT = 10_000;

    private final InetSocketAddress server;
    private final LoopbackPort port = LoopbackPort.reserve();
    private final AtomicLong requestBytes = new AtomicLong();
    private final AtomicLong responseBytes = new AtomicLong();
    private final AtomicLong droppedBytes = new AtomicLong();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition closing = lock.newCondition();
    // Guarded by lock.
    private final Set<ProxiedConnection> connections = new HashSet<>();
    private final Deque<ProxiedRequest> seen = new ArrayDeque<>();
    private long requests;
    private @Nullable ServerSocket listener;
    private boolean closed;

    private volatile Fault standing = Fault.pass();
    private volatile Function<ProxiedRequest, Fault> plan = request -> Fault.pass();

    private FaultProxy(InetSocketAddress server) {
        this.server = server;
    }

    /** A proxy before the given server that lets everything pass. */
    public static FaultProxy before(InetSocketAddress server) {
        var proxy = new FaultProxy(server);
        proxy.listen();
        return proxy;
    }

    /** Where clients connect to. */
    public InetSocketAddress address() {
        return port.address();
    }

    /** Where HTTP clients connect to, without a path. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + port.number());
    }

    /** Lets everything pass from now on. */
    public void pass() {
        apply(Fault.pass());
    }

    /** Refuses connections from now on, and resets those that are open. */
    public void refuse() {
        apply(Fault.refuse());
    }

    /** Accepts and never answers from now on. */
    public void swallow() {
        apply(Fault.swallow());
    }

    /** Holds each request back for that long from now on. */
    public void delay(Duration by) {
        apply(Fault.delay(by));
    }

    /** Ends each request after so many of its bytes from now on. */
    public void cutRequest(long afterBytes) {
        apply(Fault.cutRequest(afterBytes));
    }

    /** Ends each answer after so many of its bytes from now on; after 0 the request is carried out and not answered. */
    public void cutResponse(long afterBytes) {
        apply(Fault.cutResponse(afterBytes));
    }

    /** Does the same to every request from now on. */
    public void apply(Fault fault) {
        lock.lock();
        try {
            standing = fault;
            plan = request -> fault;
            if (fault.kind() == Fault.Kind.REFUSE) {
                stopListening();
                List.copyOf(connections).forEach(ProxiedConnection::reset);
            } else {
                listen();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Does to each request from now on what the function says, which is asked once for each, in the order of their
     * numbers; a request refused by it is reset. Other protocols than HTTP/1.1 pass.
     */
    public void decide(Function<ProxiedRequest, Fault> faultOf) {
        lock.lock();
        try {
            apply(Fault.pass());
            plan = faultOf;
        } finally {
            lock.unlock();
        }
    }

    /** How many requests have come, whatever became of them; those dropped unread by {@link #swallow} are not counted. */
    public long requests() {
        lock.lock();
        try {
            return requests;
        } finally {
            lock.unlock();
        }
    }

    /** The requests that have come, in order; the last 10,000 of them. */
    public List<ProxiedRequest> seen() {
        lock.lock();
        try {
            return List.copyOf(seen);
        } finally {
            lock.unlock();
        }
    }

    /** How many bytes have gone to the server. */
    public long requestBytes() {
        return requestBytes.get();
    }

    /** How many bytes have gone to clients. */
    public long responseBytes() {
        return responseBytes.get();
    }

    /** How many bytes of clients {@link #swallow} has read and dropped; grows as soon as a client has met the silence. */
    public long droppedBytes() {
        return droppedBytes.get();
    }

    /** How many connections are open. */
    public int connections() {
        lock.lock();
        try {
            return connections.size();
        } finally {
            lock.unlock();
        }
    }

    /** Ends every connection and gives the port back. A second call does nothing. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            closing.signalAll();
            stopListening();
            List.copyOf(connections).forEach(ProxiedConnection::reset);
            port.close();
        } finally {
            lock.unlock();
        }
    }

    /** Counts a request and decides what happens to it. */
    Fault fault(RequestHead head) {
        lock.lock();
        try {
            requests++;
            var request = new ProxiedRequest(requests, head.method(), head.target());
            if (seen.size() == REQUESTS_KEPT) {
                seen.removeFirst();
            }
            seen.addLast(request);
            return plan.apply(request);
        } finally {
            lock.unlock();
        }
    }

    /** What holds for everything at the moment; passing while a function decides. */
    Fault standing() {
        return standing;
    }

    /** Waits that long, or until the proxy is closed. */
    void pause(Duration by) throws IOException {
        lock.lock();
        try {
            long left = by.toNanos();
            while (left > 0 && !closed) {
                left = closing.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            lock.unlock();
        }
    }

    void forwarded(int bytes) {
        requestBytes.addAndGet(bytes);
    }

    void delivered(int bytes) {
        responseBytes.addAndGet(bytes);
    }

    void dropped(int bytes) {
        droppedBytes.addAndGet(bytes);
    }

    void ended(ProxiedConnection connection) {
        lock.lock();
        try {
            connections.remove(connection);
        } finally {
            lock.unlock();
        }
    }

    void start(Runnable work) {
        var thread = new Thread(work, "fault-proxy-" + port.number());
        thread.setDaemon(true);
        thread.start();
    }

    private void listen() {
        lock.lock();
        try {
            if (listener == null && !closed) {
                var opened = new ServerSocket();
                opened.setReuseAddress(true);
                opened.bind(port.address(), CONNECTIONS_MAX);
                listener = opened;
                start(() -> acceptAll(opened));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on " + port.address(), e);
        } finally {
            lock.unlock();
        }
    }

    private void stopListening() {
        try {
            if (listener != null) {
                listener.close();
                listener = null;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void acceptAll(ServerSocket from) {
        int failures = 0;
        while (!from.isClosed() && failures < ACCEPT_FAILURES_MAX) {
            try {
                accepted(from.accept());
                failures = 0;
            } catch (IOException e) {
                // Closed, and the loop ends; or one client has gone already; or this JVM is out of descriptors.
                failures++;
            }
        }
    }

    private void accepted(Socket client) {
        var connection = new ProxiedConnection(this, client);
        lock.lock();
        try {
            if (closed || standing.kind() == Fault.Kind.REFUSE || connections.size() == CONNECTIONS_MAX) {
                connection.reset();
                return;
            }
            connections.add(connection);
        } finally {
            lock.unlock();
        }
        start(() -> connection.requests(server));
    }
}
