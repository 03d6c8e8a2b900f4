package io.datasync.core.cycle;

import io.datasync.core.balance.Balance;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.ChangeCensus;
import io.datasync.core.lease.RunId;
import io.datasync.core.path.RelativePath;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a cycle ended.
 *
 * @param balance where every file went (D-3); as far as known when {@code failure} is there
 * @param run the run it worked in; empty for an idle cycle, which opens none (D-26)
 * @param reported whether the server has everything, the run's end included; when not, the next cycle goes on with the same run
 * @param incompleteFolders folders that could not be listed to their end
 * @param uploaded files whose bytes were sent
 * @param uploadedBytes their bytes
 * @param took from its beginning to its end
 * @param failures files that could not be archived, with the reason, at most {@link #NAMED_MAX}; those that are held come last
 * @param lostFiles files that vanished unarchived (CORE-10), {@code FILE_VANISHED}, at most {@link #NAMED_MAX}
 * @param waiting files that are being written: they changed while they were read, or a moment before, and did not come to rest
 *     (CORE-2), {@code FILE_CHANGED}; some of those in flight, at most {@link #NAMED_MAX}; no failure
 * @param changes how the archived files stand that changed (D-12)
 * @param failure why the cycle ended without its work; empty when it did its work
 */
public record CycleResult(
        Balance balance,
        Optional<RunId> run,
        boolean reported,
        long incompleteFolders,
        long uploaded,
        long uploadedBytes,
        Duration took,
        List<NamedFile> failures,
        List<NamedFile> lostFiles,
        List<NamedFile> waiting,
        ChangeCensus changes,
        Optional<SyncException> failure) {
    /** How many files a result names of each kind; the balance counts them all. */
    public static final int NAMED_MAX = 1_000;

    public CycleResult {
        failures = List.copyOf(failures);
        lostFiles = List.copyOf(lostFiles);
        waiting = List.copyOf(waiting);
    }

    /** Whether every file that was seen and is still is archived, in flight or excluded. */
    public boolean isSuccess() {
        return failure.isEmpty() && incompleteFolders == 0 && balance.isSuccess();
    }

    /** A file that is not archived, and why. */
    public record NamedFile(RelativePath path, SyncException why) {}
}
