package io.datasync.testkit.corpus;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Makes source trees from a seed, part by part, and keeps count of what it made.
 *
 * <p>Each method adds its part below the root, in a folder of its own, and may be called once, {@link #instrument} and
 * {@link #file} any number of times with other dates and names. Files are at least a day older than the date given or
 * the start of 2026, so that none counts as being written (CORE-2). Not thread-safe; every call blocks.
 */
public final class Corpus {
    private static final int SMALLEST = 2_000;
    private static final int LARGEST = 40_000;
    private static final LocalTime FIRST_OF_DAY = LocalTime.of(6, 0);
    private static final Duration DAY_OF_WORK = Duration.ofHours(12);
    private static final Instant OLD = Instant.parse("2026-01-01T00:00:00.1234567Z");

    private final Path root;
    private final SplittableRandom random;
    private Planted planted = Planted.NOTHING;

    /** A maker below the given folder, which is made when it is missing and need not be empty. */
    public Corpus(Path root, long seed) throws IOException {
        this.root = Files.createDirectories(root);
        this.random = new SplittableRandom(seed);
    }

    /** The folder that holds everything. */
    public Path root() {
        return root;
    }

    /** What has been made so far. */
    public Planted planted() {
        return planted;
    }

    /**
     * Date folders as a measurement PC makes them: {@code 2026-04-23/part-0001.csv}, each file of 2 to 40 KB.
     *
     * @param last the newest date folder; the others are the days before it
     */
    public Corpus instrument(LocalDate last, int days, int filesPerDay) throws IOException {
        for (int day = 0; day < days; day++) {
            LocalDate date = last.minusDays(day);
            Path folder = folder(root.resolve(date.toString()));
            Instant start = date.atTime(FIRST_OF_DAY).toInstant(ZoneOffset.UTC);
            for (int part = 1; part <= filesPerDay; part++) {
                // Times have parts of a second that only a clock with 100 ns keeps (CORE-1).
                Instant written = start.plus(DAY_OF_WORK.multipliedBy(part).dividedBy(filesPerDay))
                        .plusNanos(random.nextInt(10_000_000) * 100L);
                write(folder.resolve(String.format(Locale.ROOT, "part-%04d.csv", part)), size(), written);
            }
        }
        return this;
    }

    /**
     * Names with line breaks, control characters, bytes that are no UTF-8, three names with one text, both Unicode
     * forms, the escape character, names of 255 bytes, names that Windows refuses, and folders called
     * {@code .datasync}, one of them at the root (CORE-12, D-16).
     */
    public Corpus oddNames() throws IOException {
        Path odd = folder(root.resolve("odd"));
        for (RawName name : OddNames.texts()) {
            write(name.in(odd), size(), OLD);
        }
        for (RawName name : OddNames.notText()) {
            write(name.in(odd), size(), OLD);
            Path folder = folder(RawName.ofText("folders").in(odd));
            write(folder(name.in(folder)).resolve("inside.csv"), size(), OLD);
        }
        for (Path parent : new Path[] {root, odd}) {
            Path reserved = folder(parent.resolve(".datasync"));
            write(reserved.resolve("job.json"), size(), OLD);
            write(folder(reserved.resolve("staging")).resolve("part.csv"), size(), OLD);
        }
        return this;
    }

    /** Links to a file, a folder, nothing, themselves, the folder above and a place outside the root (CORE-1). */
    public Corpus links() throws IOException {
        Path links = folder(root.resolve("links"));
        Path target = folder(links.resolve("target"));
        write(target.resolve("file.csv"), size(), OLD);
        link(links.resolve("to-file"), Path.of("target", "file.csv"));
        link(links.resolve("to-folder"), Path.of("target"));
        link(links.resolve("dangling"), Path.of("nowhere"));
        link(links.resolve("loop"), Path.of("loop"));
        link(target.resolve("up"), Path.of(".."));
        link(links.resolve("outside"), Path.of("/etc/hostname"));
        return this;
    }

    /** A named pipe that nobody writes to: whoever opens it hangs (D-15). */
    public Corpus pipe() throws IOException {
        Path pipe = folder(root.resolve("special")).resolve("pipe");
        var maker = new ProcessBuilder("mkfifo", pipe.toString()).inheritIO().start();
        try {
            if (maker.waitFor() != 0) {
                throw new IOException("mkfifo failed for " + pipe);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        planted = planted.plus(new Planted(0, 0, 0, 0, 1, 0));
        return this;
    }

    /** Folders without a file, one of them a date folder, and one that holds only another one. */
    public Corpus emptyFolders() throws IOException {
        folder(root.resolve("1999-12-31"));
        folder(folder(root.resolve("empty")).resolve("inner"));
        return this;
    }

    /** A file that only its owner's superior may read; root still can, so what reads it has to be someone else. */
    public Corpus unreadable() throws IOException {
        Path file = folder(root.resolve("unreadable")).resolve("closed.csv");
        write(file, size(), OLD);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        planted = planted.plus(new Planted(0, 0, 0, 0, 0, 1));
        return this;
    }

    /** Folders in folders, so many levels of 21 characters each, with a file on every tenth and on the last level. */
    public Corpus deep(int levels) throws IOException {
        Path folder = folder(root.resolve("deep"));
        for (int level = 1; level <= levels; level++) {
            folder = folder(folder.resolve(String.format(Locale.ROOT, "level-%014d", level)));
            if (level % 10 == 0 || level == levels) {
                write(folder.resolve("here.csv"), size(), OLD);
            }
        }
        return this;
    }

    /** One file of exactly this size at a path below the root, its folders made as needed. */
    public Corpus file(String path, long bytes) throws IOException {
        Path file = root.resolve(path).normalize();
        if (!file.startsWith(root)) {
            throw new IllegalArgumentException("outside the root: " + path);
        }
        Path parent = root;
        for (Path name : root.relativize(file)) {
            Path next = parent.resolve(name);
            if (!next.equals(file)) {
                parent = folder(next);
            }
        }
        write(file, bytes, OLD);
        return this;
    }

    private int size() {
        return random.nextInt(SMALLEST, LARGEST + 1);
    }

    private Path folder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(folder);
            planted = planted.plus(new Planted(0, 0, 1, 0, 0, 0));
        }
        return folder;
    }

    private void write(Path file, long bytes, Instant time) throws IOException {
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
            for (long left = bytes; left > 0; left -= LARGEST) {
                out.write(Measurement.lines(random, (int) Math.min(left, LARGEST)));
            }
        }
        Files.setLastModifiedTime(file, FileTime.from(time));
        planted = planted.plus(new Planted(1, bytes, 0, 0, 0, 0));
    }

    private void link(Path link, Path target) throws IOException {
        Files.createSymbolicLink(link, target);
        planted = planted.plus(new Planted(0, 0, 0, 1, 0, 0));
    }
}
