package io.datasync.drills.bench.ground;

import io.datasync.testkit.corpus.FileTree;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The folder in which everything lies that is measured. One call at a time may use a {@code --dir}. */
public final class Ground implements AutoCloseable {
    /** Set by the front door, which has given this process mounts of its own: they end with it, however it ends. */
    private static final String MOUNTS = "datasync.bench.mounts";

    private final Path root;
    private final Optional<LoopImage> image;
    private final boolean keep;
    private final FileChannel lock;

    private Ground(Path root, Optional<LoopImage> image, boolean keep, FileChannel lock) {
        this.root = root;
        this.image = image;
        this.keep = keep;
        this.lock = lock;
    }

    /**
     * Takes the ground below this folder, as an earlier call left it, or new.
     *
     * @param keep whether {@link #close} leaves what is there
     * @throws IOException also when another call uses it
     */
    public static Ground open(Path dir, boolean keep) throws IOException {
        Path root = Files.createDirectories(dir.resolve("ground"));
        FileChannel lock = lock(dir.resolve("lock"));
        @Nullable Ground opened = null;
        try {
            Optional<LoopImage> image = Optional.empty();
            if (Boolean.getBoolean(MOUNTS)) {
                image = Optional.of(LoopImage.mount(dir.resolve("ground.ext4"), root, keep));
            }
            opened = new Ground(root, image, keep, lock);
            return opened;
        } finally {
            if (opened == null) {
                lock.close();
            }
        }
    }

    private static FileChannel lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock held = channel.tryLock();
            if (held != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // By this very process.
        }
        channel.close();
        throw new IOException("another measurement uses " + file.getParent());
    }

    /** The folder. */
    public Path root() {
        return root;
    }

    /** What kind of place it is, in words. */
    public String description() {
        try {
            return image.isPresent()
                    ? "ext4 in a file on "
                            + Files.getFileStore(root.getParent()).type() + " (nodiscard, noatime)"
                    : Files.getFileStore(root).type() + " of " + root
                            + ", as it is: root gets a file system made for measuring";
        } catch (IOException e) {
            return root.toString();
        }
    }

    /** Unmounts and deletes everything, unless it is to be kept. */
    @Override
    public void close() throws IOException {
        // Clearing away is not to be interrupted by what ended the measurement.
        boolean interrupted = Thread.interrupted();
        try (lock) {
            if (image.isPresent()) {
                image.get().close();
            } else if (!keep) {
                FileTree.delete(root);
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
