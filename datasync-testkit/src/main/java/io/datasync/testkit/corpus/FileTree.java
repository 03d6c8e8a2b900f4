package io.datasync.testkit.corpus;

import io.datasync.core.digest.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A folder with all that is in it. */
public final class FileTree {
    private FileTree() {}

    /**
     * Deletes a folder with all that is in it, or does nothing when it is not there. Links go, what they lead to stays.
     * Nobody else may change the tree meanwhile.
     */
    public static void delete(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> entries = Files.walk(root)) {
            deepestFirst = entries.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path entry : deepestFirst) {
            Files.delete(entry);
        }
    }

    /**
     * Everything below a folder that any change to it shows in, by relative name, the folder itself under the empty one: which file each is, its size,
     * its times (that of the last change of anything about it among them), and a file's digest. Empty when the folder is not there.
     */
    public static SortedMap<String, String> snapshot(Path root) throws IOException {
        SortedMap<String, String> seen = new TreeMap<>();
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return seen;
        }
        try (Stream<Path> entries = Files.walk(root)) {
            for (Path entry : entries.toList()) {
                Map<String, Object> found = Files.readAttributes(
                        entry, "unix:fileKey,size,lastModifiedTime,ctime,mode", LinkOption.NOFOLLOW_LINKS);
                String digest = Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)
                        ? digest(entry).hex()
                        : "";
                seen.put(root.relativize(entry).toString(), new TreeMap<>(found) + " " + digest);
            }
        }
        return seen;
    }

    private static Digest digest(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Digest.ofAll(in);
        }
    }
}
