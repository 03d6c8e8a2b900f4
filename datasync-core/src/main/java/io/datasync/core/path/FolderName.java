package io.datasync.core.path;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.util.Arrays;

/**
 * A folder of the index: a first-level folder of the source, or {@code .} for what lies directly under the root (D-10). It is always one
 * of the two, wherever its text came from.
 *
 * <p>Ordered by the unsigned bytes of the name with {@code /} at its end, never by text (ADR 0004): so the entries of folders that are
 * read one after the other are in canonical order, but for those of {@code .}, which lie between them (ADR 0007). Immutable and
 * thread-safe.
 */
public final class FolderName implements Comparable<FolderName> {
    /** What lies directly under the root. No real folder can have this name. */
    public static final FolderName ROOT = new FolderName(".", new byte[] {'.', '/'});

    private final String text;
    private final byte[] orderKey;

    private FolderName(String text, byte[] orderKey) {
        this.text = text;
        this.orderKey = orderKey;
    }

    /**
     * The folder of its text form.
     *
     * @throws SyncException {@code PATH_INVALID} unless it is {@code .} or one segment of a path
     */
    public static FolderName parse(String text) throws SyncException {
        if (text.equals(ROOT.text)) {
            return ROOT;
        }
        RelativePath path = RelativePath.parse(text);
        if (!path.folder().equals(ROOT)) {
            throw SyncException.permanent(ErrorCode.PATH_INVALID, "Not one folder: " + text);
        }
        return ofSegment(path.bytes());
    }

    static FolderName ofSegment(byte[] segment) {
        byte[] key = Arrays.copyOf(segment, segment.length + 1);
        key[segment.length] = '/';
        return new FolderName(NameText.encode(segment), key);
    }

    /** The text form of the name, as {@link RelativePath#text()} gives it. */
    public String text() {
        return text;
    }

    /**
     * The folder's own path.
     *
     * @throws IllegalStateException for {@link #ROOT}, which has none
     */
    public RelativePath path() {
        if (equals(ROOT)) {
            throw new IllegalStateException("The root has no path below itself");
        }
        return RelativePath.ofSegment(Arrays.copyOf(orderKey, orderKey.length - 1));
    }

    @Override
    public int compareTo(FolderName other) {
        return Arrays.compareUnsigned(orderKey, other.orderKey);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FolderName folder && text.equals(folder.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** {@link #text()}. */
    @Override
    public String toString() {
        return text;
    }
}
