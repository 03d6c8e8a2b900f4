package io.datasync.core.purge;

import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.manifest.Ticks;
import io.datasync.core.path.RelativePath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntSupplier;
import java.util.function.Predicate;

/** A directory that deletes its first files, in some order and in batches, whenever it holds more than its limit; and who scans it. */
final class PurgingDirectory {
    private final PurgePool pool;
    private final Comparator<SourceEntry> order;
    private final IntSupplier batch;
    private final TreeSet<SourceEntry> files;
    private final Map<Long, Volume> madeSinceScan = new HashMap<>();
    private Set<SourceEntry> atLastScan = Set.of();
    private long bytes;
    PurgeMemory memory = PurgeMemory.EMPTY;

    PurgingDirectory(PurgePool pool, Comparator<SourceEntry> order, IntSupplier batch) {
        this.pool = pool;
        this.order = order;
        this.batch = batch;
        this.files = new TreeSet<>(order);
    }

    /** A file of today's folder or, now and then, of another day's; its name says nothing about its time. */
    static SourceEntry file(Random random, Instant at, long number) {
        long day = 100 + at.getEpochSecond() / 86_400 % 100 + (random.nextInt(4) == 0 ? random.nextInt(5) - 2 : 0);
        String name = day + "/" + random.nextInt(1_000) + "-" + number;
        return SourceEntry.file(RelativePath.known(name), random.nextInt(1_000), Ticks.of(at));
    }

    static PurgeOrder anyOrder(Random random) {
        List<PurgeOrder> orders = List.of(PurgeOrder.values());
        return orders.get(random.nextInt(orders.size()));
    }

    void make(SourceEntry file, Instant at) {
        files.add(file);
        bytes += file.sizeBytes();
        madeSinceScan.merge(HourlyProduction.hourOf(at), new Volume(1, file.sizeBytes()), Volume::plus);
        while (isFull()) {
            for (int i = Math.max(1, batch.getAsInt()); i > 0 && !files.isEmpty(); i--) {
                delete(files.first());
            }
        }
    }

    void delete(SourceEntry file) {
        files.remove(file);
        bytes -= file.sizeBytes();
    }

    private boolean isFull() {
        return files.size() > pool.filesMax().orElse(Long.MAX_VALUE)
                || bytes > pool.bytesMax().orElse(Long.MAX_VALUE);
    }

    /** The files, those that are deleted first first. */
    List<SourceEntry> files() {
        return new ArrayList<>(files);
    }

    boolean holds(SourceEntry file) {
        return files.contains(file);
    }

    /** What a scan at this time tells, and remembers. */
    void scan(Instant at) {
        List<SourceEntry> vanished =
                atLastScan.stream().filter(file -> !files.contains(file)).toList();
        memory = memory.plus(new PurgeObservation(
                at,
                volume(files),
                madeSinceScan,
                atLastScan.size(),
                volume(vanished),
                new Disorder(
                        outOfOrder(PurgeOrder.TIME, vanished),
                        outOfOrder(PurgeOrder.NAME, vanished),
                        outOfOrder(PurgeOrder.FOLDER, vanished))));
        atLastScan = new TreeSet<>(files);
        madeSinceScan.clear();
    }

    private long outOfOrder(PurgeOrder by, List<SourceEntry> vanished) {
        if (vanished.isEmpty()) {
            return 0;
        }
        SourceEntry last = atLastScan.stream().sorted(by.comparator()).toList().get(vanished.size() - 1);
        return vanished.stream().filter(file -> by.isAhead(last, file)).count();
    }

    /** Where those stand that are not archived. */
    Standings standings(Predicate<SourceEntry> isWaiting) {
        Map<PurgeOrder, Standing> first = new EnumMap<>(PurgeOrder.class);
        for (PurgeOrder by : PurgeOrder.values()) {
            files.stream()
                    .filter(isWaiting)
                    .min(by.comparator())
                    .ifPresent(file -> first.put(
                            by,
                            new Standing(
                                    file,
                                    volume(files.stream()
                                            .filter(other -> by.isAhead(other, file))
                                            .toList()))));
        }
        return new Standings(volume(files), first);
    }

    Comparator<SourceEntry> order() {
        return order;
    }

    private static Volume volume(Iterable<SourceEntry> files) {
        Volume sum = Volume.NONE;
        for (SourceEntry file : files) {
            sum = sum.plus(new Volume(1, file.sizeBytes()));
        }
        return sum;
    }
}
