package io.datasync.core.journal.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.digest.Digest;
import io.datasync.core.journal.JournalEntry;
import io.datasync.core.journal.file.change.Change;
import io.datasync.core.journal.file.page.Known;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.purge.PurgeOrder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PendingWindowTest {
    private static final List<PurgeOrder> ORDERS = List.of(PurgeOrder.values());

    @TempDir
    Path place;

    @Test
    @DisplayName(
            "D-11 pages of what waits are the same however few of it are in memory, while entries come, change and go")
    void asIfAllWereInMemory() throws Exception {
        for (long seed = 1; seed <= 60; seed++) {
            Random random = new Random(seed);
            PurgeOrder order = ORDERS.get(random.nextInt(3));
            JobState state = new JobState(new PageStore(place.resolve("none")));
            PendingWindow window = new PendingWindow(order, 1 + random.nextInt(9));
            NavigableSet<SourceEntry> all = new TreeSet<>(order.comparator());
            List<SourceEntry> asked = new ArrayList<>();
            for (int step = 0; step < 200; step++) {
                if (random.nextInt(3) > 0) {
                    change(random, state, window, all);
                }
                Optional<SourceEntry> after = asked.isEmpty() || random.nextInt(5) == 0
                        ? Optional.empty()
                        : Optional.of(asked.get(random.nextInt(asked.size())));
                int count = 1 + random.nextInt(12);
                List<SourceEntry> page = window.page(state, after, count);
                assertThat(page)
                        .as("seed %d, step %d", seed, step)
                        .isEqualTo((after.isPresent() ? all.tailSet(after.get(), false) : all)
                                .stream().limit(count).toList());
                asked.addAll(page);
            }
        }
    }

    private static void change(Random random, JobState state, PendingWindow window, NavigableSet<SourceEntry> all)
            throws Exception {
        SourceEntry entry = SourceEntry.file(
                RelativePath.known((char) ('a' + random.nextInt(4)) + "/" + random.nextInt(20)), 1, random.nextInt(9));
        @Nullable Known before = state.find(entry);
        if (before != null && before.entry().waits()) {
            window.remove(before.observed());
            all.remove(before.observed());
        }
        if (random.nextInt(3) == 0 && before != null) {
            state.apply(new Change.Remove(entry), before);
            return;
        }
        Optional<Fact> fact = random.nextInt(3) == 0
                ? Optional.of(new Fact(entry, Digest.OF_NOTHING, Instant.EPOCH))
                : Optional.empty();
        JournalEntry now = new JournalEntry(entry, fact);
        state.apply(new Change.Put(now, 1), before);
        if (now.waits()) {
            window.add(entry);
            all.add(entry);
        }
    }
}
