package io.datasync.testkit.simulation.source;

import io.datasync.core.digest.Digest;
import io.datasync.core.manifest.Ticks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * The source of one PC: real files in a real folder, since the scan under test is the shipped one. Times of files and folders are those of the
 * PC's own clock, and no content comes twice with one size and time, as on a disk whose times are fine enough (CORE-1).
 *
 * <p>It remembers every content that a file ever had. For one thread at a time.
 */
public final class SourceDisk {
    private final Path root;
    private final InstantSource clock;
    private final TreeMap<String, Content> present = new TreeMap<>();
    private final Map<String, Set<Content>> history = new HashMap<>();
    private final Set<Long> used;
    private BiConsumer<String, Content> deleting = (path, content) -> {};
    private long least;
    private long most;

    /** An empty disk: a new folder. */
    public SourceDisk(Path root, InstantSource clock) throws IOException {
        this(root, clock, new HashSet<>());
        touch(root);
    }

    private SourceDisk(Path root, InstantSource clock, Set<Long> used) throws IOException {
        this.root = Files.createDirectories(root);
        this.clock = clock;
        this.used = used;
    }

    /** A clone of this disk for another PC: the same files with the same times, in a new folder. No content of the two ever has one time. */
    public SourceDisk cloned(Path newRoot, InstantSource otherClock) throws IOException {
        SourceDisk clone = new SourceDisk(newRoot, otherClock, used);
        for (Map.Entry<String, Content> file : present.entrySet()) {
            Path copy = newRoot.resolve(file.getKey());
            Files.createDirectories(Objects.requireNonNull(copy.getParent()));
            Files.copy(root.resolve(file.getKey()), copy, StandardCopyOption.COPY_ATTRIBUTES);
            clone.present.put(file.getKey(), file.getValue());
            clone.history.put(file.getKey(), new HashSet<>(Set.of(file.getValue())));
        }
        try (Stream<Path> folders = Files.list(root)) {
            for (Path folder : folders.sorted().toList()) {
                Files.setLastModifiedTime(newRoot.resolve(folder.getFileName()), Files.getLastModifiedTime(folder));
            }
        }
        Files.setLastModifiedTime(newRoot, Files.getLastModifiedTime(root));
        return clone;
    }

    /** The folder that is archived. */
    public Path root() {
        return root;
    }

    /** The files that are there, by path, in the order of their names. */
    public Map<String, Content> present() {
        return present;
    }

    /** Who is told of each file that is about to be deleted. */
    public void deleting(BiConsumer<String, Content> listener) {
        deleting = listener;
    }

    /** From now on it is counted how many files are there. */
    public void beginCount() {
        least = present.size();
        most = present.size();
    }

    /** The fewest files that were there at any time since. */
    public long least() {
        return least;
    }

    /** The most files that were there at any time since. */
    public long most() {
        return most;
    }

    private void count() {
        least = Math.min(least, present.size());
        most = Math.max(most, present.size());
    }

    /** Whether a file ever had this content. */
    public boolean had(String path, Content content) {
        return history.getOrDefault(path, Set.of()).contains(content);
    }

    /** The files that are there, the oldest first, as the instrument purges them. */
    public List<String> oldestFirst() {
        return present.entrySet().stream()
                .sorted(Comparator.<Map.Entry<String, Content>>comparingLong(
                                file -> file.getValue().ticks())
                        .thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** What a file that is there holds. */
    public Content content(String path) {
        return Objects.requireNonNull(present.get(path), path);
    }

    /** Writes a file, new or in place of what it held. */
    public void write(String path, byte[] bytes) throws IOException {
        Path file = root.resolve(path);
        Path folder = Objects.requireNonNull(file.getParent());
        boolean isNew = !present.containsKey(path);
        if (isNew && !folder.equals(root) && isEmpty(path.substring(0, path.lastIndexOf('/') + 1))) {
            Files.createDirectories(folder);
        }
        Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
        long ticks = nextTicks();
        Files.setLastModifiedTime(file, time(ticks));
        var content = new Content(bytes.length, ticks, Digest.of(Digest.sha256().digest(bytes)));
        present.put(path, content);
        count();
        history.computeIfAbsent(path, any -> new HashSet<>()).add(content);
        if (isNew) {
            touch(folder);
            touch(root);
        }
    }

    /** Deletes a file, and its folder when it was the last in it. */
    public void delete(String path) throws IOException {
        Path file = root.resolve(path);
        deleting.accept(path, content(path));
        Files.delete(file);
        present.remove(path);
        count();
        Path folder = Objects.requireNonNull(file.getParent());
        touch(folder);
        if (!folder.equals(root) && isEmpty(path.substring(0, path.lastIndexOf('/') + 1))) {
            Files.delete(folder);
            touch(root);
        }
    }

    /** Whether nothing is below a folder, whose name ends in a slash: then it is not there. */
    private boolean isEmpty(String folder) {
        String next = present.ceilingKey(folder);
        return next == null || !next.startsWith(folder);
    }

    /** Gives a file another name in its folder; its content and its time stay. */
    public void rename(String path, String to) throws IOException {
        Path target = root.resolve(to);
        deleting.accept(path, content(path));
        Files.move(root.resolve(path), target);
        Content content = content(path);
        present.remove(path);
        present.put(to, content);
        history.computeIfAbsent(to, any -> new HashSet<>()).add(content);
        touch(Objects.requireNonNull(target.getParent()));
    }

    /** Takes the disk away, as if unmounted. */
    public void takeAway() throws IOException {
        Files.move(root, away());
    }

    /** Brings it back. */
    public void bringBack() throws IOException {
        Files.move(away(), root);
    }

    private Path away() {
        return root.resolveSibling(root.getFileName() + ".away");
    }

    private void touch(Path folder) throws IOException {
        Files.setLastModifiedTime(folder, time(nextTicks()));
    }

    /** Never the same twice, also when the clock is put back. */
    private long nextTicks() {
        long ticks = Ticks.of(clock.instant());
        while (!used.add(ticks)) {
            ticks++;
        }
        return ticks;
    }

    private static FileTime time(long ticks) {
        return FileTime.from(Ticks.toInstant(ticks));
    }
}
