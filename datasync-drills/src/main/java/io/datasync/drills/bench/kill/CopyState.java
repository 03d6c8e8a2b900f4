package io.datasync.drills.bench.kill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a copy looks like at one moment.
 *
 * @param copies files under their own names, by path
 * @param others the sizes of all other files, by path
 */
record CopyState(SortedMap<String, Copied> copies, SortedMap<String, Long> others) {
    /**
     * A file under its own name.
     *
     * @param whole whether its content is that of the source
     * @param published whether it has this name alone: with another one in staging it is still in flight
     * @param sizeBytes its size
     * @param identity changes whenever it is written, replaced or only touched
     */
    record Copied(boolean whole, boolean published, long sizeBytes, Map<String, Object> identity) {}

    static CopyState of(Path source, Path copy) throws IOException {
        SortedMap<String, Copied> copies = new TreeMap<>();
        SortedMap<String, Long> others = new TreeMap<>();
        if (Files.isDirectory(copy)) {
            try (Stream<Path> all = Files.walk(copy)) {
                for (Path file : all.filter(Files::isRegularFile).toList()) {
                    String path = copy.relativize(file).toString();
                    Path original = source.resolve(path);
                    if (Files.isRegularFile(original)) {
                        copies.put(path, copied(original, file));
                    } else {
                        others.put(path, Files.size(file));
                    }
                }
            }
        }
        return new CopyState(copies, others);
    }

    private static Copied copied(Path original, Path file) throws IOException {
        Map<String, Object> identity =
                new TreeMap<>(Files.readAttributes(file, "unix:ino,ctime", LinkOption.NOFOLLOW_LINKS));
        boolean published =
                Integer.valueOf(1).equals(Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS));
        return new Copied(Files.mismatch(original, file) < 0, published, Files.size(file), identity);
    }

    /** Files under their own names whose content is another. */
    long broken() {
        return copies.values().stream().filter(file -> !file.whole()).count();
    }

    /** The bytes of everything. */
    long bytes() {
        return copies.values().stream().mapToLong(Copied::sizeBytes).sum()
                + others.values().stream().mapToLong(Long::longValue).sum();
    }
}
