package io.datasync.core.repair;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.ArchiveStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.security.MessageDigest;
import java.util.Optional;

/** Reads files of an archive back, whole, and says what their bytes are (D-5). For one thread. */
public final class ReadBack {
    private static final int BUFFER_BYTES = 256 << 10;

    private final ArchiveStore store;
    private final Pacing pacing;
    private final byte[] buffer = new byte[BUFFER_BYTES];

    /** Reads from this store, no faster than it may. */
    public ReadBack(ArchiveStore store, Pacing pacing) {
        this.store = store;
        this.pacing = pacing;
    }

    /**
     * What a file consists of.
     *
     * @param sizeBytes how many bytes were read
     */
    public record Content(long sizeBytes, Digest digest) {}

    /**
     * Reads a file.
     *
     * @param expectedBytes about how many there are, for the pacing
     * @return empty when there is no such file
     * @throws SyncException what the store throws; {@code SHARE_IO} (retryable) when reading failed in its middle; {@code INTERRUPTED}
     */
    public Optional<Content> read(RelativePath path, long expectedBytes) throws SyncException {
        pacing.await(expectedBytes);
        try (InputStream in = store.open(path)) {
            MessageDigest sha = Digest.sha256();
            long size = 0;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                sha.update(buffer, 0, n);
                size += n;
            }
            return Optional.of(new Content(size, Digest.of(sha.digest())));
        } catch (SyncException e) {
            if (e.code() == ErrorCode.NAME_MISSING) {
                return Optional.empty();
            }
            throw e;
        } catch (IOException e) {
            ErrorCode code = e instanceof ClosedByInterruptException ? ErrorCode.INTERRUPTED : ErrorCode.SHARE_IO;
            throw new SyncException(code, true, "Cannot read " + path + " back: " + e.getMessage(), e);
        }
    }
}
