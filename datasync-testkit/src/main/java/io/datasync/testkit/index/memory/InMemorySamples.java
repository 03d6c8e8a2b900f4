package io.datasync.testkit.index.memory;

import io.datasync.core.index.notice.SampleRow;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.path.RelativePath;
import io.datasync.testkit.index.memory.IndexMemory.SampleKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Files that the server has yet to read back, within one {@link InMemoryTransaction}. */
final class InMemorySamples {
    private final IndexMemory memory;
    private final InMemoryChanges changes;
    private final Instant now;

    InMemorySamples(IndexMemory memory, InMemoryChanges changes, Instant now) {
        this.memory = memory;
        this.changes = changes;
        this.now = now;
    }

    void add(JobId job, RunId run, Collection<RelativePath> paths) {
        changes.useHolding(job);
        InMemoryChanges.bounded(paths);
        for (RelativePath path : paths) {
            SampleKey key = new SampleKey(job, path);
            if (!memory.samples.containsKey(key)) {
                changes.put(memory.samples, key, new SampleRow(job, path, run, now, now, false));
            }
        }
    }

    List<SampleRow> claim(Duration claim, int max) {
        changes.use();
        InMemoryChanges.boundedPage(max);
        List<SampleRow> taken = memory.samples.values().stream()
                .filter(sample -> !sample.dueAt().isAfter(now))
                .sorted(Comparator.comparing(SampleRow::dueAt)
                        .thenComparing(SampleRow::job)
                        .thenComparing(sample -> sample.path().hash()))
                .limit(max)
                .map(sample -> due(sample, claim, sample.disputed()))
                .toList();
        taken.forEach(sample -> changes.put(memory.samples, key(sample), sample));
        return taken;
    }

    private SampleRow due(SampleRow sample, Duration in, boolean disputed) {
        return sample.due(InMemoryChanges.micros(now.plus(in)), disputed);
    }

    private static SampleKey key(SampleRow sample) {
        return new SampleKey(sample.job(), sample.path());
    }

    private boolean holds(SampleRow sample) {
        changes.use();
        SampleRow current = memory.samples.get(key(sample));
        return current != null && current.dueAt().equals(sample.dueAt());
    }

    boolean postpone(SampleRow sample, Duration by, boolean disputed) {
        boolean mine = holds(sample);
        if (mine) {
            changes.put(memory.samples, key(sample), due(sample, by, disputed));
        }
        return mine;
    }

    boolean end(SampleRow sample) {
        boolean mine = holds(sample);
        if (mine) {
            changes.remove(memory.samples, key(sample));
        }
        return mine;
    }

    long disputes(JobId job) {
        changes.use();
        return memory.samples.values().stream()
                .filter(sample -> sample.job().equals(job) && sample.disputed())
                .count();
    }
}
