package io.datasync.core.coordinator.sealing;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.FolderRow;
import io.datasync.core.index.IndexTransaction;
import io.datasync.core.index.JobRow;
import io.datasync.core.index.StateIndex;
import io.datasync.core.index.notice.DeedRow;
import io.datasync.core.index.notice.DeedRow.Deed;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.path.FolderName;
import io.datasync.core.protocol.fleet.JobKind;
import io.datasync.core.seal.FolderDate;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Seals and opens folders because a person says so (CORE-5, API-5).
 *
 * <p>An order goes before the waiting time, never before the calendar, and before what is outstanding only when it says so: then those
 * files go on being archived, since sealed means only that the folder is not scanned (D-10). Each change is audited in its transaction; a
 * repeat changes nothing. The certificate of a folder that was sealed by an order is asked for at the end of the next run.
 *
 * <p>Thread-safe; blocks. Transactions are short and begin and end in here (I-9). Every call may throw {@code INDEX_UNAVAILABLE}, {@code
 * JOB_UNKNOWN} and {@code FOLDER_UNKNOWN}.
 */
public final class SealOrders {
    private final StateIndex index;
    private final Consumer<DeedRow> audit;
    private final InstantSource clock;

    /**
     * Orders over this index.
     *
     * @param audit is told what was done, after the transaction; in the audit log it is already (D-35)
     * @param clock the server's: says when a folder was sealed, and whether its day has begun
     */
    public SealOrders(StateIndex index, Consumer<DeedRow> audit, InstantSource clock) {
        this.index = index;
        this.audit = audit;
        this.clock = clock;
    }

    /** What an order came to. */
    private record Done(FolderRow folder, Optional<DeedRow> deed) {}

    private interface Order {
        Done carryOut(IndexTransaction tx, JobRow job, FolderRow folder) throws SyncException;
    }

    /**
     * Seals a folder.
     *
     * @param reason for the audit log
     * @param withOutstanding also when something in it is outstanding, or when that is not known
     * @return the folder as it is then
     * @throws SyncException {@code SEAL_REFUSED} for a folder of a job without day folders, one whose name is no day or a day to come, one
     *     of which nothing is archived, and, unless allowed, one with something outstanding
     */
    public FolderRow seal(RunnerId runner, JobId job, FolderName folder, String reason, boolean withOutstanding)
            throws SyncException {
        Instant now = clock.instant();
        return carryOut(runner, job, folder, (tx, locked, open) -> {
            if (open.sealed()) {
                return new Done(open, Optional.empty());
            }
            requireSealable(locked, open, now);
            Optional<String> outstanding = outstanding(tx, open);
            if (outstanding.isPresent() && !withOutstanding) {
                throw refused(open.name(), outstanding.get());
            }
            FolderRow closed = open.sealed(now);
            String detail = "Folder " + folder + " was sealed by order"
                    + outstanding.map(what -> ", although " + what).orElse("") + ": " + reason;
            return new Done(closed, Optional.of(deed(Deed.SEAL_ORDERED, runner, job, detail)));
        });
    }

    /**
     * Takes the seal off a folder. Its quiet time begins anew, so that the rule does not seal it again at once.
     *
     * @param reason for the audit log
     * @return the folder as it is then
     */
    public FolderRow unseal(RunnerId runner, JobId job, FolderName folder, String reason) throws SyncException {
        Instant now = clock.instant();
        return carryOut(runner, job, folder, (tx, locked, known) -> {
            if (!known.sealed()) {
                return new Done(known, Optional.empty());
            }
            FolderRow open = known.with(known.archived(), known.atSource(), Optional.of(now))
                    .unsealed();
            String detail = "Folder " + folder + " was opened by order: " + reason;
            return new Done(open, Optional.of(deed(Deed.UNSEAL_ORDERED, runner, job, detail)));
        });
    }

    private FolderRow carryOut(RunnerId runner, JobId job, FolderName folder, Order order) throws SyncException {
        Done done = index.transact(tx -> {
            JobRow locked = tx.lockJob(job)
                    .filter(row -> row.runner().equals(runner))
                    .orElseThrow(() -> SyncException.permanent(
                            ErrorCode.JOB_UNKNOWN, "There is no job " + job + " of runner " + runner + "."));
            FolderRow row = tx.findFolder(job, folder)
                    .orElseThrow(() -> SyncException.permanent(
                            ErrorCode.FOLDER_UNKNOWN, "The index has no folder " + folder + " of job " + job + "."));
            Done result = order.carryOut(tx, locked, row);
            if (result.deed().isPresent()) {
                tx.updateFolder(result.folder());
                tx.insertDeed(result.deed().get());
            }
            return result;
        });
        done.deed().ifPresent(audit);
        return done.folder();
    }

    private static DeedRow deed(Deed deed, RunnerId runner, JobId job, String detail) {
        return new DeedRow(deed, runner, job, Optional.empty(), detail);
    }

    private static void requireSealable(JobRow job, FolderRow folder, Instant now) throws SyncException {
        if (job.kind() != JobKind.GEOMETRY) {
            throw refused(folder.name(), "only folders of geometry jobs are sealed");
        }
        if (!(FolderDate.of(folder.name()) instanceof FolderDate.Day day)) {
            throw refused(folder.name(), "its name is no day");
        }
        ZoneId zone = job.zone();
        if (now.atZone(zone).toLocalDate().isBefore(day.date())) {
            throw refused(folder.name(), "its day has not begun in " + zone);
        }
        if (folder.archived().count() == 0) {
            throw refused(folder.name(), "nothing of it is archived");
        }
    }

    /** What keeps the rule from sealing it, beside time; empty when all that is known of it is archived. */
    private static Optional<String> outstanding(IndexTransaction tx, FolderRow folder) throws SyncException {
        long unproven = tx.unarchived(folder.id());
        if (unproven > 0) {
            return Optional.of(unproven + " of its entries are damaged, missing or not proven");
        }
        boolean listed = folder.listing()
                .filter(listing -> folder.lastNewAt()
                        .map(last -> !listing.at().isBefore(last))
                        .orElse(true))
                .isPresent();
        if (!listed) {
            return Optional.of("no complete listing has found it unchanged since something new came into it");
        }
        long waiting = folder.listing().orElseThrow().outstanding();
        return waiting == 0 ? Optional.empty() : Optional.of(waiting + " of its files were in flight or failed");
    }

    private static SyncException refused(FolderName folder, String why) {
        return SyncException.permanent(ErrorCode.SEAL_REFUSED, "Folder " + folder + " is not sealed: " + why + ".");
    }
}
