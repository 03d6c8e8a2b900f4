package io.datasync.core.archiver;

import io.datasync.core.balance.Balance;
import io.datasync.core.cycle.CycleResult;
import java.time.Duration;
import java.util.List;

/**
 * What a call of {@link Archiver#archive} came to.
 *
 * @param balance where every file of the source is: seen = verified + in flight + excluded + failed + lost (I-6)
 * @param sentFiles files whose bytes were sent by this call
 * @param sentBytes their bytes
 * @param adoptedFiles files that were in the archive already, read back and found equal
 * @param newVersions files sent although something had their name, which is kept as a version
 * @param held of the failed, those that are held because too many archived files changed at once, until a person decides (D-12): see
 *     {@link ArchiverBuilder#acceptChanges}
 * @param incompleteFolders folders that could not be listed to their end, whose new files are not known
 * @param took from its beginning to its end
 * @param failed files that could not be archived, at most {@link #NAMED_MAX} of them named
 * @param lost files that were known, were not archived, and are gone from the source (CORE-10), at most {@link #NAMED_MAX} named
 * @param beingWritten files in flight because they would not hold still (CORE-2), at most {@link #NAMED_MAX} named
 */
public record ArchiveResult(
        Balance balance,
        long sentFiles,
        long sentBytes,
        long adoptedFiles,
        long newVersions,
        long held,
        long incompleteFolders,
        Duration took,
        List<UnarchivedFile> failed,
        List<UnarchivedFile> lost,
        List<UnarchivedFile> beingWritten) {
    /** How many files are named of each kind; the balance counts them all. */
    public static final int NAMED_MAX = CycleResult.NAMED_MAX;

    public ArchiveResult {
        failed = List.copyOf(failed);
        lost = List.copyOf(lost);
        beingWritten = List.copyOf(beingWritten);
    }

    /** Whether every file that the source holds, but the excluded ones, is archived: none failed, none is in flight, none could have been missed. */
    public boolean isComplete() {
        return balance.failed() == 0 && balance.inFlight() == 0 && incompleteFolders == 0;
    }
}
