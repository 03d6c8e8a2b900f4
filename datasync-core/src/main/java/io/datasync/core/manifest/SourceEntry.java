package io.datasync.core.manifest;

import io.datasync.core.path.RelativePath;
import java.util.Arrays;
import java.util.Comparator;

/**
 * One entry of a source tree, as a scan found it.
 *
 * @param sizeBytes the file's length; 0 for a folder
 * @param ticks its modification time in ticks (see {@link Ticks}); 0 for a folder, whose time says nothing about it
 */
public record SourceEntry(RelativePath path, EntryKind kind, long sizeBytes, long ticks) {
    /**
     * The canonical order, in which scans, journals and manifests give entries: unsigned bytes of the path, with {@code /} at the end of
     * a folder's. It is the order in which a tree is walked when each directory's names are sorted that way, so streams can be merged.
     */
    public static final Comparator<SourceEntry> CANONICAL_ORDER =
            (a, b) -> a.path.compareTo(b.path, a.kind == EntryKind.FOLDER, b.kind == EntryKind.FOLDER);

    public SourceEntry {
        if (sizeBytes < 0) {
            throw new IllegalArgumentException("A size cannot be negative: " + sizeBytes);
        }
        if (kind == EntryKind.FOLDER && (sizeBytes != 0 || ticks != 0)) {
            throw new IllegalArgumentException("A folder has neither size nor time: " + path);
        }
    }

    /** A file. */
    public static SourceEntry file(RelativePath path, long sizeBytes, long ticks) {
        return new SourceEntry(path, EntryKind.FILE, sizeBytes, ticks);
    }

    /** A folder that holds nothing that is archived. */
    public static SourceEntry folder(RelativePath path) {
        return new SourceEntry(path, EntryKind.FOLDER, 0, 0);
    }

    /** The bytes by which {@link #CANONICAL_ORDER} compares: the path's, and {@code /} after a folder's. */
    public byte[] orderKey() {
        byte[] bytes = path.bytes();
        if (kind == EntryKind.FILE) {
            return bytes;
        }
        byte[] key = Arrays.copyOf(bytes, bytes.length + 1);
        key[bytes.length] = '/';
        return key;
    }

    /** Whether kind, size and time are equal, which is all that an unread file shows of its content. */
    public boolean looksLike(SourceEntry other) {
        return kind == other.kind && sizeBytes == other.sizeBytes && ticks == other.ticks;
    }
}
