package io.datasync.core.store.directory;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.path.NativeNames;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.ArchiveMarker;
import io.datasync.core.store.ArchiveMarkerJson;
import io.datasync.core.store.ControlName;
import io.datasync.core.store.NameRules;
import io.datasync.core.store.StagingName;
import io.datasync.core.store.StoreCapabilities;
import io.datasync.core.store.VersionName;
import io.datasync.core.store.disk.Attributes;
import io.datasync.core.store.disk.Failures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The root of the archive: where things are in it, and whether it is still the same one (D-6).
 *
 * <p>Each call of the store looks at the marker, {@code .datasync/job.json}, once: a file system that went away, or came back with another
 * archive, is noticed before anything is written. Only when the marker is not the very file seen before is it read again. Thread-safe.
 */
final class ArchiveRoot {
    /** The largest range for one write: small, since the page cache makes larger ones no faster. */
    private static final int RANGE_MAX = 256 * 1024;

    private final Path root;
    private final Path own;
    private final Path staging;
    private final Path versions;
    private final Path marker;
    private final DirectoryOptions options;
    private final StoreCapabilities least;
    private volatile @Nullable Seen seen;

    /** What was known of the archive when its marker was read. {@code able} is there once something was to be written. */
    private record Seen(
            Identity identity,
            FileStore place,
            long blockBytes,
            boolean foldsNames,
            ArchiveMarker marker,
            @Nullable StoreCapabilities able) {}

    /** Whether a marker is the very file seen before. */
    private record Identity(@Nullable Object key, FileTime time, long size) {
        static Identity of(BasicFileAttributes attributes) {
            return new Identity(attributes.fileKey(), attributes.lastModifiedTime(), attributes.size());
        }
    }

    ArchiveRoot(Path root, DirectoryOptions options) {
        this.root = root;
        this.options = options;
        own = root.resolve(NameRules.OWN_FOLDER);
        staging = own.resolve("staging");
        versions = own.resolve("versions");
        marker = own.resolve(ControlName.MARKER.text());
        least = new StoreCapabilities(false, false, false, false, RANGE_MAX, options.names());
    }

    Path root() {
        return root;
    }

    Path own() {
        return own;
    }

    Path staging() {
        return staging;
    }

    Path versions() {
        return versions;
    }

    Path marker() {
        return marker;
    }

    Path staged(StagingName name) {
        return staging.resolve(name.text());
    }

    Path control(ControlName name) {
        return own.resolve(name.text());
    }

    Path file(RelativePath path) throws SyncException {
        return NativeNames.resolve(root, options.names().escape(path));
    }

    Path version(RelativePath path, VersionName version) throws SyncException {
        return NativeNames.resolve(versions, options.names().escape(path)).resolve(version.text());
    }

    StoreCapabilities capabilities() {
        Seen now = seen;
        return now == null || now.able() == null ? least : now.able();
    }

    /** The file system's block size; 0 until the archive was looked at. */
    long blockBytes() {
        Seen now = seen;
        return now == null ? 0 : now.blockBytes();
    }

    /** Whether the file system takes different spellings for one name; {@code false} until the archive was looked at. */
    boolean folds() {
        Seen now = seen;
        return now != null && now.foldsNames();
    }

    /** The marker answers to another spelling where names are folded; nobody else gives a file that name. */
    private boolean foldsNames() {
        String other = ControlName.MARKER.text().toUpperCase(Locale.ROOT);
        return Files.exists(own.resolve(other), LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether nothing lies here but what is the archive's own. */
    boolean isVacant() throws SyncException {
        try (DirectoryStream<Path> names = Files.newDirectoryStream(root)) {
            for (Path name : names) {
                if (!name.equals(own)) {
                    return false;
                }
            }
            return true;
        } catch (NoSuchFileException e) {
            return true;
        } catch (DirectoryIteratorException e) {
            throw Failures.of(e, root);
        } catch (IOException e) {
            throw Failures.of(e, "list", root);
        }
    }

    /**
     * Looks whether the archive is there.
     *
     * @throws SyncException {@code SHARE_MISSING}, {@code SHARE_FOREIGN}, and what the file system says
     */
    ArchiveMarker check() throws SyncException {
        return look().marker();
    }

    /** Looks whether the archive is there, to write to it. */
    StoreCapabilities checkForWriting() throws SyncException {
        StoreCapabilities able = look().able();
        return able == null ? probe() : able;
    }

    private Seen look() throws SyncException {
        Identity identity = identity();
        Seen before = seen;
        return before != null && before.identity().equals(identity) ? before : read(identity);
    }

    private Identity identity() throws SyncException {
        try {
            return Identity.of(Files.readAttributes(marker, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException e) {
            throw missing(e);
        } catch (IOException e) {
            throw Failures.of(e, "look at", marker);
        }
    }

    private SyncException missing(IOException cause) {
        return new SyncException(ErrorCode.SHARE_MISSING, true, "There is no archive at " + root, cause);
    }

    private synchronized Seen read(Identity identity) throws SyncException {
        Seen before = seen;
        try (InputStream in = Files.newInputStream(marker, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            ArchiveMarker found = ArchiveMarkerJson.read(in.readNBytes(ArchiveMarkerJson.BYTES_MAX + 1));
            if (before != null && !before.marker().sameOwner(found)) {
                throw SyncException.permanent(
                        ErrorCode.SHARE_FOREIGN,
                        "The archive of job " + before.marker().job() + " at " + root + " is now that of job "
                                + found.job() + " of runner " + found.runner());
            }
            FileStore place = Files.getFileStore(own);
            StoreCapabilities able = before != null && before.place().equals(place) ? before.able() : null;
            Seen now = new Seen(identity, place, place.getBlockSize(), foldsNames(), found, able);
            seen = now;
            return now;
        } catch (NoSuchFileException e) {
            throw missing(e);
        } catch (IOException e) {
            throw Failures.of(e, "read", marker);
        }
    }

    /** Tries what the file system can do, by doing it in staging. */
    private synchronized StoreCapabilities probe() throws SyncException {
        Seen now = look();
        if (now.able() != null) {
            return now.able();
        }
        Path file = TemporaryNames.next(staging, "probe");
        Path link = TemporaryNames.next(staging, "probe");
        try {
            Files.createFile(file);
            boolean attributes = options.attributes() && takesAttribute(file);
            boolean hardLinks = options.hardLinks() && takesLink(link, file);
            StoreCapabilities able =
                    new StoreCapabilities(false, attributes, hardLinks, true, RANGE_MAX, options.names());
            seen = new Seen(now.identity(), now.place(), now.blockBytes(), now.foldsNames(), now.marker(), able);
            return able;
        } catch (NoSuchFileException e) {
            throw missing(e);
        } catch (IOException e) {
            throw Failures.of(e, "write below", staging);
        } finally {
            discard(link);
            discard(file);
        }
    }

    private static boolean takesAttribute(Path file) throws IOException {
        try {
            Attributes.writeDigest(file, Digest.OF_NOTHING);
        } catch (IOException e) {
            if (isRefusal(e)) {
                return false;
            }
            throw e;
        }
        return Attributes.digest(file).equals(Optional.of(Digest.OF_NOTHING));
    }

    private static boolean takesLink(Path link, Path file) throws IOException {
        try {
            Files.createLink(link, file);
            return Files.isSameFile(link, file);
        } catch (UnsupportedOperationException e) {
            return false;
        } catch (IOException e) {
            if (isRefusal(e)) {
                return false;
            }
            throw e;
        }
    }

    /** The folder could just be written, so that a refusal is about the ability. */
    private static boolean isRefusal(IOException e) {
        ErrorCode code = Failures.code(e);
        return code == ErrorCode.SHARE_UNSUPPORTED || code == ErrorCode.SHARE_AUTH;
    }

    private static void discard(Path probe) throws SyncException {
        try {
            Files.deleteIfExists(probe);
        } catch (IOException e) {
            throw Failures.of(e, "remove", probe);
        }
    }
}
