package io.datasync.core.journal.file;

import io.datasync.core.journal.VanishCensus;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.purge.Disorder;
import io.datasync.core.purge.PurgeOrder;
import io.datasync.core.purge.Standing;
import io.datasync.core.purge.Standings;
import io.datasync.core.purge.Volume;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Counts that look at every known file. */
final class Census {
    private Census() {}

    /** What is staged as vanished against what would stay (D-2). */
    static VanishCensus vanished(JobState state, long scanSeq) {
        List<SourceEntry> known = new ArrayList<>();
        List<SourceEntry> vanished = new ArrayList<>();
        OptionalLong oldestSurvivor = OptionalLong.empty();
        for (FolderName folder : state.folders()) {
            for (Known entry : state.entries(folder)) {
                SourceEntry file = entry.observed();
                if (file.kind() != EntryKind.FILE || entry.firstScan() >= scanSeq) {
                    continue;
                }
                known.add(file);
                if (state.isStaged(file)) {
                    vanished.add(file);
                } else {
                    oldestSurvivor = OptionalLong.of(Math.min(oldestSurvivor.orElse(file.ticks()), file.ticks()));
                }
            }
        }
        return new VanishCensus(
                known.size(),
                vanished.size(),
                volume(vanished.stream()).bytes(),
                new Disorder(
                        outOfOrder(PurgeOrder.TIME, known, vanished),
                        outOfOrder(PurgeOrder.NAME, known, vanished),
                        outOfOrder(PurgeOrder.FOLDER, known, vanished)),
                vanished.stream().mapToLong(SourceEntry::ticks).max(),
                oldestSurvivor);
    }

    /** Those that vanished although the last of as many first files stands ahead of them. */
    private static long outOfOrder(PurgeOrder order, List<SourceEntry> known, List<SourceEntry> vanished) {
        if (vanished.isEmpty()) {
            return 0;
        }
        known.sort(order.comparator());
        SourceEntry last = known.get(vanished.size() - 1);
        return vanished.stream().filter(file -> order.isAhead(last, file)).count();
    }

    /** Where the first pending file stands in each order (D-11). */
    static Standings standings(JobState state) {
        Map<PurgeOrder, Standing> standings = new EnumMap<>(PurgeOrder.class);
        for (PurgeOrder order : PurgeOrder.values()) {
            Optional<SourceEntry> first = state.pending(order).stream()
                    .filter(entry -> entry.kind() == EntryKind.FILE)
                    .findFirst();
            first.ifPresent(pending -> standings.put(
                    order, new Standing(pending, volume(state.files().filter(file -> order.isAhead(file, pending))))));
        }
        return new Standings(volume(state.files()), standings);
    }

    private static Volume volume(Stream<SourceEntry> files) {
        return files.map(file -> new Volume(1, file.sizeBytes())).reduce(Volume.NONE, Volume::plus);
    }
}
