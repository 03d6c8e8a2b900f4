package io.datasync.core.journal.file;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JournalEntry;
import io.datasync.core.journal.LossNote;
import io.datasync.core.journal.file.change.Change;
import io.datasync.core.journal.file.page.Known;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.protocol.Report;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a call is about to change: reads through to the state, with what the call has changed so far on top. Nothing is changed until its
 * {@link #steps} are applied, so a call that fails in its middle has changed nothing.
 */
final class Draft {
    private final JobState state;
    private final List<Step> steps = new ArrayList<>();
    private final Map<SourceEntry, Optional<Known>> touched = new TreeMap<>(SourceEntry.CANONICAL_ORDER);
    private long lastReport;

    /**
     * A change.
     *
     * @param before what is known until then of the entry that it is about, if it is about one
     */
    record Step(Change change, @Nullable Known before) {}

    Draft(JobState state) {
        this.state = state;
        lastReport = state.lastReport();
    }

    List<Step> steps() {
        return steps;
    }

    void add(Change change) {
        steps.add(new Step(change, null));
    }

    @Nullable
    Known find(SourceEntry entry) throws SyncException {
        Optional<Known> changed = touched.get(entry);
        return changed == null ? state.find(entry) : changed.orElse(null);
    }

    /**
     * Puts an entry in the place of what is known of it.
     *
     * @param before what {@link #find} gives for it
     */
    void put(@Nullable Known before, JournalEntry entry, long firstScan) {
        touched.put(entry.observed(), Optional.of(new Known(entry, firstScan)));
        steps.add(new Step(new Change.Put(entry, firstScan), before));
    }

    void unstage(SourceEntry entry) {
        if (state.isStaged(entry)) {
            add(new Change.Unstage(entry));
        }
    }

    void queue(Report report) {
        add(new Change.Queue(++lastReport, report));
    }

    /** Removes an entry with what follows from it; without a time, nothing is a loss. Says how many files are lost. */
    long remove(SourceEntry entry, long scanSeq, @Nullable Instant noticedAt) throws SyncException {
        Known known = find(entry);
        if (known == null) {
            return 0;
        }
        SourceEntry observed = known.observed();
        touched.put(entry, Optional.empty());
        steps.add(new Step(new Change.Remove(observed), known));
        if (known.entry().verified().isPresent()) {
            queue(new Report.Gone(scanSeq, observed.path()));
        }
        if (noticedAt == null || !known.entry().losesContent()) {
            return 0;
        }
        Optional<Digest> archived = known.entry().verified().map(Fact::digest);
        queue(new Report.Lost(scanSeq, observed, noticedAt, archived));
        add(new Change.Loss(new LossNote(scanSeq, observed, noticedAt, archived)));
        return 1;
    }
}
