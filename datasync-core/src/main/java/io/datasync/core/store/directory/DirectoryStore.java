package io.datasync.core.store.directory;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.Ticks;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.ArchiveMarker;
import io.datasync.core.store.ArchiveMarkerJson;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.ControlName;
import io.datasync.core.store.StagedFile;
import io.datasync.core.store.StagingName;
import io.datasync.core.store.StoreCapabilities;
import io.datasync.core.store.StoredFacts;
import io.datasync.core.store.StoredFile;
import io.datasync.core.store.StoredFileVisitor;
import io.datasync.core.store.VersionName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;

/**
 * An archive in a folder of a local or mounted file system on Linux.
 *
 * <p>A staged file is published by a second hard link, which fails when the name exists, and by removing its first name (D-6). Its digest
 * lies in the attribute {@code user.datasync.sha256}. A barrier is one {@code sync -f} (D-7). Where a file system lacks one of these, its
 * capabilities say so. {@link #open} reads what the disk has, not what its cache remembers, where the file system can tell them apart.
 *
 * <p>A folder of the archive is looked at before it is used, at least once between two barriers, and refused when it is a link: a link
 * planted on the share leads nothing out of the archive. Nobody is expected to exchange folders for links from one moment to the next.
 */
public final class DirectoryStore implements ArchiveStore {
    private final ArchiveRoot root;
    private final DirectoryOptions options;
    private final Durability durability;
    private final DiskReads reads;
    private final Spelling spelling;
    private final Folders folders;
    private final StagingFolder staging;
    private final ControlFiles controls;

    private DirectoryStore(Path root, DirectoryOptions options, Disk disk) {
        this.options = options;
        this.root = new ArchiveRoot(root, options);
        durability = new Durability(disk, root, options);
        reads = new DiskReads(disk, options.directReads());
        spelling = new Spelling(disk, this.root::folds);
        folders = new Folders(root, durability, spelling);
        controls = new ControlFiles(durability, options.steps());
        staging = new StagingFolder(this.root.staging());
    }

    /**
     * The store whose archive is, or will be, this folder. Touches nothing.
     *
     * @param root the job's folder; it may be a link, no folder below it may
     */
    public static DirectoryStore at(Path root, DirectoryOptions options) {
        return at(root, options, new SystemDisk());
    }

    /** A store that makes things durable by way of this disk. */
    static DirectoryStore at(Path root, DirectoryOptions options, Disk disk) {
        return new DirectoryStore(root.toAbsolutePath(), options, disk);
    }

    @Override
    public StoreCapabilities capabilities() {
        return root.capabilities();
    }

    @Override
    public void create(ArchiveMarker marker) throws SyncException {
        if (Files.notExists(root.marker(), LinkOption.NOFOLLOW_LINKS)) {
            makeNew(marker);
        }
        ArchiveMarker found = root.check();
        if (!found.sameOwner(marker)) {
            throw SyncException.permanent(
                    ErrorCode.SHARE_FOREIGN,
                    "The archive at " + root.root() + " is that of job " + found.job() + " of runner "
                            + found.runner());
        }
        checkForWriting();
    }

    private void makeNew(ArchiveMarker marker) throws SyncException {
        try {
            if (!Files.isDirectory(root.root())) {
                Files.createDirectories(root.root());
            }
        } catch (IOException e) {
            throw Failures.of(e, "make", root.root());
        }
        folders.forget();
        folders.make(root.staging());
        folders.make(root.versions());
        options.steps().accept(DirectoryStep.FOLDERS_MADE);
        controls.writeNew(root.marker(), ArchiveMarkerJson.write(marker), options.hardLinks());
        durability.force(root.root());
        durability.force(Folders.parent(root.root()));
    }

    @Override
    public ArchiveMarker marker() throws SyncException {
        return root.check();
    }

    @Override
    public StagedFile stage(StagingName name, long sizeBytes) throws SyncException {
        checkForWriting();
        Path file = root.staged(name);
        try {
            return DirectoryStagedFile.begin(file, sizeBytes);
        } catch (IOException e) {
            throw failure(e, "stage", file);
        }
    }

    @Override
    public InputStream openStaged(StagingName name) throws SyncException {
        // Whether the archive is there shows when nothing is staged: this is called once for every file.
        return opened(root.staged(name));
    }

    private InputStream opened(Path file) throws SyncException {
        try {
            return Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw failure(e, "read", file);
        }
    }

    @Override
    public void publish(StagingName staged, RelativePath to, StoredFacts facts) throws SyncException {
        StoreCapabilities able = checkForMoving();
        Path from = root.staged(staged);
        Path file = root.file(to);
        folders.make(Folders.parent(file));
        try {
            Attributes.write(from, facts, able.keepsDigest());
            options.steps().accept(DirectoryStep.FACTS_KEPT);
            linkOrMakeFolders(from, file);
            durability.named(file);
            options.steps().accept(DirectoryStep.PUBLISHED);
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
        try {
            link(from, file);
        } catch (NoSuchFileException e) {
            folders.forget();
            folders.make(Folders.parent(file));
            link(from, file);
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

    @Override
    public Optional<StoredFile> find(RelativePath path) throws SyncException {
        root.check();
        return found(path, root.file(path));
    }

    private Optional<StoredFile> found(RelativePath path, Path file) throws SyncException {
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
    private boolean isReachable(Path file) throws SyncException {
        try {
            return folders.isThere(Folders.parent(file));
        } catch (SyncException e) {
            if (e.code() == ErrorCode.NAME_EXISTS) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public InputStream open(RelativePath path) throws SyncException {
        root.check();
        Path file = requireFile(root.file(path));
        durability.named(file);
        try {
            return reads.open(file, root.blockBytes());
        } catch (IOException e) {
            throw failure(e, "read", file);
        }
    }

    private Path requireFile(Path file) throws SyncException {
        if (!isReachable(file) || !isFile(file)) {
            throw SyncException.permanent(ErrorCode.NAME_MISSING, "No such file in the archive: " + file);
        }
        return file;
    }

    @Override
    public void retire(RelativePath path, VersionName version) throws SyncException {
        checkForMoving();
        Path from = root.file(path);
        Path to = root.version(path, version);
        boolean there = isReachable(from) && isFile(from);
        if (!there && found(path, to).isPresent()) {
            durability.named(to);
            return;
        }
        if (!there) {
            throw SyncException.permanent(ErrorCode.NAME_MISSING, "No such file in the archive: " + from);
        }
        folders.make(Folders.parent(to));
        try {
            link(from, to);
            durability.named(to);
            options.steps().accept(DirectoryStep.RETIRED);
            Files.delete(from);
            durability.changed(Folders.parent(from));
        } catch (IOException e) {
            throw failure(e, "retire", from);
        }
    }

    @Override
    public Optional<StoredFile> findVersion(RelativePath path, VersionName version) throws SyncException {
        root.check();
        return found(path, root.version(path, version));
    }

    @Override
    public InputStream openVersion(RelativePath path, VersionName version) throws SyncException {
        root.check();
        return opened(requireFile(root.version(path, version)));
    }

    @Override
    public void makeFolder(RelativePath path) throws SyncException {
        checkForWriting();
        Path folder = root.file(path);
        folders.make(folder);
        durability.changed(folder);
    }

    @Override
    public void barrier() throws SyncException {
        root.check();
        durability.barrier();
        folders.forget();
        root.check();
    }

    @Override
    public List<StagingName> staged(int max) throws SyncException {
        root.check();
        return staging.names(max);
    }

    @Override
    public void discard(StagingName name) throws SyncException {
        root.check();
        if (isReachable(root.staged(name))) {
            staging.discard(name);
        }
    }

    @Override
    public Optional<byte[]> control(ControlName name) throws SyncException {
        root.check();
        Path file = root.control(name);
        return isReachable(file) ? controls.read(file) : Optional.empty();
    }

    @Override
    public void writeControl(ControlName name, byte[] content) throws SyncException {
        name.requireWritable(content, root.check());
        checkForWriting();
        Path file = root.control(name);
        folders.make(Folders.parent(file));
        controls.write(file, content);
    }

    @Override
    public void removeControl(ControlName name) throws SyncException {
        name.requireRemovable();
        root.check();
        Path file = root.control(name);
        if (isReachable(file)) {
            ControlFiles.discard(file);
        }
    }

    @Override
    public List<ControlName> intents(int max) throws SyncException {
        root.check();
        return staging.intents(max);
    }

    @Override
    public void list(StoredFileVisitor visitor) throws SyncException {
        root.check();
        new DirectoryListing(root, options.names(), visitor).run();
        root.check();
    }

    @Override
    public void close() {
        folders.forget();
    }

    private StoreCapabilities checkForWriting() throws SyncException {
        StoreCapabilities able = root.checkForWriting();
        if (!folders.isThere(root.staging())) {
            throw SyncException.passing(ErrorCode.SHARE_MISSING, "There is no staging folder in " + root.own());
        }
        return able;
    }

    private StoreCapabilities checkForMoving() throws SyncException {
        StoreCapabilities able = checkForWriting();
        if (!able.publishesWithoutReplacing()) {
            throw SyncException.permanent(
                    ErrorCode.SHARE_UNSUPPORTED,
                    "The file system of " + root.root() + " has no hard links, so nothing can be published safely");
        }
        return able;
    }

    /** A missing file can mean that the archive went away. */
    private SyncException failure(IOException e, String what, Path file) throws SyncException {
        folders.forget();
        if (e instanceof NoSuchFileException) {
            root.check();
        }
        return Failures.of(e, what, file);
    }
}
