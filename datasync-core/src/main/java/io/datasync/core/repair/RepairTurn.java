package io.datasync.core.repair;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.RepairRow;
import io.datasync.core.index.StateIndex;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.path.FolderName;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The one repair that a job may have at a time, and how far it has come (CORE-7). For one thread.
 *
 * <p>It is kept in the index: a repair that died goes on after the last folder it had done, when it is begun again under its own id, or under
 * another one when it was silent for long enough. Each call may throw {@code INDEX_UNAVAILABLE}.
 */
public final class RepairTurn {
    /** A repair that was silent for so long is taken for dead. */
    public static final Duration SILENCE_MAX = Duration.ofMinutes(15);

    private final StateIndex index;
    private RepairRow row;

    private RepairTurn(StateIndex index, RepairRow row) {
        this.index = index;
        this.row = row;
    }

    /**
     * Begins a repair, or goes on with the one of this kind that died.
     *
     * @throws SyncException {@code JOB_UNKNOWN}; {@code REPAIR_BUSY} (retryable) while another one is under way
     */
    public static RepairTurn begin(StateIndex index, JobId job, RunId repair, RepairRow.Kind kind)
            throws SyncException {
        RepairRow begun = index.transact(tx -> {
            if (tx.lockJob(job).isEmpty()) {
                throw SyncException.permanent(ErrorCode.JOB_UNKNOWN, "There is no job " + job);
            }
            RepairRow next = next(tx.repair(job), job, repair, kind, tx.now());
            tx.beginRepair(next);
            return next;
        });
        return new RepairTurn(index, begun);
    }

    /** Pure. */
    static RepairRow next(Optional<RepairRow> before, JobId job, RunId repair, RepairRow.Kind kind, Instant now)
            throws SyncException {
        boolean own = before.isPresent() && before.get().repair().equals(repair);
        if (before.isPresent() && !own && !isSilent(before.get(), now)) {
            throw SyncException.passing(
                    ErrorCode.REPAIR_BUSY,
                    "The " + before.get().kind().text() + " " + before.get().repair() + " of job " + job
                            + " is under way");
        }
        Optional<RepairRow> goesOn = before.filter(row -> row.kind() == kind);
        return new RepairRow(
                job,
                repair,
                kind,
                goesOn.map(RepairRow::startedAt).filter(at -> !at.isAfter(now)).orElse(now),
                now,
                goesOn.flatMap(RepairRow::doneTo));
    }

    /** One that was heard later than now was so by a clock that has been put back since, and would seem alive until then (D-25). */
    private static boolean isSilent(RepairRow row, Instant now) {
        return Duration.between(row.heardAt(), now).abs().compareTo(SILENCE_MAX) >= 0;
    }

    /** When it began, by the index's time; one that goes on keeps it. */
    public Instant startedAt() {
        return row.startedAt();
    }

    /** The last folder that was done before; empty when it begins with the first. */
    public Optional<FolderName> doneTo() {
        return row.doneTo();
    }

    /**
     * Notes that a folder is done.
     *
     * @throws SyncException {@code REPAIR_BUSY} when another repair has taken over, since this one was taken for dead
     */
    public void done(FolderName folder) throws SyncException {
        Optional<RepairRow> next = index.transact(tx -> {
            RepairRow further = row.doneTo(folder, tx.now());
            return tx.advanceRepair(further) ? Optional.of(further) : Optional.empty();
        });
        row = next.orElseThrow(() -> SyncException.passing(
                ErrorCode.REPAIR_BUSY, "Another repair of job " + row.job() + " has taken over from " + row.repair()));
    }

    /** Ends a rotating repair, which has done the parts of all days up to this one. Repeating it changes nothing. */
    public void endRotation(long day) throws SyncException {
        index.transact(tx -> {
            tx.lockJob(row.job());
            tx.storeRotation(row.job(), row.kind(), day);
            tx.endRepair(row.job(), row.repair());
            return true;
        });
    }

    /** Ends it. Repeating it changes nothing. */
    public void end() throws SyncException {
        index.transact(tx -> {
            tx.endRepair(row.job(), row.repair());
            return true;
        });
    }
}
