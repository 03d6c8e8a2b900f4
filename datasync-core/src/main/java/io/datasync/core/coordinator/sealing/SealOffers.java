package io.datasync.core.coordinator.sealing;

import io.datasync.core.failure.SyncException;
import io.datasync.core.index.FolderRow;
import io.datasync.core.index.IndexTransaction;
import io.datasync.core.index.JobRow;
import io.datasync.core.index.ListingNote;
import io.datasync.core.lease.RunState;
import io.datasync.core.path.FolderName;
import io.datasync.core.protocol.CompleteAnswer;
import io.datasync.core.protocol.CompleteRequest;
import io.datasync.core.protocol.fleet.JobKind;
import io.datasync.core.protocol.seal.FolderListings;
import io.datasync.core.seal.FolderDate;
import io.datasync.core.seal.FolderSituation;
import io.datasync.core.seal.SealDecision;
import io.datasync.core.seal.SealDecision.Reason;
import io.datasync.core.seal.SealRule;
import io.datasync.core.seal.SealSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Decides at the end of a run which of the folders that it listed may be sealed, and asks the agent for their certificates (D-10). Thread-safe.
 */
public final class SealOffers {
    private final SealRule rule;

    /** Offers by these settings. */
    public SealOffers(SealSettings settings) {
        rule = new SealRule(settings);
    }

    /**
     * Notes the listings of a run that did its work, and answers its end. The job is locked.
     *
     * @param now by the server's clock
     * @throws SyncException {@code INDEX_UNAVAILABLE}
     */
    public CompleteAnswer answer(IndexTransaction tx, JobRow job, CompleteRequest request, RunState state, Instant now)
            throws SyncException {
        if (job.kind() != JobKind.GEOMETRY || request.failure().isPresent()) {
            return new CompleteAnswer(state);
        }
        Offers offers = new Offers(now);
        Listed listed = new Listed(request.listings());
        for (FolderRow folder : tx.folders(job.job())) {
            if (folder.sealed()) {
                if (!folder.certified()) {
                    offers.take(folder.name(), new SealDecision.Seal(), true);
                }
                continue;
            }
            Optional<ListingNote> note = listed.outstanding(folder)
                    .map(outstanding ->
                            new ListingNote(now.minus(request.listings().scanAge()), outstanding));
            if (note.isPresent()) {
                tx.noteListing(folder.id(), note.get());
            }
            offers.take(folder.name(), decide(tx, job, folder, note, now), note.isPresent());
        }
        return offers.answer(state);
    }

    /** What the run says of folders, by their names. */
    private static final class Listed {
        private final Map<FolderName, Long> outstanding = new HashMap<>();
        private final Set<FolderName> unsettled;
        private final boolean whole;

        Listed(FolderListings listings) {
            listings.folders().forEach(listing -> outstanding.put(listing.folder(), listing.outstanding()));
            unsettled = Set.copyOf(listings.unsettled());
            whole = listings.whole();
        }

        /** How many files wait; empty when the folder was not listed. One that has left the source was, with nothing in it. */
        Optional<Long> outstanding(FolderRow folder) {
            Long waiting = outstanding.get(folder.name());
            if (waiting != null) {
                return Optional.of(waiting);
            }
            boolean left = whole
                    && !unsettled.contains(folder.name())
                    && folder.atSource().count() == 0
                    && FolderDate.of(folder.name()) instanceof FolderDate.Day;
            return left ? Optional.of(0L) : Optional.empty();
        }
    }

    /** Whether a folder may be sealed, by what is on record of it and this listing. */
    SealDecision decide(IndexTransaction tx, JobRow job, FolderRow folder, Optional<ListingNote> listing, Instant now)
            throws SyncException {
        SealDecision decision = rule.decide(
                situation(folder, listing, listing.map(ListingNote::outstanding).orElse(0L)), job.zone(), now);
        // What is not archived is counted only where it decides, since that reads the whole folder.
        return decision instanceof SealDecision.Seal && tx.unarchived(folder.id()) > 0
                ? new SealDecision.No(Reason.OUTSTANDING)
                : decision;
    }

    private static FolderSituation situation(FolderRow folder, Optional<ListingNote> listing, long outstanding) {
        return new FolderSituation(
                folder.name(),
                folder.archived().count(),
                folder.lastNewAt(),
                listing.map(ListingNote::at),
                outstanding,
                folder.sealed());
    }

    /** What is collected for one answer. */
    private static final class Offers {
        private final Instant now;
        private final SortedSet<FolderName> toSeal = new TreeSet<>();
        private Optional<Duration> next = Optional.empty();

        Offers(Instant now) {
            this.now = now;
        }

        void take(FolderName folder, SealDecision decision, boolean listed) {
            if (decision instanceof SealDecision.Seal) {
                toSeal.add(folder);
            } else if (decision instanceof SealDecision.NotBefore later) {
                comeBackIn(Duration.between(now, later.time()));
            } else if (listed && decision instanceof SealDecision.No no && no.reason() == Reason.NOT_LISTED) {
                comeBackIn(Duration.ZERO);
            }
        }

        private void comeBackIn(Duration time) {
            if (next.isEmpty() || next.get().compareTo(time) > 0) {
                next = Optional.of(time);
            }
        }

        CompleteAnswer answer(RunState state) {
            if (toSeal.size() > CompleteAnswer.TO_SEAL_MAX) {
                comeBackIn(Duration.ZERO);
            }
            return new CompleteAnswer(
                    state, toSeal.stream().limit(CompleteAnswer.TO_SEAL_MAX).toList(), next);
        }
    }
}
