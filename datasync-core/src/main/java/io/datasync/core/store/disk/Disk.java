package io.datasync.core.store.disk;

import io.datasync.core.failure.SyncException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * What a test must see or exchange: the two ways to make something durable (D-7), and how names are really spelled (D-16).
 */
public interface Disk {
    /**
     * Makes one file or folder durable.
     *
     * @throws java.nio.file.NoSuchFileException when nothing has this name, also because something above it is no folder any more
     */
    void force(Path path) throws IOException;

    /**
     * Makes the whole file system of {@code place} durable.
     *
     * @return {@code false} when that cannot be said, so that each file must be forced
     * @throws SyncException {@code SHARE_UNREACHABLE} when it takes longer than {@code timeout}; {@code INTERRUPTED}
     */
    boolean sync(Path place, Duration timeout) throws SyncException;

    /**
     * Whether the folder of this path lists its name in this very spelling.
     *
     * @throws java.nio.file.NoSuchFileException when there is no such folder
     */
    boolean lists(Path path) throws IOException;

    /** The folder that something below the root of an archive lies in. */
    static Path parent(Path path) {
        return Objects.requireNonNull(path.getParent(), "Below the root of the archive everything has a parent");
    }
}
