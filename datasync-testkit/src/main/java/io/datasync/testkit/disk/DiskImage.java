package io.datasync.testkit.disk;

import io.datasync.core.digest.Digest;
import io.datasync.core.store.disk.Attributes;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The names below a folder at one moment, with what lies under them, but for the bytes. */
final class DiskImage {
    /**
     * What has a name.
     *
     * @param inode what it is, whatever its names are
     * @param digest the attribute that a store keeps with a file (D-6)
     */
    record Entry(boolean folder, Object inode, FileTime time, Optional<Digest> digest) {
        /** As it is when nothing but its name is durable. */
        Entry bare() {
            return new Entry(folder, inode, time, Optional.empty());
        }
    }

    private final Map<Path, Entry> names;

    private DiskImage(Map<Path, Entry> names) {
        this.names = new TreeMap<>(names);
    }

    static DiskImage of(Path root) throws IOException {
        Map<Path, Entry> names = new TreeMap<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes found) {
                if (!folder.equals(root)) {
                    names.put(root.relativize(folder), entry(found, Optional.empty()));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes found) throws IOException {
                if (!found.isRegularFile()) {
                    throw new IOException("Neither a file nor a folder: " + file);
                }
                names.put(root.relativize(file), entry(found, Attributes.digest(file)));
                return FileVisitResult.CONTINUE;
            }
        });
        return new DiskImage(names);
    }

    private static Entry entry(BasicFileAttributes found, Optional<Digest> digest) {
        return new Entry(
                found.isDirectory(), Objects.requireNonNull(found.fileKey()), found.lastModifiedTime(), digest);
    }

    Map<Path, Entry> names() {
        return names;
    }

    /**
     * What it becomes when one folder is as in a later image: the names directly in it, and what lies under those that are still there.
     *
     * @param forced how files were when they were forced
     */
    DiskImage withFolder(Path folder, DiskImage later, Map<Object, Entry> forced) {
        Map<Path, Entry> merged = new TreeMap<>(names);
        merged.keySet().removeIf(name -> {
            Path child = childOf(folder, name);
            return child != null && !Objects.equals(names.get(child), later.names.get(child)) && !isSame(child, later);
        });
        later.names.forEach((name, entry) -> {
            if (name.equals(childOf(folder, name))) {
                merged.put(name, forced.getOrDefault(entry.inode(), entry.bare()));
            }
        });
        return new DiskImage(merged);
    }

    private boolean isSame(Path name, DiskImage later) {
        Entry before = names.get(name);
        Entry after = later.names.get(name);
        return before != null && after != null && before.inode().equals(after.inode());
    }

    /** The name directly in a folder that a name lies under, or is; {@code null} when it lies elsewhere. */
    private static @Nullable Path childOf(Path folder, Path name) {
        boolean root = folder.toString().isEmpty();
        int depth = root ? 0 : folder.getNameCount();
        return (root || name.startsWith(folder)) && name.getNameCount() > depth ? name.subpath(0, depth + 1) : null;
    }

    /** What it becomes when one file has what it has in a later image, under the names that it has here. */
    DiskImage withFile(Object inode, DiskImage later) {
        Map<Path, Entry> merged = new TreeMap<>(names);
        for (Entry after : later.names.values()) {
            if (after.inode().equals(inode)) {
                merged.replaceAll((name, entry) -> entry.inode().equals(inode) ? after : entry);
            }
        }
        return new DiskImage(merged);
    }

    /** Makes a folder what the image says; names whose folder is not there are gone. */
    void restore(Path root, Map<Object, byte[]> contents) throws IOException {
        Map<Object, Path> first = new HashMap<>();
        for (Map.Entry<Path, Entry> each : names.entrySet()) {
            Path path = root.resolve(each.getKey());
            // Otherwise its folder was never durable.
            if (Files.isDirectory(path.resolveSibling("."))) {
                put(path, each.getValue(), contents, first);
            }
        }
    }

    private static void put(Path path, Entry entry, Map<Object, byte[]> contents, Map<Object, Path> first)
            throws IOException {
        if (entry.folder()) {
            Files.createDirectory(path);
            return;
        }
        Path other = first.putIfAbsent(entry.inode(), path);
        if (other != null && Files.exists(other)) {
            Files.createLink(path, other);
            return;
        }
        Files.write(path, contents.getOrDefault(entry.inode(), new byte[0]));
        if (entry.digest().isPresent()) {
            Attributes.writeDigest(path, entry.digest().get());
        }
        Files.getFileAttributeView(path, BasicFileAttributeView.class).setTimes(entry.time(), null, null);
    }
}
