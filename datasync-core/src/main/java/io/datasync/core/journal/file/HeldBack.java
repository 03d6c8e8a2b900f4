package io.datasync.core.journal.file;

import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.ChangeCensus;
import io.datasync.core.journal.HeldFiles;
import io.datasync.core.journal.Hold;
import io.datasync.core.journal.JournalEntry;
import io.datasync.core.journal.file.change.Change;
import io.datasync.core.journal.file.change.Totals;
import io.datasync.core.journal.file.page.Known;
import io.datasync.core.manifest.SourceEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What a mass change does to the entries of a job (D-12). Calls other than the census look at every page that has such entries. */
final class HeldBack {
    private HeldBack() {}

    private static boolean undecided(JournalEntry entry) {
        return entry.changed() && entry.hold() == Hold.NONE;
    }

    static ChangeCensus census(JobState state) {
        Change.MassChange stands = state.massChange();
        Totals totals = state.totals();
        return new ChangeCensus(
                totals.archived(),
                totals.undecided(),
                totals.held(),
                totals.quarantined(),
                stands.renamed(),
                stands.since(),
                stands.told());
    }

    static long newNames(JobState state) throws SyncException {
        long names = 0;
        JobState.Walk walk = state.walk(page -> page.firstScanMax() > state.appliedScan());
        for (Known known = walk.next(); known != null; known = walk.next()) {
            boolean isNew = known.firstScan() > state.appliedScan();
            names += isNew && known.isFile() && known.entry().verified().isEmpty() ? 1 : 0;
        }
        return names;
    }

    static List<SourceEntry> held(JobState state, int max) throws SyncException {
        List<SourceEntry> held = new ArrayList<>();
        JobState.Walk walk = state.walk(page -> page.decided() > 0);
        Known known = walk.next();
        while (known != null && held.size() < max) {
            if (known.entry().hold() == Hold.HELD) {
                held.add(known.observed());
            }
            known = walk.next();
        }
        return held;
    }

    static HeldFiles hold(JobState state, Draft draft, long renamed, Instant noticedAt) throws SyncException {
        Change.MassChange before = state.massChange();
        draft.add(new Change.MassChange(
                Optional.of(before.since().orElse(noticedAt)), before.renamed() + renamed, before.told()));
        return decide(state, draft, known -> undecided(known.entry()) && !state.isStaged(known.observed()), Hold.HELD);
    }

    static void accept(JobState state, Draft draft) throws SyncException {
        decide(
                state,
                draft,
                known -> undecided(known.entry()) || known.entry().hold().keepsBack(),
                Hold.ACCEPTED);
        end(state, draft);
    }

    static void quarantine(JobState state, Draft draft) throws SyncException {
        decide(state, draft, known -> known.entry().hold() == Hold.HELD, Hold.QUARANTINED);
        end(state, draft);
    }

    private static void end(JobState state, Draft draft) {
        draft.add(new Change.MassChange(Optional.empty(), 0, state.massChange().told()));
    }

    private static HeldFiles decide(JobState state, Draft draft, Predicate<Known> which, Hold decided)
            throws SyncException {
        long files = 0;
        long bytes = 0;
        JobState.Walk walk = state.walk(page -> page.decided() > 0);
        for (Known known = walk.next(); known != null; known = walk.next()) {
            if (which.test(known)) {
                draft.put(known, known.entry().held(decided), known.firstScan());
                files++;
                bytes += known.observed().sizeBytes();
            }
        }
        return new HeldFiles(files, bytes);
    }
}
