package io.datasync.core.store.disk;

import io.datasync.core.failure.SyncException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Reads files as the disk has them, past the cache of the operating system, where that is possible.
 *
 * <p>A file system that failed to write keeps the bytes in its cache, and forgets the failure once it told somebody. From then on barriers
 * succeed, and readings through the cache show what was to be written, until the cache lets go of it. So a file that was not written just
 * now is proven by reading it with {@code O_DIRECT}.
 *
 * <p>Where that is refused, as by some network mounts, the file is forced first, which fails when its bytes could not be written and
 * nobody was told so far, and is then read through the cache. More cannot be had there. Thread-safe.
 */
public final class DiskReads {
    private static final long BLOCK_BYTES_MAX = 1 << 20;
    private static final int BUFFERS_MAX = 8;

    private final Disk disk;
    private final boolean direct;
    private final Queue<ByteBuffer> idle = new ArrayBlockingQueue<>(BUFFERS_MAX);

    /**
     * Reads from a disk.
     *
     * @param direct whether {@code O_DIRECT} is tried at all
     */
    public DiskReads(Disk disk, boolean direct) {
        this.disk = disk;
        this.direct = direct;
    }

    /**
     * Opens a file of a file system with this block size.
     *
     * @throws SyncException when the file must be forced first and cannot; not retryable
     */
    public InputStream open(Path file, long blockBytes) throws IOException, SyncException {
        if (direct && blockBytes > 0 && blockBytes <= BLOCK_BYTES_MAX && Long.bitCount(blockBytes) == 1) {
            try {
                return DirectStream.open(file, (int) blockBytes, idle);
            } catch (UnsupportedOperationException e) {
                return forced(file);
            } catch (IOException e) {
                // Nothing else may lead to the cache: it would hide what the disk said.
                if (isRefusal(e)) {
                    return forced(file);
                }
                throw e;
            }
        }
        return forced(file);
    }

    private InputStream forced(Path file) throws IOException, SyncException {
        try {
            disk.force(file);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            // Not retryable: a second try would be told nothing, and believe the cache.
            throw SyncException.permanent(
                    Failures.code(e), "Its bytes may not be on the disk: " + file + ": " + e.getMessage());
        }
        return Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean isRefusal(IOException e) {
        String why = e instanceof FileSystemException named ? named.getReason() : e.getMessage();
        return "Invalid argument".equals(why);
    }
}
