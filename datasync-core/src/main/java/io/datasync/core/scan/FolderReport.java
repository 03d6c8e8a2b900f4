package io.datasync.core.scan;

import io.datasync.core.path.FolderName;
import java.util.List;

/**
 * What a scan of one folder came to. Folders are in no count (D-3).
 *
 * @param files files of which an entry was given
 * @param links links, of which none was
 * @param special special files, of which none was
 * @param filtered files that the filter leaves out
 * @param filteredBytes the bytes of those
 * @param failed files that could not be looked at, and those whose path is too long
 * @param complete whether everything was listed to its end without an error: only then may entries that did not come be called vanished
 *     (D-2)
 * @param skipped what no entry was given for: failures first, unreadable folders among them, then what was excluded; of each no more
 *     than the scanner's limit, so that the counts tell how many there are
 */
public record FolderReport(
        FolderName folder,
        long files,
        long links,
        long special,
        long filtered,
        long filteredBytes,
        long failed,
        boolean complete,
        List<Skipped> skipped) {
    public FolderReport {
        skipped = List.copyOf(skipped);
    }

    /** Links, special files and what the filter leaves out. */
    public long excluded() {
        return links + special + filtered;
    }

    /** Everything that counts as seen (D-3). */
    public long seen() {
        return files + excluded() + failed;
    }
}
