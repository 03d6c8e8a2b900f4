package io.datasync.server.sync.boundary;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.protocol.AgentApi;
import io.datasync.server.platform.problem.HttpCode;
import io.datasync.server.platform.problem.Problem;
import io.datasync.server.platform.problem.ProblemException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** The body of a request, inflated. A refusal reads what is left of it, since many clients read no answer before they have sent all. */
final class Incoming {
    /** The most bytes that are read for nothing; beyond them the connection ends. */
    private static final long DRAIN_BYTES_MAX = 256L << 20;

    /** The same for a caller who is put off because the server is busy: it must not become busier by it. Enough for what is on its way. */
    private static final long DRAIN_BUSY_BYTES_MAX = 1L << 20;

    private static final int BUFFER = 1 << 14;

    private Incoming() {}

    /** What is made of a body. */
    @FunctionalInterface
    interface Reading<T> {
        T read(InputStream body) throws SyncException;
    }

    /**
     * Reads a body.
     *
     * @param coding the header {@code Content-Encoding}
     * @throws SyncException what the reading throws, or the body was not gzip, or not whole
     */
    static <T> T read(@Nullable String coding, InputStream raw, Reading<T> reading) throws SyncException {
        long bytesLeft = DRAIN_BYTES_MAX;
        try {
            T result = reading.read(inflated(coding, raw));
            bytesLeft = 0;
            return result;
        } catch (SyncException refusal) {
            if (refusal.code() == ErrorCode.RATE_LIMITED) {
                bytesLeft = DRAIN_BUSY_BYTES_MAX;
            }
            throw refusal;
        } finally {
            drain(raw, bytesLeft);
        }
    }

    private static InputStream inflated(@Nullable String coding, InputStream raw) throws SyncException {
        if (coding == null || coding.equalsIgnoreCase("identity")) {
            return raw;
        }
        if (!coding.equalsIgnoreCase(AgentApi.GZIP)) {
            throw new ProblemException(Problem.of(
                    HttpCode.UNSUPPORTED_MEDIA_TYPE, "The header Content-Encoding may say gzip or identity."));
        }
        try {
            return new GZIPInputStream(raw, BUFFER);
        } catch (ZipException e) {
            throw new SyncException(ErrorCode.MESSAGE_MALFORMED, false, "The body is not gzip.", e);
        } catch (EOFException e) {
            throw new SyncException(ErrorCode.MESSAGE_TRUNCATED, true, "The body ends before it begins.", e);
        } catch (IOException e) {
            throw new SyncException(ErrorCode.MESSAGE_TRUNCATED, true, "The body could not be read: " + e, e);
        }
    }

    private static void drain(InputStream raw, long bytesMax) {
        byte[] buffer = new byte[BUFFER];
        try {
            long left = bytesMax;
            while (left > 0) {
                int read = raw.read(buffer);
                left = read < 0 ? 0 : left - read;
            }
        } catch (IOException gone) {
            // The refusal that led here is what is told, if anybody still listens.
            System.getLogger(Incoming.class.getName()).log(System.Logger.Level.DEBUG, "event=body_not_drained", gone);
        }
    }
}
