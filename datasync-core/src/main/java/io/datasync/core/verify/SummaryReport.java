package io.datasync.core.verify;

import io.datasync.core.path.FolderName;
import java.util.List;

/**
 * What adding up rows anew has shown.
 *
 * @param folders how many folders were added up
 * @param rows how many rows they have
 * @param corrected folders whose summaries were others, each a finding; they are those of the rows now
 * @param left folders that runs kept changing meanwhile
 */
public record SummaryReport(long folders, long rows, List<FolderName> corrected, List<FolderName> left) {
    public SummaryReport {
        corrected = List.copyOf(corrected);
        left = List.copyOf(left);
    }
}
