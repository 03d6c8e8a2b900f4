package io.datasync.testkit.simulation.invariant;

import io.datasync.core.digest.SetSummary;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.FolderRow;
import io.datasync.core.lease.JobId;
import io.datasync.core.manifest.Fact;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** I-8: every fact counts once. Both summaries of a folder are the sums of its rows, however often a fact was reported. */
final class AppliedOnce implements Invariant {
    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);

    private final Looked<JobId> folders = new Looked<>();
    private final Map<Long, FolderRow> summed = new HashMap<>();

    /** What each fact adds to a sum, computed once. */
    private final IdentityHashMap<Fact, BigInteger> summands = new IdentityHashMap<>();

    @Override
    public void check(JobRecord job, IndexView index, Place changed) {
        if (changed != Place.INDEX) {
            return;
        }
        List<FolderRow> now = index.folders(job.job());
        if (!folders.isNew(job.job(), now)) {
            return;
        }
        for (FolderRow folder : now) {
            if (!folder.equals(summed.put(folder.id(), folder))) {
                check(folder, index);
            }
        }
    }

    private void check(FolderRow folder, IndexView index) {
        Sum archived = new Sum();
        Sum atSource = new Sum();
        for (EntryRow row : index.entries(folder.id())) {
            if (row.state().archived()) {
                archived.add(row.fact());
            }
            if (row.countsAtSource()) {
                atSource.add(row.fact());
            }
        }
        if (!archived.is(folder.archived()) || !atSource.is(folder.atSource())) {
            throw new Breach(
                    "I-8", "the summaries of " + folder + " are not those of its rows: " + archived + ", " + atSource);
        }
    }

    /** A summary by arithmetic of its own. */
    private final class Sum {
        private long count;
        private long bytes;
        private BigInteger digests = BigInteger.ZERO;

        void add(Fact fact) {
            count++;
            bytes += fact.entry().sizeBytes();
            digests = digests.add(summands.computeIfAbsent(
                    fact, any -> new BigInteger(1, fact.entryDigest().bytes())));
        }

        boolean is(SetSummary summary) {
            return summary.count() == count
                    && summary.bytes() == bytes
                    && new BigInteger(1, summary.sum().bytes()).equals(digests.mod(MODULUS));
        }

        @Override
        public String toString() {
            return count + " of " + bytes + " bytes, " + digests.mod(MODULUS).toString(16);
        }
    }
}
