package io.datasync.core.scan;

import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;

/**
 * A job's source, file by file, as the transfer reads it.
 *
 * <p>An implementation guarantees that it never follows a link, neither as the file nor as a folder above it, never opens a special
 * file, never leaves the root (I-14), and never changes anything.
 *
 * <p>Thread-safe; every call blocks. Nothing has changed after a failure, and repeating is always safe.
 */
public interface SourceTree {
    /**
     * What lies under this name now: a regular file or a folder with kind, size and time as a scan gives them. Empty when nothing does,
     * or something that is never archived: a link, a special file.
     *
     * <p>Empty says something about the name only: the root was there when it was looked at (D-2).
     *
     * @throws SyncException {@code SOURCE_UNREACHABLE} when the root is not there or is not the known one; {@code FILE_UNREADABLE} when
     *     the name could not be looked at
     */
    Optional<SourceEntry> stat(RelativePath path) throws SyncException;

    /**
     * Opens a regular file for reading, from its first byte. The channel is for one thread and is closed by the caller; it stays on the
     * file that was opened, whatever becomes of its name, so that a file that is purged meanwhile can be read again. An
     * {@link java.io.IOException} from it means that the file is unreadable.
     *
     * @throws SyncException {@code FILE_VANISHED} where {@link #stat} is empty; {@code FILE_UNREADABLE} when it may not be opened, is
     *     locked, or is a folder; {@code SOURCE_UNREACHABLE} as {@link #stat}
     */
    SeekableByteChannel open(RelativePath path) throws SyncException;
}
