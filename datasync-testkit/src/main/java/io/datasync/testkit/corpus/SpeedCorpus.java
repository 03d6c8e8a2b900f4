package io.datasync.testkit.corpus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A source tree of a given shape for measurements, made fast: date folders full of files whose bytes are random, so that nobody saves work by
 * finding equal content or compressing it.
 *
 * <p>The last day is 2025-12-31, and no file is younger, so that none counts as being written (CORE-2). The same seed makes the same names,
 * contents and times, however many threads make them.
 *
 * @param name what it is called in tables
 * @param folders date folders, one for each day
 * @param files all files, spread evenly over the folders
 * @param bytesMin of a file
 * @param bytesMax of a file
 */
public record SpeedCorpus(String name, int folders, int files, int bytesMin, int bytesMax) {
    /** What a PC makes in 100 days: 100,000 files of 2 to 40 KB. */
    public static final SpeedCorpus G = new SpeedCorpus("G", 100, 100_000, 2_000, 40_000);

    /** Large files: 40 of 64 MiB. */
    public static final SpeedCorpus L = new SpeedCorpus("L", 4, 40, 64 << 20, 64 << 20);

    /** Many tiny files: 1,000,000 of at most 200 bytes in a year's folders. */
    public static final SpeedCorpus M = new SpeedCorpus("M", 365, 1_000_000, 0, 200);

    private static final LocalDate LAST = LocalDate.of(2025, 12, 31);
    private static final LocalTime FIRST_OF_DAY = LocalTime.of(6, 0);
    private static final Duration DAY_OF_WORK = Duration.ofHours(12);
    private static final int BUFFER = 64 << 10;

    public SpeedCorpus {
        if (folders < 1 || files < folders || bytesMin < 0 || bytesMax < bytesMin) {
            throw new IllegalArgumentException("Not possible: " + folders + " folders, " + files + " files of "
                    + bytesMin + " to " + bytesMax + " bytes");
        }
    }

    /** The same with so many folders and files. */
    public SpeedCorpus of(int otherFolders, int otherFiles) {
        return new SpeedCorpus(name, otherFolders, otherFiles, bytesMin, bytesMax);
    }

    /**
     * Makes it below a folder that is not there yet.
     *
     * @param threads how many make it
     * @throws IOException also when interrupted, with the thread's mark set; what was made stays
     */
    public Planted make(Path root, long seed, int threads) throws IOException {
        Files.createDirectory(root);
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Planted>> parts = new ArrayList<>();
            for (int day = 0; day < folders; day++) {
                int folder = day;
                parts.add(workers.submit(() -> folder(root, folder, seed)));
            }
            Planted all = Planted.NOTHING;
            for (Future<Planted> part : parts) {
                all = all.plus(part.get());
            }
            return all;
        } catch (ExecutionException e) {
            throw new IOException("Cannot make corpus " + name + " in " + root, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while corpus " + name + " was made", e);
        } finally {
            workers.shutdownNow();
        }
    }

    /**
     * Adds files to the newest folder, as an instrument does, named after the round.
     *
     * @param round another one for each call
     */
    public Planted add(Path root, long seed, int round, int count) throws IOException {
        Path folder = root.resolve(LAST.toString());
        SplittableRandom random = new SplittableRandom(seed + round);
        Instant start = LAST.atTime(FIRST_OF_DAY).plus(DAY_OF_WORK).toInstant(ZoneOffset.UTC);
        Planted planted = Planted.NOTHING;
        for (int i = 1; i <= count; i++) {
            Path file = folder.resolve(String.format(Locale.ROOT, "new-%03d-%03d.csv", round, i));
            planted = planted.plus(write(file, random, start.plusSeconds(i)));
        }
        return planted;
    }

    private Planted folder(Path root, int day, long seed) throws IOException {
        LocalDate date = LAST.minusDays(day);
        SplittableRandom random = new SplittableRandom(seed * 31 + day);
        Path folder = Files.createDirectory(root.resolve(date.toString()));
        Planted planted = new Planted(0, 0, 1, 0, 0, 0);
        Instant start = date.atTime(FIRST_OF_DAY).toInstant(ZoneOffset.UTC);
        int count = files / folders + (day < files % folders ? 1 : 0);
        for (int part = 1; part <= count && !Thread.currentThread().isInterrupted(); part++) {
            // Times have parts of a second that only a clock with 100 ns keeps (CORE-1).
            Instant written = start.plus(DAY_OF_WORK.multipliedBy(part).dividedBy(count))
                    .plusNanos(random.nextInt(10_000_000) * 100L);
            Path file = folder.resolve(String.format(Locale.ROOT, "part-%04d.csv", part));
            planted = planted.plus(write(file, random, written));
        }
        return planted;
    }

    private Planted write(Path file, SplittableRandom random, Instant written) throws IOException {
        int bytes = bytesMin == bytesMax ? bytesMin : random.nextInt(bytesMin, bytesMax + 1);
        byte[] block = new byte[Math.min(BUFFER, bytes)];
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int left = bytes; left > 0; left -= block.length) {
                random.nextBytes(block);
                ByteBuffer content = ByteBuffer.wrap(block, 0, Math.min(left, block.length));
                while (content.hasRemaining()) {
                    out.write(content);
                }
            }
        }
        Files.setLastModifiedTime(file, FileTime.from(written));
        return new Planted(1, bytes, 0, 0, 0, 0);
    }
}
