package io.datasync.core.cycle;

import io.datasync.core.journal.JobPool;
import io.datasync.core.lease.JobId;
import io.datasync.core.masschange.ChangeDecision;
import io.datasync.core.masschange.MassChangeSettings;
import io.datasync.core.path.PathFilter;
import io.datasync.core.scan.StillnessRule;
import io.datasync.core.transfer.TransferSettings;
import java.time.Duration;
import java.util.Optional;

/**
 * How a job's cycles work.
 *
 * @param job the job
 * @param filter what is left out of the archive
 * @param quietPeriod for how long size and time must hold still before a file is archived (CORE-2)
 * @param settleMax how long a cycle waits at its end for files that are still being written; zero leaves them to the next cycle
 * @param alwaysOpens whether a run is opened even when nothing is to be done; otherwise such a cycle is idle (D-26)
 * @param acceptsSource whether the source is taken as it is found, another folder too, and whatever is missing as vanished: a person said so
 *     (D-2)
 * @param scanThreads how many folders are listed at a time
 * @param transfer the limits of uploading
 * @param massChange from how many changed files on they are held (D-12)
 * @param changes what becomes of changed files: a person may have said so
 * @param pool the pool to which the source belongs; empty when no limit of it is known (D-11)
 */
public record CycleSettings(
        JobId job,
        PathFilter filter,
        Duration quietPeriod,
        Duration settleMax,
        boolean alwaysOpens,
        boolean acceptsSource,
        int scanThreads,
        TransferSettings transfer,
        MassChangeSettings massChange,
        ChangeDecision changes,
        Optional<JobPool> pool) {
    /** Nothing left out, 10 s of quiet, no waiting at the end, idle cycles without a run, two folders at a time. */
    public static CycleSettings defaults(JobId job) {
        return new CycleSettings(
                job,
                PathFilter.NOTHING,
                StillnessRule.DEFAULT.quietPeriod(),
                Duration.ZERO,
                false,
                false,
                2,
                TransferSettings.DEFAULTS,
                MassChangeSettings.DEFAULTS,
                ChangeDecision.JUDGE,
                Optional.empty());
    }

    public CycleSettings {
        if (quietPeriod.isNegative() || settleMax.isNegative() || scanThreads < 1) {
            throw new IllegalArgumentException(
                    "Not possible: quiet " + quietPeriod + ", settle " + settleMax + ", scan threads " + scanThreads);
        }
    }

    /** With another filter and quiet period. */
    public CycleSettings with(PathFilter otherFilter, Duration otherQuietPeriod) {
        return new CycleSettings(
                job,
                otherFilter,
                otherQuietPeriod,
                settleMax,
                alwaysOpens,
                acceptsSource,
                scanThreads,
                transfer,
                massChange,
                changes,
                pool);
    }

    /** With other limits of uploading. */
    public CycleSettings with(TransferSettings other) {
        return new CycleSettings(
                job,
                filter,
                quietPeriod,
                settleMax,
                alwaysOpens,
                acceptsSource,
                scanThreads,
                other,
                massChange,
                changes,
                pool);
    }

    /** For one whole cycle that always leaves a run, and waits so long for files that are being written. */
    public CycleSettings once(Duration waitAtMost) {
        return waiting(waitAtMost, true);
    }

    /** For one whole cycle that waits so long for files that are being written. */
    public CycleSettings waiting(Duration waitAtMost) {
        return waiting(waitAtMost, alwaysOpens);
    }

    private CycleSettings waiting(Duration waitAtMost, boolean opens) {
        return new CycleSettings(
                job,
                filter,
                quietPeriod,
                waitAtMost,
                opens,
                acceptsSource,
                scanThreads,
                transfer,
                massChange,
                changes,
                pool);
    }

    /** For a cycle that takes the source as it is found. */
    public CycleSettings acceptingSource() {
        return new CycleSettings(
                job,
                filter,
                quietPeriod,
                settleMax,
                alwaysOpens,
                true,
                scanThreads,
                transfer,
                massChange,
                changes,
                pool);
    }

    /** With another limit of changes at once. */
    public CycleSettings with(MassChangeSettings other) {
        return new CycleSettings(
                job,
                filter,
                quietPeriod,
                settleMax,
                alwaysOpens,
                acceptsSource,
                scanThreads,
                transfer,
                other,
                changes,
                pool);
    }

    /** For a cycle in which changed files become what a person decided. */
    public CycleSettings deciding(ChangeDecision decision) {
        return new CycleSettings(
                job,
                filter,
                quietPeriod,
                settleMax,
                alwaysOpens,
                acceptsSource,
                scanThreads,
                transfer,
                massChange,
                decision,
                pool);
    }

    /** With the pool to which the source belongs. */
    public CycleSettings with(JobPool other) {
        return new CycleSettings(
                job,
                filter,
                quietPeriod,
                settleMax,
                alwaysOpens,
                acceptsSource,
                scanThreads,
                transfer,
                massChange,
                changes,
                Optional.of(other));
    }
}
