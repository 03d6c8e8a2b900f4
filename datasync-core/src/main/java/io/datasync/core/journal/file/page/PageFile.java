package io.datasync.core.journal.file.page;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A file of pages: written at its end only, and never changed where it is written; which of its pages count is known by a log. What a cut left
 * behind the last page that counts is of no matter.
 *
 * <p>Thread-safe; every call blocks. What cannot be read or written is {@code JOURNAL_IO} (retryable); a page that is not as it was written is
 * {@code JOURNAL_CORRUPT}. Works on a {@link RandomAccessFile}, which an interrupt of the thread does not close.
 */
public final class PageFile implements AutoCloseable {
    private static final byte[] FORMAT = "datasync pages 1\n".getBytes(StandardCharsets.US_ASCII);

    private final Path path;
    private @Nullable RandomAccessFile file;
    private boolean writable;
    private boolean isNamed;
    private int readers;
    private boolean closed;

    /** The file of this name; nothing is touched. */
    public PageFile(Path path) {
        this.path = path;
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /**
     * Makes sure that the file is one of pages, and long enough for this one.
     *
     * @throws SyncException {@code JOURNAL_CORRUPT} when it is not, or not there
     */
    public void require(Page page) throws SyncException {
        if (lengthBytes() < page.offset() + page.lengthBytes() || !Arrays.equals(read(0, FORMAT.length), FORMAT)) {
            throw SyncException.permanent(
                    ErrorCode.JOURNAL_CORRUPT,
                    "The journal's " + path + " lacks a page that it had, or is one of a newer version");
        }
    }

    /** The entries of a page, in canonical order. */
    public List<Known> read(Page page) throws SyncException {
        return PageContent.read(bytes(page));
    }

    /** The bytes of a page, which are those that were written. */
    private byte[] bytes(Page page) throws SyncException {
        byte[] content = read(page.offset(), page.lengthBytes());
        if (crc(content) != page.crc()) {
            throw SyncException.permanent(
                    ErrorCode.JOURNAL_CORRUPT, "The journal's " + path + " is damaged at byte " + page.offset());
        }
        return content;
    }

    private byte[] read(long offset, int lengthBytes) throws SyncException {
        byte[] content = new byte[lengthBytes];
        try {
            synchronized (this) {
                RandomAccessFile in = opened(false);
                in.seek(offset);
                in.readFully(content);
            }
            return content;
        } catch (FileNotFoundException | EOFException missing) {
            throw new SyncException(
                    ErrorCode.JOURNAL_CORRUPT, false, "The journal's " + path + " lacks a page that it had", missing);
        } catch (IOException e) {
            throw io("read", e);
        }
    }

    /** Writes a page at the end. It counts for nobody before {@link #force}. */
    public Page append(List<Known> entries) throws SyncException {
        byte[] content = PageContent.of(entries);
        return Page.of(append(content), content.length, crc(content), entries);
    }

    /** Writes a page of another file at the end of this one. */
    public Page append(PageFile from, Page page) throws SyncException {
        return page.movedTo(append(from.bytes(page)));
    }

    private synchronized long append(byte[] content) throws SyncException {
        try {
            RandomAccessFile out = opened(true);
            long end = out.length();
            if (end < FORMAT.length) {
                out.seek(0);
                out.write(FORMAT);
                end = FORMAT.length;
            }
            out.seek(end);
            out.write(content);
            return end;
        } catch (IOException e) {
            throw io("write", e);
        }
    }

    /** Makes every page durable that was written, and the file's name. */
    public synchronized void force() throws SyncException {
        try {
            opened(true).getFD().sync();
            if (!isNamed && path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                try (FileChannel folder = FileChannel.open(path.resolveSibling("."), StandardOpenOption.READ)) {
                    folder.force(true);
                }
            }
            isNamed = true;
        } catch (IOException e) {
            throw io("write", e);
        }
    }

    /** How long it is; 0 when it is not there. */
    public synchronized long lengthBytes() throws SyncException {
        try {
            return Files.exists(path) ? Files.size(path) : 0;
        } catch (IOException e) {
            throw io("read", e);
        }
    }

    private RandomAccessFile opened(boolean write) throws IOException {
        RandomAccessFile open = file;
        if (open == null || (write && !writable)) {
            closeFile();
            open = new RandomAccessFile(path.toFile(), write ? "rw" : "r");
            file = open;
            writable = write;
        }
        return open;
    }

    private SyncException io(String what, IOException e) {
        return new SyncException(
                ErrorCode.JOURNAL_IO, true, "Cannot " + what + " the journal " + path + ": " + e.getMessage(), e);
    }

    private static int crc(byte[] content) {
        CRC32C crc = new CRC32C();
        crc.update(content);
        return (int) crc.getValue();
    }

    /** Somebody reads on, also after {@link #close}. */
    public synchronized void retain() {
        readers++;
    }

    /** Who read on does so no more. */
    public synchronized void release() {
        readers--;
        if (closed && readers == 0) {
            closeFile();
        }
    }

    /** Closes the file, once nobody reads on. */
    @Override
    public synchronized void close() {
        closed = true;
        if (readers == 0) {
            closeFile();
        }
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
}
