package io.datasync.core.store.directory;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.Ticks;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.StoredFacts;
import io.datasync.core.store.StoredFile;
import io.datasync.core.store.disk.Attributes;
import io.datasync.core.store.disk.Disk;
import io.datasync.core.store.disk.DiskReads;
import io.datasync.core.store.disk.Durability;
import io.datasync.core.store.disk.Failures;
import io.datasync.core.store.disk.Spelling;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The files of an archive and their versions under their final names: given by a second hard link, which fails when the name exists, and
 * by removing the first one (D-6). Whoever calls has looked at the root before. Thread-safe for different paths.
 */
final class ArchivedFiles {
    private static final int LINK_TRIES = 5;

    private final ArchiveRoot root;
    private final Folders folders;
    private final Spelling spelling;
    private final Durability durability;
    private final DiskReads reads;
    private final Consumer<DirectoryStep> steps;

    ArchivedFiles(
            ArchiveRoot root,
            Folders folders,
            Spelling spelling,
            Durability durability,
            DiskReads reads,
            Consumer<DirectoryStep> steps) {
        this.root = root;
        this.folders = folders;
        this.spelling = spelling;
        this.durability = durability;
        this.reads = reads;
        this.steps = steps;
    }

    /** Gives a staged file its final name, with its facts; a repeat finds the file there. */
    void publish(Path from, Path file, StoredFacts facts, boolean keepsDigest) throws SyncException {
        folders.make(Disk.parent(file));
        try {
            Attributes.write(from, facts, keepsDigest);
            steps.accept(DirectoryStep.FACTS_KEPT);
            linkOrMakeFolders(from, file);
            durability.named(file);
            steps.accept(DirectoryStep.PUBLISHED);
            Files.delete(from);
        } catch (NoSuchFileException e) {
            if (!holds(file, facts.digest())) {
                throw failure(e, "publish", from);
            }
            durability.named(file);
        } catch (IOException e) {
            throw failure(e, "publish", file);
        }
    }

    /** Somebody may have removed a folder that was there a moment ago. */
    private void linkOrMakeFolders(Path from, Path file) throws IOException, SyncException {
        for (int i = 1; ; i++) {
            try {
                link(from, file);
                return;
            } catch (NoSuchFileException e) {
                if (i >= LINK_TRIES) {
                    throw e;
                }
                folders.forget();
                folders.make(Disk.parent(file));
            }
        }
    }

    /** Gives {@code from} a second name. When it has that name already, an earlier call was cut after this step. */
    private static void link(Path from, Path to) throws IOException, SyncException {
        try {
            Files.createLink(to, from);
        } catch (FileAlreadyExistsException e) {
            if (!isSame(from, to)) {
                throw new SyncException(ErrorCode.NAME_EXISTS, false, "Something is already there: " + to, e);
            }
        }
    }

    private static boolean isSame(Path one, Path other) throws IOException {
        Object key = attributes(one).fileKey();
        return key != null && key.equals(attributes(other).fileKey());
    }

    private static BasicFileAttributes attributes(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether a file with these bytes is there; not by its attribute, which is only a promise. */
    private boolean holds(Path file, Digest digest) throws SyncException {
        if (!isFile(file)) {
            return false;
        }
        try (InputStream in = reads.open(file, root.blockBytes())) {
            return Digest.ofAll(in).equals(digest);
        } catch (IOException e) {
            throw Failures.of(e, "read", file);
        }
    }

    private boolean isFile(Path file) throws SyncException {
        try {
            boolean regular = attributes(file).isRegularFile();
            spelling.require(file);
            return regular;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw Failures.of(e, "look at", file);
        }
    }

    /** The file at this place, as the file of {@code path}. */
    Optional<StoredFile> found(RelativePath path, Path file) throws SyncException {
        if (!isReachable(file)) {
            return Optional.empty();
        }
        try {
            BasicFileAttributes found = attributes(file);
            spelling.require(file);
            return found.isRegularFile()
                    ? Optional.of(new StoredFile(
                            path, found.size(), Ticks.of(found.lastModifiedTime()), Attributes.digest(file)))
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw Failures.of(e, "look at", file);
        }
    }

    /** Whether the folders above a file are folders; a file or link in their place means that there is no such file. */
    boolean isReachable(Path file) throws SyncException {
        return isFolder(Disk.parent(file));
    }

    /** Whether this is a folder, by this very name, and so is all above it. */
    boolean isFolder(Path folder) throws SyncException {
        try {
            return folders.isThere(folder);
        } catch (SyncException e) {
            if (e.code() == ErrorCode.NAME_EXISTS) {
                return false;
            }
            throw e;
        }
    }

    /** Reads what the disk has; the next barrier covers it. */
    InputStream read(Path file) throws SyncException {
        requireFile(file);
        durability.named(file);
        try {
            return reads.open(file, root.blockBytes());
        } catch (IOException e) {
            throw failure(e, "read", file);
        }
    }

    /** This place, when a file is there. */
    Path requireFile(Path file) throws SyncException {
        if (!isReachable(file) || !isFile(file)) {
            throw SyncException.permanent(ErrorCode.NAME_MISSING, "No such file in the archive: " + file);
        }
        return file;
    }

    /** Moves a file to the name of its version. */
    void retire(RelativePath path, Path from, Path to) throws SyncException {
        boolean there = isReachable(from) && isFile(from);
        if (!there && found(path, to).isPresent()) {
            durability.named(to);
            return;
        }
        if (!there) {
            throw SyncException.permanent(ErrorCode.NAME_MISSING, "No such file in the archive: " + from);
        }
        folders.make(Disk.parent(to));
        try {
            link(from, to);
            durability.named(to);
            steps.accept(DirectoryStep.RETIRED);
            Files.delete(from);
            durability.changed(Disk.parent(from));
        } catch (IOException e) {
            throw failure(e, "retire", from);
        }
    }

    /**
     * What the disk has of a staged file that an earlier attempt left; empty when there is none that can be gone on with. One that has a
     * second name is a published file whose publish was cut, and is never written to.
     */
    Optional<InputStream> leftStaged(Path file) throws IOException, SyncException {
        try {
            if (!attributes(file).isRegularFile()
                    || !Integer.valueOf(1).equals(Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS))) {
                return Optional.empty();
            }
            return Optional.of(reads.open(file, root.blockBytes()));
        } catch (NoSuchFileException | UnsupportedOperationException | IllegalArgumentException e) {
            return Optional.empty();
        } catch (SyncException e) {
            if (e.retryable()) {
                throw e;
            }
            // Its bytes may not be on the disk.
            return Optional.empty();
        }
    }

    /** Opens what is whole by itself, such as a staged file, through the cache. */
    InputStream opened(Path file) throws SyncException {
        try {
            return Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw failure(e, "read", file);
        }
    }

    /** A missing file can mean that the archive went away. */
    SyncException failure(IOException e, String what, Path file) throws SyncException {
        folders.forget();
        if (e instanceof NoSuchFileException) {
            root.check();
        }
        return Failures.of(e, what, file);
    }
}
