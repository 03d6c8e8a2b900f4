package io.datasync.core.scan;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.path.NativeNames;
import io.datasync.core.path.RelativePath;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The root of a source, found to be a directory that can be listed (D-2).
 *
 * <p>Holds no resource: what is known is what it was when it was opened, and {@link #requireThere} says whether it still is. Immutable
 * and thread-safe; all methods but the accessors block.
 */
public final class SourceRoot {
    private final Path path;
    private final SourceIdentity identity;
    private final BasicFileAttributes attributes;
    private final boolean empty;

    private SourceRoot(Path path, SourceIdentity identity, BasicFileAttributes attributes, boolean empty) {
        this.path = path;
        this.identity = identity;
        this.attributes = attributes;
        this.empty = empty;
    }

    /**
     * Looks at a root. Links are followed on the way to it, but the root itself must not be one.
     *
     * @param path a directory of the default file system
     * @throws SyncException {@code SOURCE_UNREACHABLE} when it is missing, not a directory, a link, or cannot be listed
     */
    public static SourceRoot open(Path path) throws SyncException {
        if (!path.getFileSystem().equals(FileSystems.getDefault())) {
            throw new IllegalArgumentException("Not a path of the default file system: " + path);
        }
        Path root = path.toAbsolutePath();
        try {
            BasicFileAttributes attributes = attributesOf(root);
            if (attributes.isSymbolicLink() || attributes.isOther()) {
                throw SyncException.permanent(
                        ErrorCode.SOURCE_UNREACHABLE, "The source " + root + " is a link; name the folder itself");
            }
            if (!attributes.isDirectory()) {
                throw SyncException.permanent(ErrorCode.SOURCE_UNREACHABLE, "The source " + root + " is not a folder");
            }
            FirstName first = new FirstName();
            DirectoryListing.list(root, attributes, first);
            return new SourceRoot(root, SourceIdentity.of(root, attributes), attributes, !first.found);
        } catch (NoSuchFileException e) {
            throw new SyncException(ErrorCode.SOURCE_UNREACHABLE, true, "The source " + root + " is not there", e);
        } catch (IOException e) {
            throw unreadable(root, e);
        }
    }

    /** Where it is; absolute. */
    public Path path() {
        return path;
    }

    /** What it was known by when it was opened. */
    public SourceIdentity identity() {
        return identity;
    }

    /** Whether it held nothing at all when it was opened. */
    public boolean isEmpty() {
        return empty;
    }

    /**
     * Makes sure that the directory that was opened is still there, so that what was not found in it is really not in it.
     *
     * @throws SyncException {@code SOURCE_UNREACHABLE} when it is not there, or another one is in its place
     */
    public void requireThere() throws SyncException {
        try {
            if (!DirectoryListing.isSame(attributes, attributesOf(path))) {
                throw SyncException.passing(
                        ErrorCode.SOURCE_UNREACHABLE, "Another folder is now in the place of the source " + path);
            }
        } catch (IOException e) {
            throw new SyncException(ErrorCode.SOURCE_UNREACHABLE, true, "The source " + path + " is gone", e);
        }
    }

    /** All names directly below it, sorted. */
    byte[][] names() throws SyncException {
        try {
            return DirectoryListing.sorted(path, attributes);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    BasicFileAttributes attributes() {
        return attributes;
    }

    /** The path on disk of a path below the root. */
    Path resolve(RelativePath below) {
        return NativeNames.resolve(path, below);
    }

    private static SyncException unreadable(Path root, IOException e) {
        return new SyncException(
                ErrorCode.SOURCE_UNREACHABLE, true, "The source " + root + " cannot be listed: " + e.getMessage(), e);
    }

    private static BasicFileAttributes attributesOf(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static final class FirstName implements DirectoryListing.Names {
        private boolean found;

        @Override
        public boolean take(byte[] name) {
            found = true;
            return false;
        }
    }
}
