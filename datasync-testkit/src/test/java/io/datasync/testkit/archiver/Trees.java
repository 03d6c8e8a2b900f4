package io.datasync.testkit.archiver;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Trees on disk, made and looked at. */
final class Trees {
    static final Instant NOON = Instant.parse("2026-04-23T12:00:00.1234567Z");

    private Trees() {}

    /** Writes a file, last changed at noon. */
    static Path write(Path root, String name, String content) throws IOException {
        return write(root, name, content, NOON);
    }

    static Path write(Path root, String name, String content, Instant time) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        return Files.setLastModifiedTime(file, FileTime.from(time));
    }

    /** Copies as robocopy and rsync do: bytes and times, and nothing else that DataSync would know of. */
    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file));
                Files.createDirectories(copy.getParent());
                try (InputStream in = Files.newInputStream(file)) {
                    Files.copy(in, copy);
                }
                Files.setLastModifiedTime(copy, Files.getLastModifiedTime(file));
            }
        }
    }

    /** The contents of all files below a folder, {@code .datasync} left out. */
    static SortedMap<String, String> contents(Path root) throws IOException {
        SortedMap<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = root.relativize(file).toString();
                if (!name.startsWith(".datasync")) {
                    contents.put(name, Files.readString(file));
                }
            }
        }
        return contents;
    }

    /** The contents of all versions in an archive. */
    static List<String> versions(Path archive) throws IOException {
        try (Stream<Path> files = Files.walk(archive.resolve(".datasync/versions"))) {
            return files.filter(Files::isRegularFile).map(Trees::read).sorted().toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
