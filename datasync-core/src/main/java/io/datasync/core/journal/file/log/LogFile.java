package io.datasync.core.journal.file.log;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The file of a journal: records at its end, each durable when {@link #append} returns. For one thread at a time; every call blocks.
 *
 * <p>What cannot be read or written is {@code JOURNAL_IO} (retryable), and the records are those that were whole before.
 *
 * <p>Written through {@link RandomAccessFile}, which an interrupt of the thread does not close.
 */
public final class LogFile implements AutoCloseable {
    private final Path path;
    private final Path fresh;
    private final Consumer<LogStep> steps;
    private @Nullable RandomAccessFile file;
    private long end;
    private long number;
    private boolean folderForced = true;

    /**
     * A log that is read and written only when asked to.
     *
     * @param path its name; a fresh one is written beside it, as {@code <name>.new}
     * @param steps told after each durable step
     */
    public LogFile(Path path, Consumer<LogStep> steps) {
        this.path = path;
        this.steps = steps;
        fresh = path.resolveSibling(path.getFileName() + ".new");
    }

    /** Takes the content of a record. */
    public interface Taker {
        /** Takes the next one. What it throws ends the reading. */
        void take(byte[] content) throws SyncException;
    }

    /** Gives the contents of a whole log. */
    public interface Giver {
        /** Writes each content, in order. */
        void give(Sink sink) throws IOException;
    }

    /** Where they go. */
    public interface Sink {
        /** Makes a record of it. */
        void write(byte[] content) throws IOException;
    }

    /** Whether there is a log. */
    public boolean exists() {
        return Files.exists(path);
    }

    /**
     * Reads what is there, without changing it; a torn end is left out.
     *
     * @throws SyncException {@code JOURNAL_IO}, {@code JOURNAL_CORRUPT}
     */
    public void read(Taker taker) throws SyncException {
        try (RandomAccessFile in = new RandomAccessFile(path.toFile(), "r")) {
            LogReader reader = new LogReader(in, path);
            reader.begin();
            for (byte @Nullable [] content = reader.next(); content != null; content = reader.next()) {
                taker.take(content);
            }
            end = reader.end();
            number = reader.number();
        } catch (IOException e) {
            throw io("read", e);
        }
    }

    /** Writes a record behind the last whole one, which cuts off what a failure or a cut left there. */
    public void append(byte[] content) throws SyncException {
        byte[] record = Records.record(number + 1, content);
        try {
            RandomAccessFile out = opened();
            if (out.length() != end) {
                out.setLength(end);
            }
            out.seek(end);
            out.write(record);
            steps.accept(LogStep.WRITTEN);
            out.getFD().sync();
            end += record.length;
            number++;
            steps.accept(LogStep.FORCED);
        } catch (IOException e) {
            closeFile();
            throw io("write", e);
        }
    }

    private RandomAccessFile opened() throws IOException {
        RandomAccessFile open = file;
        if (open == null) {
            open = new RandomAccessFile(path.toFile(), "rw");
            file = open;
        }
        if (!folderForced) {
            forceFolder();
        }
        return open;
    }

    /**
     * Puts a shorter log in the place of this one. A kill at any moment leaves one of the two, whole.
     *
     * @throws SyncException {@code JOURNAL_IO}: the log is as it was
     */
    public void replace(Giver giver) throws SyncException {
        Written written;
        try {
            written = writeFresh(giver);
            steps.accept(LogStep.COMPACTED);
            closeFile();
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw io("write", e);
        }
        end = written.bytes;
        number = written.records;
        folderForced = false;
        steps.accept(LogStep.REPLACED);
        try {
            forceFolder();
        } catch (IOException later) {
            // No record counts before it is forced: the next append does it, or fails.
            folderForced = false;
        }
    }

    /** How much a fresh log has. */
    private static final class Written {
        private long bytes;
        private long records;
    }

    private Written writeFresh(Giver giver) throws IOException {
        Written written = new Written();
        try (FileOutputStream raw = new FileOutputStream(fresh.toFile());
                OutputStream out = new BufferedOutputStream(raw, 1 << 16)) {
            out.write(Records.FORMAT);
            written.bytes = Records.FORMAT.length;
            giver.give(content -> {
                byte[] record = Records.record(++written.records, content);
                written.bytes += record.length;
                out.write(record);
            });
            out.flush();
            raw.getFD().sync();
        }
        return written;
    }

    /** Whether the log that is read next time, whatever happens, is this one or one that goes on from it. */
    public boolean isForced() {
        return folderForced;
    }

    /** Makes the new name durable, where folders can be opened at all. */
    private void forceFolder() throws IOException {
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel folder = FileChannel.open(path.resolveSibling("."), StandardOpenOption.READ)) {
                folder.force(true);
            }
        }
        folderForced = true;
    }

    private SyncException io(String what, IOException e) {
        return new SyncException(
                ErrorCode.JOURNAL_IO, true, "Cannot " + what + " the journal " + path + ": " + e.getMessage(), e);
    }

    private void closeFile() {
        RandomAccessFile open = file;
        file = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // Everything that counts was forced.
            }
        }
    }

    /** Closes the file; what is asked afterwards opens it again. */
    @Override
    public void close() {
        closeFile();
    }
}
