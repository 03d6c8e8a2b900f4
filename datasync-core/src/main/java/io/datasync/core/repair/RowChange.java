package io.datasync.core.repair;

import io.datasync.core.index.EntryRow;
import io.datasync.core.index.VersionRow;
import io.datasync.core.index.notice.FindingRow;
import java.util.Optional;

/**
 * What a repair wants of one row, decided without touching anything.
 *
 * @param before the row as it was read; empty when there was none
 * @param after the row as it shall be
 * @param finding what is put on record with it
 * @param version what the file used to be, put on record with it
 */
public record RowChange(
        ChangeKind kind,
        Optional<EntryRow> before,
        EntryRow after,
        Optional<FindingRow> finding,
        Optional<VersionRow> version) {
    /** A change that leaves no version. */
    public RowChange(ChangeKind kind, Optional<EntryRow> before, EntryRow after, Optional<FindingRow> finding) {
        this(kind, before, after, finding, Optional.empty());
    }

    /** A change without a finding. */
    public static RowChange of(ChangeKind kind, Optional<EntryRow> before, EntryRow after) {
        return new RowChange(kind, before, after, Optional.empty());
    }

    /** What was a file is a folder, and what the file held lies among its versions. */
    public static RowChange retired(Optional<EntryRow> before, EntryRow after, VersionRow version) {
        return new RowChange(ChangeKind.RETIRED, before, after, Optional.empty(), Optional.of(version));
    }

    /** A change that is put on record. */
    public static RowChange found(ChangeKind kind, EntryRow before, EntryRow after, FindingRow finding) {
        return new RowChange(kind, Optional.of(before), after, Optional.of(finding));
    }
}
