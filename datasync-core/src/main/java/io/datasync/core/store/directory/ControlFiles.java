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
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Small files written whole and durably: a temporary file, forced, renamed, its folder forced. */
final class ControlFiles {
    private static final int TRIES = 100;
    private static final int DURABLE_MAX = 1_000;

    private final ArchiveRoot root;
    private final Durability durability;
    private final Consumer<DirectoryStep> steps;
    private final Set<Path> durable = ConcurrentHashMap.newKeySet();

    ControlFiles(ArchiveRoot root, Durability durability, Consumer<DirectoryStep> steps) {
        this.root = root;
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
        force(folder);
    }

    /** Forces a folder, and once also those above it: it may be new, or left by a process that came no further. */
    private void force(Path folder) throws SyncException {
        durability.force(folder);
        if (isMadeWithTheArchive(folder) || durable.contains(folder)) {
            return;
        }
        for (Path each = folder; !each.equals(root.own()); each = Disk.parent(each)) {
            durability.force(Disk.parent(each));
        }
        if (durable.size() >= DURABLE_MAX) {
            durable.clear();
        }
        durable.add(folder);
    }

    private boolean isMadeWithTheArchive(Path folder) {
        return folder.equals(root.own()) || folder.equals(root.staging());
    }

    /** Writes a file unless something else has its name; one that is there with this content is done. */
    void create(Path file, byte[] content) throws SyncException {
        if (writeNew(file, content, true)) {
            return;
        }
        if (!holds(file, content)) {
            throw SyncException.permanent(ErrorCode.NAME_EXISTS, "Something else is already there: " + file);
        }
        // Whoever wrote it may have been cut before it was durable.
        durability.force(file);
        force(Disk.parent(file));
    }

    private boolean holds(Path file, byte[] content) throws SyncException {
        try {
            BasicFileAttributes found =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return found.isRegularFile()
                    && found.size() == content.length
                    && read(file).filter(there -> Arrays.equals(there, content)).isPresent();
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw Failures.of(e, "look at", file);
        }
    }

    /** The control files that lie in a folder. */
    List<ControlName> names(String folder, Path place, int max) throws SyncException {
        List<ControlName> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(place)) {
            Iterator<Path> each = entries.iterator();
            while (names.size() < max && each.hasNext()) {
                Path entry = each.next();
                if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
                    ControlName.in(folder, String.valueOf(entry.getFileName())).ifPresent(names::add);
                }
            }
        } catch (NoSuchFileException gone) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw Failures.of(e, place);
        } catch (IOException e) {
            throw Failures.of(e, "list", place);
        }
        return List.copyOf(names);
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
        force(folder);
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
