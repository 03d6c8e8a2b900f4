package io.datasync.testkit.simulation.invariant;

import io.datasync.core.journal.JournalEntry;
import io.datasync.core.manifest.Fact;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * I-1: what a journal calls verified was at the source with this size, time and digest, and the share holds it. That the source had not changed
 * since the read began follows: no content comes twice with one size and time. That it stays there is {@link NothingIsReplaced}.
 */
final class VerifiedIsStored implements Invariant {
    private final Set<Fact> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    @Override
    public void check(JobRecord job, IndexView index, Place changed) {
        if (changed != Place.JOURNAL) {
            return;
        }
        for (JournalEntry entry : job.journalEntries()) {
            if (entry.verified().isPresent() && seen.add(entry.verified().get())) {
                check(job, entry.verified().get());
            }
        }
    }

    private static void check(JobRecord job, Fact fact) {
        if (!JobRecord.isFile(fact)) {
            return;
        }
        if (!job.wasReal(fact)) {
            throw new Breach("I-1", "verified, and never so at the source: " + fact);
        }
        job.proven.add(Proof.of(fact));
        StoredContent content = StoredContent.of(fact);
        if (job.share().holds(content)) {
            job.kept.add(content);
            job.taken.remove(content);
        } else if (!job.taken.contains(content)) {
            throw new Breach("I-1", "verified, and not on the share: " + content);
        }
    }
}
