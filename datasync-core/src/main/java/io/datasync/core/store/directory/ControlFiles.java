package io.datasync.core.store.directory;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.store.ControlName;
import io.datasync.core.store.disk.Disk;
import io.datasync.core.store.disk.Durability;
import io.datasync.core.store.disk.Failures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Consumer;

/** Small files written whole and durably: a temporary file, forced, renamed, its folder forced. */
final class ControlFiles {
    private static final int TRIES = 100;

    private final Durability durability;
    private final Consumer<DirectoryStep> steps;

    ControlFiles(Durability durability, Consumer<DirectoryStep> steps) {
        this.durability = durability;
        this.steps = steps;
    }

    Optional<byte[]> read(Path file) throws SyncException {
        try (InputStream in = Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            byte[] content = in.readNBytes(ControlName.CONTENT_BYTES_MAX + 1);
            if (content.length > ControlName.CONTENT_BYTES_MAX) {
                throw SyncException.permanent(ErrorCode.SHARE_IO, "Too large to be a control file: " + file);
            }
            return Optional.of(content);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw Failures.of(e, "read", file);
        }
    }

    /** Replaces what has the name. */
    void write(Path file, byte[] content) throws SyncException {
        Path folder = Disk.parent(file);
        Path temporary = temporary(file, content);
        try {
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw discarding(temporary, Failures.of(e, "write", file));
        }
        steps.accept(DirectoryStep.CONTROL_NAMED);
        durability.force(folder);
    }

    /** Writes a file unless something has its name; says whether it did. */
    boolean writeNew(Path file, byte[] content, boolean hardLinks) throws SyncException {
        Path folder = Disk.parent(file);
        Path temporary = temporary(file, content);
        try {
            if (hardLinks) {
                Files.createLink(file, temporary);
                Files.delete(temporary);
            } else {
                // Looks first and renames then: as much as a file system without links can do.
                Files.move(temporary, file);
            }
        } catch (FileAlreadyExistsException e) {
            discard(temporary);
            return false;
        } catch (IOException e) {
            throw discarding(temporary, Failures.of(e, "write", file));
        }
        steps.accept(DirectoryStep.CONTROL_NAMED);
        durability.force(folder);
        return true;
    }

    private Path temporary(Path file, byte[] content) throws SyncException {
        for (int i = 0; i < TRIES; i++) {
            Path temporary = TemporaryNames.beside(file);
            try (FileChannel out = FileChannel.open(
                    temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
            } catch (FileAlreadyExistsException taken) {
                if (TemporaryNames.isOurs(file)) {
                    discard(temporary);
                }
                continue;
            } catch (IOException e) {
                throw discarding(temporary, Failures.of(e, "write", temporary));
            }
            forceOrDiscard(temporary);
            steps.accept(DirectoryStep.CONTROL_WRITTEN);
            return temporary;
        }
        throw SyncException.passing(ErrorCode.SHARE_IO, "No name for a temporary file beside " + file);
    }

    private void forceOrDiscard(Path temporary) throws SyncException {
        try {
            durability.force(temporary);
        } catch (SyncException e) {
            throw discarding(temporary, e);
        }
    }

    private static SyncException discarding(Path temporary, SyncException failure) {
        try {
            discard(temporary);
        } catch (SyncException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    static void discard(Path file) throws SyncException {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw Failures.of(e, "remove", file);
        }
    }
}
