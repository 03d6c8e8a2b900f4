package io.datasync.core.store.directory;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.path.FolderName;
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
import io.datasync.core.store.disk.Disk;
import io.datasync.core.store.disk.DiskReads;
import io.datasync.core.store.disk.Durability;
import io.datasync.core.store.disk.Failures;
import io.datasync.core.store.disk.Spelling;
import io.datasync.core.store.disk.SystemDisk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
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
    private final Folders folders;
    private final ArchivedFiles files;
    private final StagingFolder staging;
    private final ControlFiles controls;

    private DirectoryStore(Path root, DirectoryOptions options, Disk disk) {
        this.options = options;
        this.root = new ArchiveRoot(root, options);
        durability = new Durability(disk, root, options.wholeFileSystem(), options.syncTimeout());
        Spelling spelling = new Spelling(disk, this.root::folds);
        folders = new Folders(root, durability, spelling);
        DiskReads reads = new DiskReads(disk, options.directReads());
        files = new ArchivedFiles(this.root, folders, spelling, durability, reads, options.steps());
        controls = new ControlFiles(this.root, durability, options.steps());
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

    /** As {@link #at(Path, DirectoryOptions)}, made durable by way of this disk; for tests that lose what is not. */
    public static DirectoryStore at(Path root, DirectoryOptions options, Disk disk) {
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
        durability.force(Disk.parent(root.root()));
    }

    @Override
    public boolean isVacant() throws SyncException {
        return root.isVacant();
    }

    @Override
    public Optional<StoredFile> peek(RelativePath path) throws SyncException {
        return files.found(path, root.file(path));
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
            throw files.failure(e, "stage", file);
        }
    }

    @Override
    public StagedFile resume(StagingName name, long sizeBytes) throws SyncException {
        checkForWriting();
        Path file = root.staged(name);
        try {
            Optional<InputStream> earlier = files.leftStaged(file);
            return earlier.isPresent()
                    ? DirectoryStagedFile.resume(file, sizeBytes, earlier.get())
                    : DirectoryStagedFile.begin(file, sizeBytes);
        } catch (IOException e) {
            throw files.failure(e, "stage", file);
        }
    }

    @Override
    public InputStream openStaged(StagingName name) throws SyncException {
        // Whether the archive is there shows when nothing is staged: this is called once for every file.
        return files.opened(root.staged(name));
    }

    @Override
    public void publish(StagingName staged, RelativePath to, StoredFacts facts) throws SyncException {
        StoreCapabilities able = checkForMoving();
        files.publish(root.staged(staged), root.file(to), facts, able.keepsDigest());
    }

    @Override
    public Optional<StoredFile> find(RelativePath path) throws SyncException {
        root.check();
        return files.found(path, root.file(path));
    }

    @Override
    public InputStream open(RelativePath path) throws SyncException {
        root.check();
        return files.read(root.file(path));
    }

    @Override
    public void retire(RelativePath path, VersionName version) throws SyncException {
        checkForMoving();
        files.retire(path, root.file(path), root.version(path, version));
    }

    @Override
    public Optional<StoredFile> findVersion(RelativePath path, VersionName version) throws SyncException {
        root.check();
        return files.found(path, root.version(path, version));
    }

    @Override
    public InputStream openVersion(RelativePath path, VersionName version) throws SyncException {
        root.check();
        return files.opened(files.requireFile(root.version(path, version)));
    }

    @Override
    public void makeFolder(RelativePath path) throws SyncException {
        checkForWriting();
        Path folder = root.file(path);
        folders.make(folder);
        durability.changed(folder);
    }

    @Override
    public void removeEmptyFolder(RelativePath path) throws SyncException {
        checkForWriting();
        folders.forget();
        Path folder = root.file(path);
        if (folders.isThere(folder)) {
            EmptyFolder.remove(folder);
            folders.forget();
            durability.changed(Disk.parent(folder));
        }
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
        if (files.isReachable(root.staged(name))) {
            staging.discard(name);
        }
    }

    @Override
    public Optional<byte[]> control(ControlName name) throws SyncException {
        root.check();
        Path file = root.control(name);
        return files.isReachable(file) ? controls.read(file) : Optional.empty();
    }

    @Override
    public void writeControl(ControlName name, byte[] content) throws SyncException {
        name.requireWritable(content, root.check());
        checkForWriting();
        Path file = root.control(name);
        folders.make(Disk.parent(file));
        controls.write(file, content);
    }

    @Override
    public void createControl(ControlName name, byte[] content) throws SyncException {
        name.requireWritable(content, root.check());
        checkForMoving();
        Path file = root.control(name);
        folders.make(Disk.parent(file));
        controls.create(file, content);
    }

    @Override
    public List<ControlName> controls(String folder, int max) throws SyncException {
        ControlName.requireFolder(folder);
        root.check();
        Path place = root.own().resolve(folder);
        return files.isFolder(place) ? controls.names(folder, place, max) : List.of();
    }

    @Override
    public void removeControl(ControlName name) throws SyncException {
        name.requireRemovable();
        root.check();
        Path file = root.control(name);
        if (files.isReachable(file)) {
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
    public void list(FolderName folder, StoredFileVisitor visitor) throws SyncException {
        root.check();
        var listing = new DirectoryListing(root, options.names(), visitor);
        if (folder.equals(FolderName.ROOT)) {
            listing.runOnRoot();
        } else {
            folders.forget();
            Path path = root.file(folder.path());
            if (files.isFolder(path)) {
                listing.run(path, folder);
            }
        }
        root.check();
    }

    @Override
    public List<FolderName> folders(int max) throws SyncException {
        root.check();
        List<FolderName> found = new DirectoryListing(root, options.names(), file -> {}).folders(max);
        root.check();
        return found;
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
}
