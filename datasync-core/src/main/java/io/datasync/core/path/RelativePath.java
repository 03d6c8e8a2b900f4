package io.datasync.core.path;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The name of a file or folder below the root of a job: bytes, with {@code /} between its segments (D-16).
 *
 * <p>It can never lead out of the root: no segment is empty, {@code .} or {@code ..}, none holds a zero byte, and it is never absolute
 * (SEC-6). The bytes are the source's own; escaping for a share happens in the store. Order is that of the unsigned bytes, the
 * canonical order of everything that is sorted. Its one text form is that of {@link NameText}.
 *
 * <p>Immutable and thread-safe.
 */
public final class RelativePath implements Comparable<RelativePath> {
    /** The longest text form that an index can hold, in UTF-16 units (D-30). */
    public static final int TEXT_MAX = 2048;

    private static final byte SLASH = '/';

    private final byte[] bytes;

    private RelativePath(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * The path of these bytes.
     *
     * @throws SyncException {@code PATH_INVALID} for anything that is not a path inside the root
     */
    public static RelativePath of(byte[] bytes) throws SyncException {
        String fault = fault(bytes);
        if (fault != null) {
            throw SyncException.permanent(
                    ErrorCode.PATH_INVALID, "Not a path inside the job: " + fault + ": " + NameText.encode(bytes));
        }
        return new RelativePath(bytes.clone());
    }

    /**
     * The path of its text form.
     *
     * @throws SyncException {@code PATH_INVALID} for a broken escape and for anything that is not a path inside the root
     */
    public static RelativePath parse(String text) throws SyncException {
        return of(NameText.decode(text));
    }

    /**
     * The path of a name that is known to be right, for constants and tests.
     *
     * @throws IllegalArgumentException where {@link #parse} throws
     */
    public static RelativePath known(String text) {
        try {
            return parse(text);
        } catch (SyncException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static @Nullable String fault(byte[] bytes) {
        int start = 0;
        for (int at = 0; at <= bytes.length; at++) {
            if (at < bytes.length && bytes[at] == 0) {
                return "a zero byte";
            }
            if (at == bytes.length || bytes[at] == SLASH) {
                int length = at - start;
                if (length == 0) {
                    return "an empty segment";
                }
                if (bytes[start] == '.' && (length == 1 || (length == 2 && bytes[start + 1] == '.'))) {
                    return "a segment of dots";
                }
                start = at + 1;
            }
        }
        return null;
    }

    /** A segment that is known to be right; the array becomes the path's own. */
    static RelativePath ofSegment(byte[] segment) {
        return new RelativePath(segment);
    }

    /**
     * The path of {@code name} below this one; {@code name} may itself have several segments.
     *
     * @throws SyncException {@code PATH_INVALID} when it would not be a path inside the root
     */
    public RelativePath child(byte[] name) throws SyncException {
        byte[] joined = Arrays.copyOf(bytes, bytes.length + 1 + name.length);
        joined[bytes.length] = SLASH;
        System.arraycopy(name, 0, joined, bytes.length + 1, name.length);
        String fault = fault(name);
        if (fault != null) {
            throw SyncException.permanent(
                    ErrorCode.PATH_INVALID, "Not a path inside the job: " + fault + ": " + NameText.encode(joined));
        }
        return new RelativePath(joined);
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The folder of the index that it belongs to: its first segment, or {@code .} when it lies directly under the root (D-10). */
    public FolderName folder() {
        int slash = indexOfSlash();
        return slash < 0 ? FolderName.ROOT : FolderName.ofSegment(Arrays.copyOf(bytes, slash));
    }

    private int indexOfSlash() {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == SLASH) {
                return i;
            }
        }
        return -1;
    }

    /** Its segments, first to last, each a fresh array. */
    public List<byte[]> segments() {
        List<byte[]> segments = new ArrayList<>();
        int start = 0;
        for (int at = 0; at <= bytes.length; at++) {
            if (at == bytes.length || bytes[at] == SLASH) {
                segments.add(Arrays.copyOfRange(bytes, start, at));
                start = at + 1;
            }
        }
        return segments;
    }

    /** The folders that it lies in, the outermost first; none for what lies directly under the root. */
    public List<RelativePath> foldersAbove() {
        List<RelativePath> above = new ArrayList<>();
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == SLASH) {
                above.add(new RelativePath(Arrays.copyOf(bytes, at)));
            }
        }
        return above;
    }

    /** The key of the path in the index: the first 16 bytes of the SHA-256 of its bytes. */
    public PathHash hash() {
        return PathHash.of(bytes);
    }

    /** Whether its text form is longer than an index can hold: {@value #TEXT_MAX} UTF-16 units. */
    public boolean isTooLong() {
        // No byte takes more than the three characters of an escape.
        return bytes.length > TEXT_MAX / 3 && text().length() > TEXT_MAX;
    }

    /** The bytes themselves, for reading only. */
    byte[] raw() {
        return bytes;
    }

    /** The one text form, for JSON, database, certificate and terminal. */
    public String text() {
        return NameText.encode(bytes);
    }

    @Override
    public int compareTo(RelativePath other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    /**
     * Compares two paths as {@link #compareTo(RelativePath)} does, each with {@code /} behind it where it is a folder's.
     *
     * @param isFolder whether this path is a folder's
     * @param otherIsFolder whether the other is
     */
    public int compareTo(RelativePath other, boolean isFolder, boolean otherIsFolder) {
        int at = Arrays.mismatch(bytes, other.bytes);
        if (at < 0) {
            return Boolean.compare(isFolder, otherIsFolder);
        }
        int here = byteAt(at, isFolder);
        int there = other.byteAt(at, otherIsFolder);
        // Equal only where a folder's slash meets that of a path below it, which is longer.
        return here == there ? Integer.compare(bytes.length, other.bytes.length) : Integer.compare(here, there);
    }

    /** The byte at a place, unsigned; behind the last the slash of a folder, or less than any byte. */
    private int byteAt(int at, boolean isFolder) {
        if (at < bytes.length) {
            return bytes[at] & 0xFF;
        }
        return isFolder ? SLASH : -1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RelativePath path && Arrays.equals(bytes, path.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** {@link #text()}. */
    @Override
    public String toString() {
        return text();
    }
}
