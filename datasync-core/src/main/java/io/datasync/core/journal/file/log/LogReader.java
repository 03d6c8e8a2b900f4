package io.datasync.core.journal.file.log;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log from its beginning, and tells a torn end from damage.
 *
 * <p>Each record was durable before the next was begun, so a cut leaves at most the last one torn. What is not whole is a torn end only when
 * no whole record follows it, and when it begins like a record or with zeros that were never written; everything else is damage.
 */
final class LogReader {
    private static final int WINDOW = 1 << 20;

    private final RandomAccessFile file;
    private final Path name;
    private final long size;
    private long end;
    private long number;

    LogReader(RandomAccessFile file, Path name) throws IOException {
        this.file = file;
        this.name = name;
        size = file.length();
    }

    /** Where the last whole record that was read ends. */
    long end() {
        return end;
    }

    /** The number of that record. */
    long number() {
        return number;
    }

    /**
     * Reads the line that names the format.
     *
     * @throws SyncException {@code JOURNAL_CORRUPT} for another one: a log is never there under its name before that line is durable
     */
    void begin() throws IOException, SyncException {
        byte[] format = new byte[Records.FORMAT.length];
        if (size < format.length || !Arrays.equals(read(0, format), Records.FORMAT)) {
            throw corrupt("is no journal, or one of a newer version");
        }
        end = format.length;
    }

    /**
     * The content of the next record, or {@code null} at the end, torn or not.
     *
     * @throws SyncException {@code JOURNAL_CORRUPT}
     */
    byte @Nullable [] next() throws IOException, SyncException {
        if (end == size) {
            return null;
        }
        byte @Nullable [] content = recordAt(end);
        if (content == null) {
            requireTorn();
            return null;
        }
        if (headAt(end).number() != number + 1) {
            throw corrupt("lacks a record before byte " + end);
        }
        number++;
        end += Records.HEAD_BYTES + content.length;
        return content;
    }

    private byte @Nullable [] recordAt(long at) throws IOException {
        if (size - at < Records.HEAD_BYTES) {
            return null;
        }
        Records.Head head = headAt(at);
        if (!head.fits(size - at)) {
            return null;
        }
        byte[] content = read(at + Records.HEAD_BYTES, new byte[head.length()]);
        return head.vouchesFor(content) ? content : null;
    }

    private Records.Head headAt(long at) throws IOException {
        return Records.Head.of(read(at, new byte[Records.HEAD_BYTES]));
    }

    private byte[] read(long at, byte[] bytes) throws IOException {
        file.seek(at);
        file.readFully(bytes);
        return bytes;
    }

    private void requireTorn() throws IOException, SyncException {
        boolean whole = size - end >= Records.HEAD_BYTES;
        if (whole && headAt(end).magic() != Records.MAGIC && headAt(end).magic() != 0) {
            throw corrupt("holds no record at byte " + end);
        }
        if (whole && headAt(end).fits(size - end - 1)) {
            throw corrupt("is damaged in the record at byte " + end);
        }
        if (aRecordFollows()) {
            throw corrupt("is damaged at byte " + end);
        }
    }

    private boolean aRecordFollows() throws IOException {
        byte[] window = new byte[WINDOW];
        for (long from = end + 1; size - from >= Records.HEAD_BYTES; from += WINDOW - 3) {
            byte[] bytes = read(from, size - from < WINDOW ? new byte[(int) (size - from)] : window);
            for (int i = 0; i + 4 <= bytes.length; i++) {
                if (isMagic(bytes, i) && recordAt(from + i) != null) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isMagic(byte[] bytes, int at) {
        return bytes[at] == 'D' && bytes[at + 1] == 'S' && bytes[at + 2] == 'J' && bytes[at + 3] == 'R';
    }

    private SyncException corrupt(String what) {
        return SyncException.permanent(ErrorCode.JOURNAL_CORRUPT, "The journal " + name + " " + what);
    }
}
