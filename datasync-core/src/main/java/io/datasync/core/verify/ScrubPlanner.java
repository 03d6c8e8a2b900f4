package io.datasync.core.verify;

import io.datasync.core.digest.Digest;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.EntryState;
import io.datasync.core.index.notice.FindingRow;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.Fact;
import io.datasync.core.path.RelativePath;
import io.datasync.core.repair.ChangeKind;
import io.datasync.core.repair.ReadBack;
import io.datasync.core.repair.RowChange;
import java.time.Instant;
import java.util.Optional;

/**
 * What follows from the bytes that a file was found to have (D-4, D-5). Pure.
 *
 * <p>Bytes that are those on record prove the file, whatever was wrong with it before. Others are damage and a finding, even when they look
 * newer. Where no digest is on record nothing is proven: what was read is noted, so that an agent which proved the same need not read again.
 */
final class ScrubPlanner {
    private ScrubPlanner() {}

    /** Whether a row is of a file that can be read back. */
    static boolean isReadable(EntryRow row) {
        return row.fact().entry().kind() == EntryKind.FILE && row.state() != EntryState.MISSING;
    }

    /** Whether the bytes are those on record. */
    static boolean isEqual(EntryRow row, ReadBack.Content content) {
        return row.fact().digest().equals(content.digest())
                && row.fact().entry().sizeBytes() == content.sizeBytes();
    }

    /** What becomes of the row; empty when it stays, but for the note of who checked it. */
    static Optional<RowChange> judge(EntryRow row, ReadBack.Content content, EntryRow.Checker by, Instant now) {
        boolean unknown = row.fact().digest().equals(Digest.UNKNOWN);
        boolean sameSize = row.fact().entry().sizeBytes() == content.sizeBytes();
        if (unknown && sameSize) {
            return row.state() == EntryState.PRESENT ? Optional.of(noted(row, content)) : Optional.empty();
        }
        if (isEqual(row, content)) {
            return row.state().archived() ? Optional.empty() : Optional.of(proven(row, by, now));
        }
        return row.state() == EntryState.DAMAGED ? Optional.empty() : Optional.of(damaged(row, content, now));
    }

    private static RowChange noted(EntryRow row, ReadBack.Content content) {
        Fact fact = new Fact(row.fact().entry(), content.digest(), row.fact().verifiedAt());
        return RowChange.of(
                ChangeKind.PRESENT,
                Optional.of(row),
                row.repaired(fact, EntryState.PRESENT, Optional.empty(), row.absentSince()));
    }

    private static RowChange proven(EntryRow row, EntryRow.Checker by, Instant now) {
        Fact fact = new Fact(row.fact().entry(), row.fact().digest(), now);
        return RowChange.of(
                ChangeKind.VERIFIED,
                Optional.of(row),
                row.repaired(fact, EntryState.VERIFIED, Optional.of(new EntryRow.Check(by, now)), Optional.empty()));
    }

    private static RowChange damaged(EntryRow row, ReadBack.Content content, Instant now) {
        RelativePath path = row.fact().entry().path();
        boolean sameSize = row.fact().entry().sizeBytes() == content.sizeBytes();
        FindingRow.Kind kind = sameSize ? FindingRow.Kind.DIGEST_DIFFERS : FindingRow.Kind.SIZE_DIFFERS;
        String expected =
                sameSize ? row.fact().digest().hex() : row.fact().entry().sizeBytes() + " bytes";
        String found = sameSize ? content.digest().hex() : content.sizeBytes() + " bytes";
        return RowChange.found(
                ChangeKind.DAMAGED,
                row,
                row.repaired(row.fact(), EntryState.DAMAGED, Optional.empty(), Optional.empty()),
                new FindingRow(kind, path.folder(), Optional.of(path), expected, found, now));
    }
}
