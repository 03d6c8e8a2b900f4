package io.datasync.testkit.proxy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One client's connection with its connection to the server. One thread runs {@link #requests}, which starts another
 * one for the answers; the later of the two to end closes both sides.
 */
final class ProxiedConnection {
    private static final long NO_LIMIT = Long.MAX_VALUE;
    private static final int CONNECT_MILLIS = 5_000;
    private static final int BUFFER_BYTES = 16 * 1024;

    private final FaultProxy proxy;
    private final Socket client;
    private final Socket server = new Socket();
    private final AtomicInteger directions = new AtomicInteger(1);
    private final Object lock = new Object();
    /** A thread that is reading when its socket is closed may be given what arrives in the same moment. */
    private volatile boolean ended;
    // Both guarded by lock: the thread of the requests sets them, the thread of the answers obeys.
    private boolean silent;
    private long responseLeft = NO_LIMIT;

    ProxiedConnection(FaultProxy proxy, Socket client) {
        this.proxy = proxy;
        this.client = client;
    }

    /** Carries requests to the server, each by the fault decided for it, until either side ends. */
    void requests(InetSocketAddress target) {
        try {
            var in = new BufferedInputStream(client.getInputStream(), BUFFER_BYTES);
            if (proxy.standing().kind() == Fault.Kind.SWALLOW) {
                swallow(in);
                return;
            }
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            server.connect(target, CONNECT_MILLIS);
            directions.incrementAndGet();
            proxy.start(this::responses);
            carryAll(in);
        } catch (IOException e) {
            // One side has gone, and with it the connection as a whole.
            reset();
        } finally {
            directionEnded();
        }
    }

    /** Ends both sides at once, without a proper end of the stream; what still arrives is not looked at. */
    void reset() {
        ended = true;
        reset(client);
        reset(server);
    }

    private void responses() {
        try {
            InputStream in = server.getInputStream();
            byte[] buffer = new byte[BUFFER_BYTES];
            int read;
            while ((read = in.read(buffer)) >= 0) {
                if (!deliver(buffer, read)) {
                    client.shutdownOutput();
                    client.close();
                    server.close();
                    return;
                }
            }
            if (!silentNow()) {
                client.shutdownOutput();
            }
        } catch (IOException e) {
            if (!silentNow()) {
                reset();
            }
        } finally {
            directionEnded();
        }
    }

    private void carryAll(InputStream in) throws IOException {
        boolean goOn = true;
        while (goOn) {
            RequestHead head = RequestHead.read(in);
            if (ended) {
                return;
            }
            if (head.complete()) {
                goOn = carry(proxy.fault(head), head, in);
            } else if (head.bytes().length > 0) {
                carryRaw(head.bytes(), in);
                goOn = false;
            } else {
                server.shutdownOutput();
                goOn = false;
            }
        }
    }

    /** Carries one request; false when nothing more is to come from this client. */
    private boolean carry(Fault fault, RequestHead head, InputStream in) throws IOException {
        limitResponse(fault.kind() == Fault.Kind.CUT_RESPONSE ? fault.bytes() : NO_LIMIT);
        switch (fault.kind()) {
            case PASS, CUT_RESPONSE -> {
                return forward(head, in, NO_LIMIT);
            }
            case REFUSE -> reset();
            case SWALLOW -> swallow(in);
            case DELAY -> {
                proxy.pause(fault.delay());
                return forward(head, in, NO_LIMIT);
            }
            case CUT_REQUEST -> {
                if (forward(head, in, fault.bytes())) {
                    return true;
                }
                endAfterCutRequest();
            }
        }
        return false;
    }

    /** Forwards a whole request; false when the limit was reached first. */
    private boolean forward(RequestHead head, InputStream in, long limit) throws IOException {
        var sink = new LimitedSink(server.getOutputStream(), limit);
        return sink.take(head.bytes(), head.bytes().length) && new RequestBody(in, sink).copy(head);
    }

    /**
     * Another protocol than HTTP/1.1: what comes in one piece is treated like a request, but not counted. Its first byte
     * must be none of A to Z, as with PostgreSQL, TDS and TLS, or the piece is not complete before 64 KiB or an empty line.
     */
    private void carryRaw(byte[] first, InputStream in) throws IOException {
        byte[] rest = in.readNBytes(in.available());
        byte[] piece = Arrays.copyOf(first, first.length + rest.length);
        System.arraycopy(rest, 0, piece, first.length, rest.length);
        byte[] buffer = new byte[BUFFER_BYTES];
        int length = piece.length;
        while (length >= 0 && !ended) {
            if (!carryPiece(proxy.standing(), piece, length, in)) {
                return;
            }
            piece = buffer;
            length = in.read(buffer);
        }
        server.shutdownOutput();
    }

    private boolean carryPiece(Fault fault, byte[] piece, int length, InputStream in) throws IOException {
        limitResponse(fault.kind() == Fault.Kind.CUT_RESPONSE ? fault.bytes() : NO_LIMIT);
        switch (fault.kind()) {
            case PASS, CUT_RESPONSE -> {
                return new LimitedSink(server.getOutputStream(), NO_LIMIT).take(piece, length);
            }
            case REFUSE -> reset();
            case SWALLOW -> swallow(in);
            case DELAY -> {
                proxy.pause(fault.delay());
                return new LimitedSink(server.getOutputStream(), NO_LIMIT).take(piece, length);
            }
            case CUT_REQUEST -> {
                if (new LimitedSink(server.getOutputStream(), fault.bytes()).take(piece, length)) {
                    return true;
                }
                endAfterCutRequest();
            }
        }
        return false;
    }

    private void endAfterCutRequest() throws IOException {
        beSilent();
        server.shutdownOutput();
        reset(client);
    }

    private void swallow(InputStream in) throws IOException {
        beSilent();
        byte[] buffer = new byte[BUFFER_BYTES];
        int read;
        while ((read = in.read(buffer)) >= 0) {
            proxy.dropped(read);
        }
        reset();
    }

    /** Gives the client what it may have; false when that was the last it gets. */
    private boolean deliver(byte[] bytes, int read) throws IOException {
        int allowed;
        boolean cut;
        synchronized (lock) {
            silent |= proxy.standing().kind() == Fault.Kind.SWALLOW;
            if (silent) {
                return true;
            }
            allowed = (int) Math.min(read, responseLeft);
            responseLeft -= responseLeft == NO_LIMIT ? 0 : allowed;
            cut = responseLeft == 0;
        }
        client.getOutputStream().write(bytes, 0, allowed);
        proxy.delivered(allowed);
        return !cut;
    }

    private void limitResponse(long bytes) {
        synchronized (lock) {
            responseLeft = bytes;
        }
    }

    private void beSilent() {
        synchronized (lock) {
            silent = true;
        }
    }

    private boolean silentNow() {
        synchronized (lock) {
            silent |= proxy.standing().kind() == Fault.Kind.SWALLOW;
            return silent;
        }
    }

    private void directionEnded() {
        if (directions.decrementAndGet() == 0) {
            close(client);
            close(server);
            proxy.ended(this);
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // Closed already, which is what is wanted.
        }
        close(socket);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing is left to be done with it.
        }
    }

    /** Passes on so many bytes and no more. */
    private final class LimitedSink implements RequestBody.Sink {
        private final OutputStream out;
        private long left;

        LimitedSink(OutputStream out, long limit) {
            this.out = out;
            this.left = limit;
        }

        @Override
        public boolean take(byte[] bytes, int length) throws IOException {
            int allowed = (int) Math.min(length, left);
            out.write(bytes, 0, allowed);
            proxy.forwarded(allowed);
            left -= left == NO_LIMIT ? 0 : allowed;
            return left > 0;
        }
    }
}
