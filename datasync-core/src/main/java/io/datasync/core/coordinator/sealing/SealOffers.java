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
import io.datasync.core.protocol.seal.FolderListing;
import io.datasync.core.seal.FolderSituation;
import io.datasync.core.seal.SealDecision;
import io.datasync.core.seal.SealDecision.Reason;
import io.datasync.core.seal.SealRule;
import io.datasync.core.seal.SealSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
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
     */
    public CompleteAnswer answer(IndexTransaction tx, JobRow job, CompleteRequest request, RunState state, Instant now)
            throws SyncException {
        if (job.kind() != JobKind.GEOMETRY || request.failure().isPresent()) {
            return new CompleteAnswer(state);
        }
        Offers offers = new Offers(now);
        Instant listedAt = now.minus(request.listings().scanAge());
        for (FolderListing listing : request.listings().folders()) {
            Optional<FolderRow> folder = tx.findFolder(job.job(), listing.folder());
            if (folder.isPresent() && !folder.get().sealed()) {
                ListingNote note = new ListingNote(listedAt, listing.outstanding());
                tx.noteListing(folder.get().id(), note);
                offers.take(listing.folder(), decide(tx, job, folder.get(), Optional.of(note), now));
            }
        }
        for (FolderRow folder : tx.folders(job.job())) {
            if (folder.sealed() && !folder.certified()) {
                offers.take(folder.name(), new SealDecision.Seal());
            }
        }
        return offers.answer(state);
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

        void take(FolderName folder, SealDecision decision) {
            if (decision instanceof SealDecision.Seal) {
                toSeal.add(folder);
            } else if (decision instanceof SealDecision.NotBefore later) {
                comeBackIn(Duration.between(now, later.time()));
            } else if (decision instanceof SealDecision.No no && no.reason() == Reason.NOT_LISTED) {
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
