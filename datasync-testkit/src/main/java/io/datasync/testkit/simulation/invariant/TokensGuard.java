package io.datasync.testkit.simulation.invariant;

import io.datasync.core.index.FolderRow;
import io.datasync.core.index.RunRow;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** I-4: only who holds the job's newest token changes its part of the index, and no token is ever given to two runs, whatever was restored (D-20). */
final class TokensGuard implements Invariant {
    private final Looked<JobId> runs = new Looked<>();
    private final Looked<JobId> folders = new Looked<>();
    private final Map<Given, RunId> given = new HashMap<>();
    private final Map<Long, Long> revisions = new HashMap<>();

    private final Map<JobId, Set<Keeper>> forgetful = new HashMap<>();

    private record Given(JobId job, FencingToken token) {}

    /** Who knows the highest token of a job; when all three have gone back, nobody does (D-20). */
    enum Keeper {
        DATABASE,
        SHARE,
        AGENT
    }

    @Override
    public void check(JobRecord job, IndexView index, Place changed) {
        if (changed != Place.INDEX) {
            return;
        }
        List<RunRow> now = index.runs(job.job());
        if (!runs.isNew(job.job(), now)) {
            return;
        }
        for (RunRow run : now) {
            RunId first = given.putIfAbsent(new Given(job.job(), run.token()), run.run());
            if (first != null && !first.equals(run.run())) {
                throw new Breach("I-4", "token " + run.token() + " was given to " + first + " and to " + run.run());
            }
        }
    }

    /**
     * What a transaction has changed in the folders of a job, it was allowed to change.
     *
     * @param shown the token that came with the message of which the transaction is a part; empty for a repair
     */
    void checkChange(JobRecord job, IndexView index, Optional<FencingToken> shown) {
        List<FolderRow> now = index.folders(job.job());
        if (!folders.isNew(job.job(), now)) {
            return;
        }
        FencingToken newest = index.job(job.job()).token();
        for (FolderRow folder : now) {
            Long before = revisions.put(folder.id(), folder.revision());
            boolean changed = before != null && before != folder.revision();
            if (changed && shown.isPresent() && !shown.get().equals(newest)) {
                throw new Breach(
                        "I-4",
                        "changed under token " + shown.get() + " while " + newest + " was the newest: " + folder);
            }
        }
    }

    /** A message inside a run was accepted: its run is the job's newest (RUN-2). */
    void checkAccepted(JobRecord job, IndexView index, RunId run, FencingToken shown) {
        boolean own = index.runs(job.job()).stream().anyMatch(row -> row.run().equals(run));
        FencingToken newest = index.job(job.job()).token();
        if (own && !shown.equals(newest)) {
            throw new Breach(
                    "I-4",
                    "a message of " + run + " was accepted under " + shown + " while " + newest + " was the newest");
        }
    }

    /** The database is an earlier one. */
    void databaseRestored(List<JobRecord> jobs) {
        revisions.clear();
        folders.forget();
        jobs.forEach(job -> lost(job.job(), Keeper.DATABASE));
    }

    /** One of those who know the highest token knows an older one. */
    void lost(JobId job, Keeper keeper) {
        Set<Keeper> those = forgetful.computeIfAbsent(job, any -> EnumSet.noneOf(Keeper.class));
        those.add(keeper);
        if (those.size() == Keeper.values().length) {
            given.keySet().removeIf(token -> token.job().equals(job));
            runs.forget();
        }
    }
}
