package io.datasync.core.journal.file;

import io.datasync.core.journal.ChangeCensus;
import io.datasync.core.journal.HeldFiles;
import io.datasync.core.journal.Hold;
import io.datasync.core.journal.JournalEntry;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.SourceEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What a mass change does to the entries of a job (D-12). Each call looks at every entry. */
final class HeldBack {
    private HeldBack() {}

    private static boolean undecided(JournalEntry entry) {
        return entry.changed() && entry.hold() == Hold.NONE;
    }

    static ChangeCensus census(JobState state) {
        Change.MassChange stands = state.massChange();
        return new ChangeCensus(
                count(state, JournalEntry::archivedFile),
                count(state, HeldBack::undecided),
                count(state, entry -> entry.hold() == Hold.HELD),
                count(state, entry -> entry.hold() == Hold.QUARANTINED),
                stands.renamed(),
                stands.since(),
                stands.told());
    }

    private static long count(JobState state, Predicate<JournalEntry> which) {
        return state.all().map(Known::entry).filter(which).count();
    }

    static long newNames(JobState state) {
        return state.all()
                .filter(known -> known.firstScan() > state.appliedScan()
                        && known.entry().verified().isEmpty()
                        && known.observed().kind() == EntryKind.FILE)
                .count();
    }

    static List<SourceEntry> held(JobState state, int max) {
        return state.all()
                .map(Known::entry)
                .filter(entry -> entry.hold() == Hold.HELD)
                .map(JournalEntry::observed)
                .limit(max)
                .toList();
    }

    static HeldFiles hold(JobState state, Draft draft, long renamed, Instant noticedAt) {
        Change.MassChange before = state.massChange();
        draft.add(new Change.MassChange(
                Optional.of(before.since().orElse(noticedAt)), before.renamed() + renamed, before.told()));
        return decide(state, draft, known -> undecided(known.entry()) && !state.isStaged(known.observed()), Hold.HELD);
    }

    static void accept(JobState state, Draft draft) {
        decide(
                state,
                draft,
                known -> undecided(known.entry()) || known.entry().hold().keepsBack(),
                Hold.ACCEPTED);
        end(state, draft);
    }

    static void quarantine(JobState state, Draft draft) {
        decide(state, draft, known -> known.entry().hold() == Hold.HELD, Hold.QUARANTINED);
        end(state, draft);
    }

    private static void end(JobState state, Draft draft) {
        draft.add(new Change.MassChange(Optional.empty(), 0, state.massChange().told()));
    }

    private static HeldFiles decide(JobState state, Draft draft, Predicate<Known> which, Hold decided) {
        List<Known> chosen = state.all().filter(which).toList();
        chosen.forEach(known -> draft.put(known.entry().held(decided), known.firstScan()));
        long bytes =
                chosen.stream().mapToLong(known -> known.observed().sizeBytes()).sum();
        return new HeldFiles(chosen.size(), bytes);
    }
}
