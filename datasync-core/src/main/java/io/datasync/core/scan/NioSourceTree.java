package io.datasync.core.scan;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.manifest.Ticks;
import io.datasync.core.path.NativeNames;
import io.datasync.core.path.RelativePath;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A source tree on a file system of this machine.
 *
 * <p>Where the system can open files relative to an open directory (Linux, macOS), {@link #open} goes down from the root that way, one
 * directory at a time, so that nobody can lead it out of the root by putting a link in the place of a folder. The folders on its way stay open, a
 * bounded number for each thread, until {@link #close}, and are looked at again before they are used. Elsewhere (Windows) it
 * makes sure before and after opening that no folder above is a link. {@link #stat}, which reads no content, does the latter everywhere.
 *
 * <p>A file is looked at before it is opened, because opening a pipe would wait for its writer. A pipe that takes a file's place in
 * between, within microseconds, is not noticed: the JDK cannot open without waiting.
 */
public final class NioSourceTree implements SourceTree, AutoCloseable {
    /** As many as threads may upload at once. */
    private static final int IDLE_MAX = 64;

    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    private final SourceRoot root;
    /** Unknown until a file is opened. */
    private volatile @Nullable Boolean descends;

    private final Deque<OpenFolders> idle = new ArrayDeque<>();
    private boolean closed;

    /** The tree below this root. */
    public NioSourceTree(SourceRoot root) {
        this.root = root;
    }

    /**
     * The tree below this root.
     *
     * @param descends whether to go down directory by directory where the system can
     */
    NioSourceTree(SourceRoot root, boolean descends) {
        this.root = root;
        this.descends = descends ? null : Boolean.FALSE;
    }

    @Override
    public Optional<SourceEntry> stat(RelativePath path) throws SyncException {
        try {
            BasicFileAttributes attributes = attributesOf(path);
            root.requireThere();
            if (attributes.isDirectory()) {
                return Optional.of(SourceEntry.folder(path));
            }
            return Optional.of(SourceEntry.file(path, attributes.size(), Ticks.of(attributes.lastModifiedTime())));
        } catch (NoSuchFileException e) {
            root.requireThere();
            return Optional.empty();
        } catch (IOException e) {
            root.requireThere();
            throw unreadable(path, e);
        }
    }

    @Override
    public SeekableByteChannel open(RelativePath path) throws SyncException {
        try {
            return opened(path);
        } catch (NoSuchFileException e) {
            root.requireThere();
            throw new SyncException(ErrorCode.FILE_VANISHED, false, "There is no file " + path + " any more", e);
        } catch (IOException e) {
            root.requireThere();
            throw unreadable(path, e);
        }
    }

    private SeekableByteChannel opened(RelativePath path) throws IOException {
        List<byte[]> names = path.segments();
        if (!descends()) {
            return openBetweenLooks(path);
        }
        OpenFolders folders = take();
        boolean intact = false;
        try {
            SeekableByteChannel file = openIn(folders.reach(names.subList(0, names.size() - 1)), path);
            intact = names.size() <= OpenFolders.KEPT_MAX;
            return file;
        } finally {
            giveBack(folders, intact);
        }
    }

    private boolean descends() throws IOException {
        Boolean known = descends;
        if (known == null) {
            known = OpenFolders.arePossible(root);
            descends = known;
        }
        return known;
    }

    private SeekableByteChannel openIn(SecureDirectoryStream<Path> folder, RelativePath path) throws IOException {
        List<byte[]> names = path.segments();
        Path file = relative(root, names.get(names.size() - 1));
        requireFile(path, attributesIn(folder, file));
        return read(folder, file);
    }

    private OpenFolders take() {
        synchronized (idle) {
            OpenFolders used = idle.poll();
            return used == null ? new OpenFolders(root) : used;
        }
    }

    /** After a failure everything is reached anew, so that what was noticed once is looked at again from the root. */
    private void giveBack(OpenFolders folders, boolean intact) {
        synchronized (idle) {
            if (intact && !closed && idle.size() < IDLE_MAX) {
                idle.push(folders);
                return;
            }
        }
        folders.close();
    }

    /** Frees the folders that are open; what is opened later is reached anew each time. Repeating it changes nothing; never throws. */
    @Override
    public void close() {
        synchronized (idle) {
            closed = true;
            idle.forEach(OpenFolders::close);
            idle.clear();
        }
    }

    /** Opens a folder in an open directory; fails on a link, whenever it came. */
    static SecureDirectoryStream<Path> enter(SecureDirectoryStream<Path> directory, Path folder) throws IOException {
        return directory.newDirectoryStream(folder, LinkOption.NOFOLLOW_LINKS);
    }

    /** Opens a file in an open directory; fails on a link, whenever it came. */
    static SeekableByteChannel read(SecureDirectoryStream<Path> directory, Path file) throws IOException {
        return directory.newByteChannel(file, READ);
    }

    private SeekableByteChannel openBetweenLooks(RelativePath path) throws IOException {
        BasicFileAttributes before = attributesOf(path);
        requireFile(path, before);
        SeekableByteChannel channel = Files.newByteChannel(root.resolve(path), READ);
        try {
            if (!Objects.equals(before.fileKey(), attributesOf(path).fileKey())) {
                throw new NoSuchFileException(path.text());
            }
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static void requireFile(RelativePath path, BasicFileAttributes attributes) throws IOException {
        if (attributes.isDirectory()) {
            throw new FileSystemException(path.text(), null, "is a folder");
        }
        if (!attributes.isRegularFile()) {
            throw new NoSuchFileException(path.text());
        }
    }

    /** What is there now, below nothing but folders. A link or a special file, at its end or above, is nothing. */
    private BasicFileAttributes attributesOf(RelativePath path) throws IOException {
        List<byte[]> names = path.segments();
        Path onDisk = root.path();
        for (int i = 0; ; i++) {
            if (!NativeNames.isUsable(names.get(i))) {
                throw new NoSuchFileException(path.text());
            }
            onDisk = NativeNames.resolve(onDisk, names.get(i));
            BasicFileAttributes attributes =
                    Files.readAttributes(onDisk, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            boolean isLast = i == names.size() - 1;
            if (attributes.isSymbolicLink() || attributes.isOther() || !(isLast || attributes.isDirectory())) {
                throw new NoSuchFileException(path.text());
            }
            if (isLast) {
                return attributes;
            }
        }
    }

    static Path relative(SourceRoot root, byte[] name) {
        return NativeNames.resolve(root.path(), name).getFileName();
    }

    static BasicFileAttributes attributesIn(SecureDirectoryStream<Path> directory, Path name) throws IOException {
        return directory
                .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
    }

    private static SyncException unreadable(RelativePath path, IOException e) {
        // A lock, a scanner for viruses and a missing right look alike on some systems, so that all are tried again.
        return new SyncException(
                ErrorCode.FILE_UNREADABLE, true, "The file " + path + " cannot be read: " + e.getMessage(), e);
    }
}
