package io.datasync.core.path;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;

/**
 * A folder of the index: a first-level folder of the source, or {@code .} for what lies directly under the root (D-10).
 *
 * <p>Ordered by text.
 *
 * @param text the text form of the name, as {@link RelativePath#text()} gives it
 */
public record FolderName(String text) implements Comparable<FolderName> {
    /** What lies directly under the root. No real folder can have this name. */
    public static final FolderName ROOT = new FolderName(".");

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
        return new FolderName(path.text());
    }

    static FolderName ofSegment(byte[] segment) {
        return new FolderName(NameText.encode(segment));
    }

    @Override
    public int compareTo(FolderName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
