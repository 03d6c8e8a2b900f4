package io.datasync.core.journal.file;

import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.VanishCensus;
import io.datasync.core.journal.file.page.Known;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.purge.Disorder;
import io.datasync.core.purge.PurgeOrder;
import io.datasync.core.purge.Standing;
import io.datasync.core.purge.Standings;
import io.datasync.core.purge.Volume;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.PriorityQueue;

/** Counts that look at every known file, unless nothing vanished or waits. They hold in memory what vanished, and no more. */
final class Census {
    private Census() {}

    /** What is staged as vanished against what would stay (D-2). */
    static VanishCensus vanished(JobState state, long scanSeq) throws SyncException {
        List<SourceEntry> vanished = new ArrayList<>();
        for (SourceEntry staged : state.staged()) {
            Known known = state.find(staged);
            if (known != null && known.isFile() && known.firstScan() < scanSeq) {
                vanished.add(known.observed());
            }
        }
        long known = state.totals().files() - newFiles(state, scanSeq);
        return new VanishCensus(
                known,
                vanished.size(),
                vanished.stream()
                        .map(file -> new Volume(1, file.sizeBytes()))
                        .reduce(Volume.NONE, Volume::plus)
                        .bytes(),
                disorder(state, scanSeq, vanished),
                vanished.stream().mapToLong(SourceEntry::ticks).max(),
                oldestSurvivor(state, scanSeq));
    }

    private static long newFiles(JobState state, long scanSeq) throws SyncException {
        long files = 0;
        JobState.Walk walk = state.walk(page -> page.firstScanMax() >= scanSeq);
        for (Known known = walk.next(); known != null; known = walk.next()) {
            files += known.isFile() && known.firstScan() >= scanSeq ? 1 : 0;
        }
        return files;
    }

    private static OptionalLong oldestSurvivor(JobState state, long scanSeq) throws SyncException {
        long[] oldest = {Long.MAX_VALUE};
        boolean any = false;
        JobState.Walk walk = state.walk(page -> oldest[0] == Long.MAX_VALUE || page.oldestTicks() < oldest[0]);
        for (Known known = walk.next(); known != null; known = walk.next()) {
            SourceEntry file = known.observed();
            if (known.isFile() && known.firstScan() < scanSeq && !state.isStaged(file)) {
                any = true;
                oldest[0] = Math.min(oldest[0], file.ticks());
            }
        }
        return any ? OptionalLong.of(oldest[0]) : OptionalLong.empty();
    }

    /** Those that vanished although the last of as many first files stands ahead of them, in each order. */
    private static Disorder disorder(JobState state, long scanSeq, List<SourceEntry> vanished) throws SyncException {
        if (vanished.isEmpty()) {
            return Disorder.NONE;
        }
        Map<PurgeOrder, PriorityQueue<SourceEntry>> firsts = new EnumMap<>(PurgeOrder.class);
        for (PurgeOrder order : PurgeOrder.values()) {
            firsts.put(order, new PriorityQueue<>(order.comparator().reversed()));
        }
        JobState.Walk walk = state.walk(page -> true);
        for (Known known = walk.next(); known != null; known = walk.next()) {
            if (known.isFile() && known.firstScan() < scanSeq) {
                for (Map.Entry<PurgeOrder, PriorityQueue<SourceEntry>> each : firsts.entrySet()) {
                    keep(each.getKey(), each.getValue(), known.observed(), vanished.size());
                }
            }
        }
        return new Disorder(
                outOfOrder(PurgeOrder.TIME, firsts, vanished),
                outOfOrder(PurgeOrder.NAME, firsts, vanished),
                outOfOrder(PurgeOrder.FOLDER, firsts, vanished));
    }

    private static void keep(PurgeOrder order, PriorityQueue<SourceEntry> first, SourceEntry file, int count) {
        if (first.size() < count) {
            first.add(file);
        } else if (order.comparator().compare(file, first.element()) < 0) {
            first.remove();
            first.add(file);
        }
    }

    private static long outOfOrder(
            PurgeOrder order, Map<PurgeOrder, PriorityQueue<SourceEntry>> firsts, List<SourceEntry> vanished) {
        SourceEntry last = firsts.getOrDefault(order, new PriorityQueue<>()).element();
        return vanished.stream().filter(file -> order.isAhead(last, file)).count();
    }

    /** Where the first pending file stands in each order (D-11). */
    static Standings standings(JobState state) throws SyncException {
        Map<PurgeOrder, SourceEntry> first = firstPending(state);
        Map<PurgeOrder, Volume> ahead = new EnumMap<>(PurgeOrder.class);
        Volume all = Volume.NONE;
        JobState.Walk walk = state.walk(page -> true);
        for (Known known = walk.next(); known != null; known = walk.next()) {
            if (known.isFile()) {
                Volume volume = new Volume(1, known.observed().sizeBytes());
                all = all.plus(volume);
                for (Map.Entry<PurgeOrder, SourceEntry> each : first.entrySet()) {
                    if (each.getKey().isAhead(known.observed(), each.getValue())) {
                        ahead.merge(each.getKey(), volume, Volume::plus);
                    }
                }
            }
        }
        Map<PurgeOrder, Standing> standings = new EnumMap<>(PurgeOrder.class);
        first.forEach(
                (order, file) -> standings.put(order, new Standing(file, ahead.getOrDefault(order, Volume.NONE))));
        return new Standings(all, standings);
    }

    private static Map<PurgeOrder, SourceEntry> firstPending(JobState state) throws SyncException {
        Map<PurgeOrder, SourceEntry> first = new EnumMap<>(PurgeOrder.class);
        JobState.Walk walk = state.walk(page -> page.waiting() > 0);
        for (Known known = walk.next(); known != null; known = walk.next()) {
            if (known.isFile() && known.entry().waits()) {
                for (PurgeOrder order : PurgeOrder.values()) {
                    first.merge(
                            order,
                            known.observed(),
                            (a, b) -> order.comparator().compare(a, b) <= 0 ? a : b);
                }
            }
        }
        return first;
    }
}
