package io.datasync.server.sync.control;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * An answer that waits on disk, gzipped, until it is known that it is whole: only then is it sent, so that a failure in the middle is
 * still a refusal with a status, and nobody waits for somebody who reads nothing.
 *
 * <p>Its file has no name while it is open, so that nothing of it stays, not even after a kill. Written once, then read once. For one thread.
 */
public final class AnswerSpool implements AutoCloseable {
    private final SeekableByteChannel file;
    private final Limited limited;
    private final GZIPOutputStream zipped;

    private AnswerSpool(SeekableByteChannel file, long bytesMax) throws IOException {
        this.file = file;
        limited = new Limited(Channels.newOutputStream(file), bytesMax);
        zipped = new GZIPOutputStream(limited, 1 << 13);
    }

    /**
     * An empty spool.
     *
     * @param folder made when it is not there
     * @param bytesMax the most that it holds, gzipped
     * @throws SyncException {@code SERVER_ERROR} (retryable) when the disk refuses
     */
    public static AnswerSpool create(Path folder, long bytesMax) throws SyncException {
        try {
            Files.createDirectories(folder);
            Path name = Files.createTempFile(folder, "answer-", ".spool");
            SeekableByteChannel file = Files.newByteChannel(
                    name,
                    Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE));
            return new AnswerSpool(file, bytesMax);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** What writes an answer. */
    @FunctionalInterface
    public interface Writing {
        /** Writes it to its end; what the disk refuses shows as a failure of the stream. */
        void write(OutputStream out) throws IOException, SyncException;
    }

    /**
     * A whole answer, to be sent and closed by the caller; after a failure nothing waits on disk.
     *
     * @throws SyncException what the writing throws; {@code SERVER_ERROR} (retryable) when the disk refuses, {@code MESSAGE_TOO_LARGE}
     *     when there is more than {@code bytesMax}
     */
    public static AnswerSpool of(Path folder, long bytesMax, Writing writing) throws SyncException {
        AnswerSpool spool = create(folder, bytesMax);
        boolean whole = false;
        try {
            writing.write(spool.out());
            spool.finish();
            whole = true;
            return spool;
        } catch (SyncException told) {
            throw spool.explain(told);
        } catch (IOException e) {
            throw spool.explain(new SyncException(ErrorCode.SERVER_ERROR, true, "The answer cannot be kept: " + e, e));
        } finally {
            if (!whole) {
                spool.close();
            }
        }
    }

    /** Where the answer is written. */
    public OutputStream out() {
        return zipped;
    }

    /**
     * What a failure of the writer means: one that the disk caused is the server's, not the reader's.
     *
     * @param told what the writer made of it
     */
    public SyncException explain(SyncException told) {
        IOException cause = limited.failure;
        if (cause == null) {
            return told;
        }
        return cause instanceof TooLongException
                ? new SyncException(ErrorCode.MESSAGE_TOO_LARGE, false, String.valueOf(cause.getMessage()), cause)
                : failure(cause);
    }

    /** The answer is whole; from now on it can be read. */
    public void finish() throws SyncException {
        try {
            zipped.finish();
            file.position(0);
        } catch (IOException e) {
            throw explain(failure(e));
        }
    }

    /** Writes the whole answer, gzipped as it is or inflated. */
    public void sendTo(OutputStream out, boolean gzipped) throws IOException {
        InputStream stored = Channels.newInputStream(file);
        if (gzipped) {
            stored.transferTo(out);
        } else {
            new GZIPInputStream(stored, 1 << 13).transferTo(out);
        }
    }

    /** Frees the disk. Repeating it changes nothing; never throws. */
    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            System.getLogger(AnswerSpool.class.getName()).log(System.Logger.Level.WARNING, "event=spool_not_closed", e);
        }
    }

    private static SyncException failure(IOException cause) {
        return new SyncException(
                ErrorCode.SERVER_ERROR, true, "The server has no room on its disk for the answer.", cause);
    }

    /** Counts what goes to disk, and remembers why it went no further. */
    private static final class Limited extends FilterOutputStream {
        private final long bytesMax;
        private long bytes;
        private @Nullable IOException failure;

        Limited(OutputStream out, long bytesMax) {
            super(out);
            this.bytesMax = bytesMax;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            bytes += length;
            try {
                if (bytes > bytesMax) {
                    throw new TooLongException(bytesMax);
                }
                out.write(buffer, offset, length);
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }
    }

    private static final class TooLongException extends IOException {
        private static final long serialVersionUID = 1L;

        TooLongException(long bytesMax) {
            super("The answer would be longer than " + bytesMax + " bytes: ask for less at once.");
        }
    }
}
