package io.datasync.core.journal.file;

import io.datasync.core.digest.Digest;
import io.datasync.core.journal.JournalEntry;
import io.datasync.core.journal.LossNote;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.protocol.Report;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a call is about to change: reads through to the state, with what the call has changed so far on top. Nothing is changed until its
 * {@link #changes} are applied, so a call that fails in its middle has changed nothing.
 */
final class Draft {
    private final JobState state;
    private final List<Change> changes = new ArrayList<>();
    private final Map<byte[], Optional<Known>> touched = new TreeMap<>(Arrays::compareUnsigned);
    private long lastReport;

    Draft(JobState state) {
        this.state = state;
        lastReport = state.lastReport();
    }

    List<Change> changes() {
        return changes;
    }

    void add(Change change) {
        changes.add(change);
    }

    @Nullable
    Known find(SourceEntry entry) {
        Optional<Known> changed = touched.get(entry.orderKey());
        return changed == null ? state.find(entry) : changed.orElse(null);
    }

    void put(JournalEntry entry, long firstScan) {
        touched.put(entry.observed().orderKey(), Optional.of(new Known(entry, firstScan)));
        changes.add(new Change.Put(entry, firstScan));
    }

    void unstage(SourceEntry entry) {
        if (state.isStaged(entry)) {
            changes.add(new Change.Unstage(entry));
        }
    }

    void queue(Report report) {
        changes.add(new Change.Queue(++lastReport, report));
    }

    /** Removes an entry with what follows from it; without a time, nothing is a loss. Says how many files are lost. */
    long remove(SourceEntry entry, long scanSeq, @Nullable Instant noticedAt) {
        Known known = find(entry);
        if (known == null) {
            return 0;
        }
        SourceEntry observed = known.observed();
        touched.put(entry.orderKey(), Optional.empty());
        changes.add(new Change.Remove(observed));
        if (known.entry().verified().isPresent()) {
            queue(new Report.Gone(scanSeq, observed.path()));
        }
        if (noticedAt == null || !known.entry().losesContent()) {
            return 0;
        }
        Optional<Digest> archived = known.entry().verified().map(Fact::digest);
        queue(new Report.Lost(scanSeq, observed, noticedAt, archived));
        changes.add(new Change.Loss(new LossNote(scanSeq, observed, noticedAt, archived)));
        return 1;
    }
}
