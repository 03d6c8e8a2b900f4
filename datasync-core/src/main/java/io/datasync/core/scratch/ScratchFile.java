package io.datasync.core.scratch;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that is gone when it is closed: it is written at its end and read from anywhere, also while it grows.
 *
 * <p>A process that was killed may leave its files behind; {@link #sweep} removes them. Reading is thread-safe, writing is for one thread. A
 * thread that is interrupted meanwhile loses the file, and finds that it cannot be read or written any more.
 */
public final class ScratchFile implements AutoCloseable {
    private static final String PREFIX = "scratch-";
    private static final String SUFFIX = ".tmp";

    private final FileChannel channel;
    private long sizeBytes;

    private ScratchFile(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * A new file.
     *
     * @param folder made when it is not there
     * @throws IOException when the disk refuses
     */
    public static ScratchFile in(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path name = Files.createTempFile(folder, PREFIX, SUFFIX);
        try {
            return new ScratchFile(FileChannel.open(
                    name, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE));
        } catch (IOException e) {
            Files.deleteIfExists(name);
            throw e;
        }
    }

    /**
     * Removes what processes that are no more have left in a folder. Call it before there are files there; what is not a scratch file stays.
     *
     * @throws IOException when the disk refuses; a folder that is not there is none
     */
    public static void sweep(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** What a failure of the local disk is to the work that needs it: {@code SCRATCH_IO}, retryable, or {@code INTERRUPTED}. */
    public static SyncException failure(IOException cause) {
        return cause instanceof ClosedByInterruptException
                ? new SyncException(ErrorCode.INTERRUPTED, true, "The work was asked to stop", cause)
                : new SyncException(
                        ErrorCode.SCRATCH_IO,
                        true,
                        "The local disk cannot hold what is being worked on: " + cause.getMessage(),
                        cause);
    }

    /** How much was written. */
    public long sizeBytes() {
        return sizeBytes;
    }

    /** Writes at the end, unbuffered; closing it does nothing. */
    public OutputStream append() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                ByteBuffer left = ByteBuffer.wrap(bytes, offset, length);
                while (left.hasRemaining()) {
                    sizeBytes += channel.write(left, sizeBytes);
                }
            }
        };
    }

    /** Reads from one place to another, unbuffered, whoever else reads; closing it does nothing. */
    public InputStream read(long from, long to) {
        return new InputStream() {
            private long at = from;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                if (length == 0) {
                    return 0;
                }
                int most = (int) Math.min(length, to - at);
                int count = most <= 0 ? -1 : channel.read(ByteBuffer.wrap(bytes, offset, most), at);
                at += Math.max(0, count);
                return count;
            }
        };
    }

    /** Removes the file. Repeating it changes nothing; never throws. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // Nobody needs it any more; what could not be removed now is swept at the next start.
            return;
        }
    }
}
