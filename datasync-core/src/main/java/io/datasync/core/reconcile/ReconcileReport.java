package io.datasync.core.reconcile;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.path.FolderName;
import io.datasync.core.repair.ChangeKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a reconcile did, or would do in a dry run.
 *
 * @param folders how many folders it looked at; those that an earlier, interrupted part of it had done are not among them
 * @param files how many files it listed
 * @param rows how many rows it held against them
 * @param changes how many rows it changed, by what it did
 * @param held how many files it did not mark missing, because they were too many
 * @param left folders that runs kept changing under it: they stay for the next time
 */
public record ReconcileReport(
        long folders, long files, long rows, Map<ChangeKind, Long> changes, long held, List<FolderName> left) {
    public ReconcileReport {
        changes = Map.copyOf(changes);
        left = List.copyOf(left);
    }

    /** How many rows it changed in this way. */
    public long count(ChangeKind kind) {
        return changes.getOrDefault(kind, 0L);
    }

    /** {@code REPAIR_REFUSED} when files were held; else empty. */
    public Optional<ErrorCode> refusal() {
        return held > 0 ? Optional.of(ErrorCode.REPAIR_REFUSED) : Optional.empty();
    }
}
