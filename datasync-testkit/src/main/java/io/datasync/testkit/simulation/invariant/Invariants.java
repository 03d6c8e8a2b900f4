package io.datasync.testkit.simulation.invariant;

import io.datasync.core.balance.Balance;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All invariants over all jobs of a world. Each method throws {@link Breach} when one does not hold. For one thread at a time; looks, and changes
 * nothing but its own record.
 */
public final class Invariants {
    private final List<JobRecord> jobs = new ArrayList<>();
    private final EndedStaysEnded ended = new EndedStaysEnded();
    private final RunsBalance balances = new RunsBalance();
    private final TokensGuard tokens = new TokensGuard();
    private final List<Invariant> all = List.of(
            new VerifiedIsStored(),
            new NothingIsReplaced(),
            new IndexIsProven(),
            tokens,
            ended,
            balances,
            new AppliedOnce());
    private final IndexView index;

    /** Over the jobs of this index. */
    public Invariants(IndexView index) {
        this.index = index;
    }

    /** One more job. */
    public void add(JobRecord job) {
        jobs.add(job);
    }

    /** Something may have changed in the archive or the journal of a job. */
    public void check(JobRecord job, Place changed) {
        if (changed == Place.SHARE && !job.shareHasChanged()) {
            return;
        }
        for (Invariant invariant : all) {
            invariant.check(job, index, changed);
        }
    }

    /**
     * A transaction was committed.
     *
     * @param shown the token that came with the message of which it is a part; empty when it was no part of one
     */
    public void checkTransaction(Optional<FencingToken> shown) {
        for (JobRecord job : jobs) {
            tokens.checkChange(job, index, shown);
            check(job, Place.INDEX);
        }
    }

    /** A message inside a run was accepted that came with this token. */
    public void checkAccepted(RunId run, FencingToken token) {
        for (JobRecord job : jobs) {
            tokens.checkAccepted(job, index, run, token);
        }
    }

    /** A cycle did its work, and said this. */
    public void checkCycle(Balance balance, CycleWitness witness) {
        balances.checkCycle(balance, witness);
    }

    /** The database was put back to an earlier state: what it knew since then it may learn again. */
    public void databaseRestored() {
        ended.forget();
        tokens.databaseRestored(jobs);
    }

    /** The archive of a job was put back to an earlier state, and its epoch with it. */
    public void shareRestored(JobId job) {
        tokens.lost(job, TokensGuard.Keeper.SHARE);
    }

    /** The agent of a job forgot everything, and the highest token with it. */
    public void memoryLost(JobId job) {
        tokens.lost(job, TokensGuard.Keeper.AGENT);
    }
}
