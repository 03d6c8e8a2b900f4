package io.datasync.core.scan;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.Ticks;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * By what the root of a source is known again: its volume and its key there (D-2). It is read and returned here and judged by
 * {@link SourceGuard}.
 *
 * <p>Chosen to survive a restart of the machine: numbers of devices are not used where anything better is known, as they are given anew
 * at each start. The volume is {@code uuid:<file system's id>} where Linux names one, else {@code mount:<type>:<device or export>}, else
 * {@code device:<number>}; on Windows {@code serial:<volume serial number>}. The key is {@code inode:<number>}, or where files have no
 * such key, as on Windows, {@code created:<ticks>}. A device that is known only by its name, as in a container, may get another name at a
 * restart: then the root is refused until it is accepted again, which is the safe side. So is one on a file system that makes up its
 * inode numbers anew whenever it is mounted, as CIFS does without those of its server.
 *
 * @param volume which file system
 * @param key which directory of it
 */
public record SourceIdentity(String volume, String key) {
    private static final Path BY_UUID = Path.of("/dev/disk/by-uuid");

    public SourceIdentity {
        if (key.indexOf('@') >= 0) {
            throw new IllegalArgumentException("A key has no @: " + key);
        }
    }

    /**
     * The identity of its text.
     *
     * @throws SyncException {@code STATE_CORRUPT} for anything that {@link #text} does not give
     */
    public static SourceIdentity parse(String text) throws SyncException {
        int at = text.indexOf('@');
        if (at < 0) {
            throw SyncException.permanent(ErrorCode.STATE_CORRUPT, "Not the identity of a source: " + text);
        }
        return new SourceIdentity(text.substring(at + 1), text.substring(0, at));
    }

    /** One line, to be stored: {@code <key>@<volume>}. */
    public String text() {
        return key + "@" + volume;
    }

    /**
     * Whether both speak of the same directory. Volumes that are described in different ways, because the system knew more at one time
     * than at the other, say nothing about each other: then the key decides alone.
     */
    public boolean isSameAs(SourceIdentity other) {
        return key.equals(other.key)
                && (volume.equals(other.volume) || !kind(volume).equals(kind(other.volume)));
    }

    private static String kind(String volume) {
        return volume.substring(0, Math.max(0, volume.indexOf(':')));
    }

    static SourceIdentity of(Path root, BasicFileAttributes attributes) throws IOException {
        boolean unix = root.getFileSystem().supportedFileAttributeViews().contains("unix");
        if (unix) {
            return new SourceIdentity(
                    unixVolume(root), "inode:" + Files.getAttribute(root, "unix:ino", LinkOption.NOFOLLOW_LINKS));
        }
        Object serial = Files.getFileStore(root).getAttribute("volume:vsn");
        return new SourceIdentity("serial:" + serial, "created:" + Ticks.of(attributes.creationTime()));
    }

    private static String unixVolume(Path root) throws IOException {
        FileStore store;
        try {
            store = Files.getFileStore(root);
        } catch (IOException unlisted) {
            // The table of mounts does not show it, as in some containers; the device always has a number.
            return "device:" + Files.getAttribute(root, "unix:dev", LinkOption.NOFOLLOW_LINKS);
        }
        return volumeOf(store.type(), store.name(), BY_UUID);
    }

    static String volumeOf(String type, String device, Path byUuid) {
        return uuidOf(device, byUuid).map(id -> "uuid:" + id).orElse("mount:" + type + ":" + device);
    }

    private static Optional<String> uuidOf(String device, Path byUuid) {
        if (!device.startsWith("/")) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> links = Files.newDirectoryStream(byUuid)) {
            Path real = Path.of(device).toRealPath();
            for (Path link : links) {
                if (link.toRealPath().equals(real)) {
                    return Optional.of(String.valueOf(link.getFileName()));
                }
            }
            return Optional.empty();
        } catch (IOException | DirectoryIteratorException unknown) {
            // No such table here: the caller has another description.
            return Optional.empty();
        }
    }
}
