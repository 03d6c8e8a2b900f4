package io.datasync.core.scan;

import io.datasync.core.failure.SyncException;
import io.datasync.core.path.NativeNames;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Lists one directory, and only the one that was meant: not one that was exchanged for it since it was looked at, nor a link. */
final class DirectoryListing {
    private DirectoryListing() {}

    /** Takes the names of a listing until it has enough. */
    @FunctionalInterface
    interface Names {
        /** Takes one name and says whether it wants more. */
        boolean take(byte[] name) throws IOException, SyncException;
    }

    /** All names, each once, in the order of their unsigned bytes. */
    static byte[][] sorted(Path directory, BasicFileAttributes expected) throws IOException, SyncException {
        List<byte[]> names = new ArrayList<>();
        list(directory, expected, names::add);
        byte[][] sorted = names.toArray(new byte[0][]);
        Arrays.sort(sorted, Arrays::compareUnsigned);
        return withoutRepeats(sorted);
    }

    /** A file that is renamed while a directory is listed may be given twice by some file systems. */
    static byte[][] withoutRepeats(byte[][] sorted) {
        int kept = 0;
        for (byte[] name : sorted) {
            if (kept == 0 || !Arrays.equals(sorted[kept - 1], name)) {
                sorted[kept++] = name;
            }
        }
        return kept == sorted.length ? sorted : Arrays.copyOf(sorted, kept);
    }

    /**
     * Gives the names in no order. The directory is closed when it returns.
     *
     * @param expected what the directory was when it was looked at
     * @throws IOException when it cannot be listed to its end, or is not the same any more
     * @throws SyncException what {@code names} throws
     */
    static void list(Path directory, BasicFileAttributes expected, Names names) throws IOException, SyncException {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            if (!isSame(expected, attributesOf(stream, directory))) {
                throw new FileSystemException(directory.toString(), null, "exchanged while it was listed");
            }
            for (Path path : stream) {
                if (!names.take(NativeNames.name(path))) {
                    return;
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private static BasicFileAttributes attributesOf(DirectoryStream<Path> stream, Path directory) throws IOException {
        return stream instanceof SecureDirectoryStream<Path> secure
                ? secure.getFileAttributeView(BasicFileAttributeView.class).readAttributes()
                : Files.readAttributes(directory, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether both are the same directory; where files have no key, as on Windows, the time of its making has to do. */
    static boolean isSame(BasicFileAttributes expected, BasicFileAttributes found) {
        return found.isDirectory()
                && !found.isOther()
                && Objects.equals(expected.fileKey(), found.fileKey())
                && (found.fileKey() != null || expected.creationTime().equals(found.creationTime()));
    }
}
