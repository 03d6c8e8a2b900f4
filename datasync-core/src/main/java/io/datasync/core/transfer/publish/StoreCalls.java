package io.datasync.core.transfer.publish;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.security.MessageDigest;

/** What every part of the transfer does with a store: repeat a call of which nothing is known, and read back. */
public final class StoreCalls {
    private StoreCalls() {}

    /** A call of a store. */
    @FunctionalInterface
    public interface Call {
        /** Makes it; throws as the store does. */
        void run() throws SyncException;
    }

    /** Opens something in a store to be read back. */
    @FunctionalInterface
    public interface Opening {
        /** Opens it; the stream is closed by who asked. Throws as the store does. */
        InputStream open() throws SyncException;
    }

    /**
     * Makes a call until its outcome is known, at most {@code triesMax} times (I-12).
     *
     * @throws SyncException as the call; {@code OUTCOME_UNKNOWN} when it stayed unknown
     */
    public static void untilKnown(int triesMax, Call call) throws SyncException {
        for (int i = 1; ; i++) {
            try {
                call.run();
                return;
            } catch (SyncException e) {
                if (e.code() != ErrorCode.OUTCOME_UNKNOWN || i >= triesMax) {
                    throw e;
                }
            }
        }
    }

    /**
     * The digest of what is stored, by its bytes.
     *
     * @param buffer what is read goes through it; not empty
     * @throws SyncException as the store; {@code SHARE_IO} and {@code INTERRUPTED} when the stream fails
     */
    public static Digest readBack(Opening opening, byte[] buffer) throws SyncException {
        MessageDigest sha = Digest.sha256();
        try (InputStream in = opening.open()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                sha.update(buffer, 0, n);
            }
        } catch (IOException e) {
            throw failure(ErrorCode.SHARE_IO, "read back from the archive", e);
        }
        return Digest.of(sha.digest());
    }

    /** The failure of a stream or channel; an interrupt of its thread is no fault of the file. */
    public static SyncException failure(ErrorCode code, String what, IOException e) {
        ErrorCode known = e instanceof ClosedByInterruptException ? ErrorCode.INTERRUPTED : code;
        return new SyncException(known, true, "Cannot " + what + ": " + e.getMessage(), e);
    }
}
