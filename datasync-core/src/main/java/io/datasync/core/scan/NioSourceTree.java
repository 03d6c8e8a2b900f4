package io.datasync.core.scan;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.manifest.Ticks;
import io.datasync.core.path.NativeNames;
import io.datasync.core.path.RelativePath;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
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
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A source tree on a file system of this machine.
 *
 * <p>Where the system can open files relative to an open directory (Linux, macOS), {@link #open} goes down from the root that way, one
 * directory at a time, so that nobody can lead it out of the root by putting a link in the place of a folder. Elsewhere (Windows) it
 * makes sure before and after opening that no folder above is a link. {@link #stat}, which reads no content, does the latter everywhere.
 *
 * <p>A file is looked at before it is opened, because opening a pipe would wait for its writer. A pipe that takes a file's place in
 * between, within microseconds, is not noticed: the JDK cannot open without waiting.
 */
public final class NioSourceTree implements SourceTree {
    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    private final SourceRoot root;
    private final boolean descends;

    /** The tree below this root. */
    public NioSourceTree(SourceRoot root) {
        this(root, true);
    }

    /**
     * The tree below this root.
     *
     * @param descends whether to go down directory by directory where the system can
     */
    NioSourceTree(SourceRoot root, boolean descends) {
        this.root = root;
        this.descends = descends;
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
        try (DirectoryStream<Path> top = Files.newDirectoryStream(root.path())) {
            return descends && top instanceof SecureDirectoryStream<Path> secure
                    ? descend(secure, path)
                    : openBetweenLooks(path);
        }
    }

    /** Opens each directory relative to the one above it, and the file relative to the last. */
    private SeekableByteChannel descend(SecureDirectoryStream<Path> top, RelativePath path) throws IOException {
        if (!DirectoryListing.isSame(root.attributes(), attributesIn(top))) {
            throw new NoSuchFileException(root.path().toString());
        }
        List<byte[]> names = path.segments();
        SecureDirectoryStream<Path> directory = top;
        try {
            for (byte[] name : names.subList(0, names.size() - 1)) {
                Path folder = relative(name);
                if (!attributesIn(directory, folder).isDirectory()) {
                    throw new NoSuchFileException(path.text());
                }
                SecureDirectoryStream<Path> below = enter(directory, folder);
                directory.close();
                directory = below;
            }
            Path file = relative(names.get(names.size() - 1));
            requireFile(path, attributesIn(directory, file));
            return read(directory, file);
        } finally {
            directory.close();
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

    private Path relative(byte[] name) {
        return NativeNames.resolve(root.path(), name).getFileName();
    }

    private static BasicFileAttributes attributesIn(SecureDirectoryStream<Path> directory) throws IOException {
        return directory.getFileAttributeView(BasicFileAttributeView.class).readAttributes();
    }

    private static BasicFileAttributes attributesIn(SecureDirectoryStream<Path> directory, Path name)
            throws IOException {
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
