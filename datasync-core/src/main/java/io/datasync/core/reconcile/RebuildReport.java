package io.datasync.core.reconcile;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.path.FolderName;
import io.datasync.core.repair.ChangeKind;
import java.util.List;
import java.util.Map;

/**
 * What a rebuild did.
 *
 * @param folders how many folders it merged
 * @param certified how many of them have a good certificate
 * @param files how many files it listed
 * @param losses how many losses the certificates and the runs' own files name, those that both name twice
 * @param changes how many rows it wrote, by what it did
 * @param refused certificates that are not good, each with its reason; their folders went by what else is known
 * @param unreadable files with losses that cannot be read
 * @param left folders that runs kept changing under it: they stay for the next time
 */
public record RebuildReport(
        long folders,
        long certified,
        long files,
        long losses,
        Map<ChangeKind, Long> changes,
        List<Refused> refused,
        List<String> unreadable,
        List<FolderName> left) {
    /** A certificate that is not good. */
    public record Refused(FolderName folder, long revision, ErrorCode code, String why) {}

    public RebuildReport {
        changes = Map.copyOf(changes);
        refused = List.copyOf(refused);
        unreadable = List.copyOf(unreadable);
        left = List.copyOf(left);
    }

    /** How many rows it wrote in this way. */
    public long count(ChangeKind kind) {
        return changes.getOrDefault(kind, 0L);
    }
}
