package io.datasync.core.transfer;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.scan.SourceTree;
import io.datasync.core.store.StagedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Reads the files of a source, one after the other, through one buffer. For one thread. */
final class SourceReader {
    private final SourceTree source;
    private final BooleanSupplier stop;
    private final MessageDigest sha = Digest.sha256();
    private byte[] buffer = new byte[0];
    private byte[] back = new byte[0];

    /**
     * A reader.
     *
     * @param stop asked before each range; once {@code true}, the reading at hand fails with {@code INTERRUPTED}
     */
    SourceReader(SourceTree source, BooleanSupplier stop) {
        this.source = source;
        this.stop = stop;
    }

    /** The buffer, for whoever reads something else between two readings. */
    byte[] buffer() {
        return buffer;
    }

    /** One buffer for all files, as large as the largest so far, one range at most. */
    void sizeBuffer(long sizeBytes, int most) {
        int wanted = (int) Math.min(most, Math.max(sizeBytes, 4 << 10));
        if (buffer.length < wanted) {
            buffer = new byte[Math.min(most, Integer.highestOneBit(wanted - 1) << 1)];
        }
    }

    /** Reads exactly the file's size and hands it to staging; empty when there was less. */
    Optional<Digest> copy(SourceEntry entry, SeekableByteChannel file, StagedFile staged)
            throws SyncException, IOException {
        sha.reset();
        for (long left = entry.sizeBytes(); left > 0; ) {
            int n = fill(file, left);
            if (n < Math.min(left, buffer.length)) {
                return Optional.empty();
            }
            sha.update(buffer, 0, n);
            staged.write(ByteBuffer.wrap(buffer, 0, n));
            left -= n;
        }
        staged.finish();
        return Optional.of(Digest.of(sha.digest()));
    }

    /** Whether the buffer still holds the whole file that was copied last. */
    boolean holdsAll(SourceEntry entry) {
        return entry.sizeBytes() <= buffer.length;
    }

    /** Whether a stream gives the very bytes of the file that was copied last, of which the buffer {@linkplain #holdsAll holds all}. */
    boolean isEqual(SourceEntry entry, InputStream in) throws IOException {
        int size = (int) entry.sizeBytes();
        if (back.length < buffer.length) {
            back = new byte[buffer.length];
        }
        return in.readNBytes(back, 0, size) == size && Arrays.equals(buffer, 0, size, back, 0, size) && in.read() < 0;
    }

    /** The digest of exactly the file's size; empty when there was less. */
    Optional<Digest> hash(SourceEntry entry, SeekableByteChannel file) throws SyncException, IOException {
        sha.reset();
        for (long left = entry.sizeBytes(); left > 0; ) {
            int n = fill(file, left);
            if (n < Math.min(left, buffer.length)) {
                return Optional.empty();
            }
            sha.update(buffer, 0, n);
            left -= n;
        }
        return Optional.of(Digest.of(sha.digest()));
    }

    /** Fills the buffer as far as the file goes. */
    private int fill(SeekableByteChannel file, long left) throws SyncException, IOException {
        if (stop.getAsBoolean()) {
            throw SyncException.passing(ErrorCode.INTERRUPTED, "Asked to stop in the middle of a file");
        }
        ByteBuffer range = ByteBuffer.wrap(buffer, 0, (int) Math.min(left, buffer.length));
        while (range.hasRemaining()) {
            if (file.read(range) < 0) {
                break;
            }
        }
        return range.position();
    }

    /** How a file looks after it was read. */
    enum Look {
        SAME,
        CHANGED,
        GONE
    }

    /** Looks at the file once more, after it was read; by its name, or if that is gone, by its bytes. */
    Look look(SourceEntry entry, SeekableByteChannel file, Digest digest) throws SyncException, IOException {
        Optional<SourceEntry> now = source.stat(entry.path());
        if (now.isPresent()) {
            return now.get().looksLike(entry) ? Look.SAME : Look.CHANGED;
        }
        if (file.size() != entry.sizeBytes()) {
            return Look.GONE;
        }
        file.position(0);
        return hash(entry, file).equals(Optional.of(digest)) ? Look.SAME : Look.GONE;
    }
}
