package io.datasync.testkit.proxy;

import java.time.Duration;

/**
 * What the network does to a request and its answer. Immutable.
 *
 * @param kind what happens
 * @param delay how long, for {@link Kind#DELAY}, else zero
 * @param bytes after how many bytes, for the two cuts, else 0
 */
public record Fault(Kind kind, Duration delay, long bytes) {
    /** The kinds of fault. */
    public enum Kind {
        /** Everything goes through, unchanged and at once. */
        PASS,
        /** The connection is refused, or reset when it was already open; the server never sees the request. */
        REFUSE,
        /**
         * Silence: the connection is accepted, what comes is read and dropped, nothing is answered. A connection from
         * which something was dropped stays silent for ever, also when the fault has been lifted; its client ends it.
         */
        SWALLOW,
        /** The request reaches the server that much later. */
        DELAY,
        /** The server gets the first bytes of the request (head and body), then the end of the stream; the client is reset. */
        CUT_REQUEST,
        /**
         * The server gets the whole request and answers; the client gets the first bytes of the answer (head and body),
         * then the end of the stream. After 0 bytes: it was carried out and the answer is lost, an unknown outcome (I-12).
         */
        CUT_RESPONSE
    }

    /** Refuses a negative time or count. */
    public Fault {
        if (delay.isNegative() || bytes < 0) {
            throw new IllegalArgumentException("negative: " + delay + ", " + bytes);
        }
    }

    /** {@link Kind#PASS}. */
    public static Fault pass() {
        return new Fault(Kind.PASS, Duration.ZERO, 0);
    }

    /** {@link Kind#REFUSE}. */
    public static Fault refuse() {
        return new Fault(Kind.REFUSE, Duration.ZERO, 0);
    }

    /** {@link Kind#SWALLOW}. */
    public static Fault swallow() {
        return new Fault(Kind.SWALLOW, Duration.ZERO, 0);
    }

    /** {@link Kind#DELAY}. */
    public static Fault delay(Duration by) {
        return new Fault(Kind.DELAY, by, 0);
    }

    /** {@link Kind#CUT_REQUEST}. */
    public static Fault cutRequest(long afterBytes) {
        return new Fault(Kind.CUT_REQUEST, Duration.ZERO, afterBytes);
    }

    /** {@link Kind#CUT_RESPONSE}. */
    public static Fault cutResponse(long afterBytes) {
        return new Fault(Kind.CUT_RESPONSE, Duration.ZERO, afterBytes);
    }
}
