package io.datasync.core.reconcile;

import io.datasync.core.digest.Digest;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.EntryState;
import io.datasync.core.index.VersionRow;
import io.datasync.core.index.notice.FindingRow;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.repair.ChangeKind;
import io.datasync.core.repair.MovingFiles;
import io.datasync.core.repair.RowChange;
import io.datasync.core.store.StoredFile;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What becomes of a row when a listing is held against it (D-4, D-24). Pure; immutable.
 *
 * <p>A size that differs is a finding, whichever side is newer. A file is missing only when two listings missed it, some time apart, and no
 * agent is just replacing it. What is only listed is present, which proves nothing. Planned twice with one listing, nothing is planned the
 * second time.
 */
public final class ReconcilePlanner {
    private final RunId repair;
    private final Instant now;
    private final Duration absence;
    private final MovingFiles moving;
    private final boolean mayMiss;

    /**
     * A planner for one folder.
     *
     * @param repair the id that new rows name
     * @param now the index's time before the listing began
     * @param absence how long ago a listing must have missed a file that is called missing now
     * @param moving the files that may be without a name just now
     * @param mayMiss whether files may be marked missing at all; if not, they are held ({@link #holds})
     */
    public ReconcilePlanner(RunId repair, Instant now, Duration absence, MovingFiles moving, boolean mayMiss) {
        this.repair = repair;
        this.now = now;
        this.absence = absence;
        this.moving = moving;
        this.mayMiss = mayMiss;
    }

    /** Whether the digest that the share keeps for a file is needed, which costs a request: of what is not on record, or was missing. */
    public boolean wantsDigest(Optional<EntryRow> row) {
        return row.isEmpty() || row.get().state() == EntryState.MISSING;
    }

    /** What becomes of a listed file that has no row; empty while an agent is just publishing it. */
    public Optional<RowChange> unknown(StoredFile listed) {
        if (moving.maybe(listed.path()) || listed.path().isTooLong()) {
            return Optional.empty();
        }
        Fact fact = new Fact(
                SourceEntry.file(listed.path(), listed.sizeBytes(), listed.ticks()),
                listed.digest().orElse(Digest.UNKNOWN),
                now);
        EntryRow row = new EntryRow(fact, EntryState.PRESENT, false, 0, repair, FencingToken.NONE);
        return Optional.of(RowChange.of(ChangeKind.PRESENT, Optional.empty(), row));
    }

    /** What becomes of a row; empty when it stays. */
    public Optional<RowChange> known(EntryRow row, Optional<StoredFile> listed) {
        RelativePath path = row.fact().entry().path();
        if (moving.maybe(path)) {
            return Optional.empty();
        }
        if (row.fact().entry().kind() == EntryKind.FOLDER) {
            return listed.flatMap(file -> damaged(row, FindingRow.Kind.KIND_DIFFERS, "a folder", "a file"));
        }
        return listed.isPresent() ? listed(row, listed.get()) : absent(row);
    }

    /** Whether a file that is not listed may have given way to a folder of its name, so that a look at its versions is worth a request. */
    public boolean mayBeRetired(EntryRow row) {
        boolean proven = row.state().archived() || row.state() == EntryState.MISSING;
        return proven
                && row.fact().entry().kind() == EntryKind.FILE
                && !row.fact().digest().equals(Digest.UNKNOWN)
                && !moving.maybe(row.fact().entry().path());
    }

    /**
     * What becomes of such a row when a folder has the name: the folder's, when the content lies among the versions, and empty when it does not
     * (D-6). Then it is as any that is not listed.
     */
    public Optional<RowChange> retired(EntryRow row, Optional<StoredFile> version) {
        boolean same = version.filter(file -> isContent(row.fact(), file)).isPresent();
        return same ? Optional.of(retired(row)) : Optional.empty();
    }

    /** Whether a version is what this fact tells of, as far as a listing can say. */
    static boolean isContent(Fact fact, StoredFile version) {
        return version.sizeBytes() == fact.entry().sizeBytes()
                && version.digest().orElse(fact.digest()).equals(fact.digest());
    }

    private RowChange retired(EntryRow row) {
        Fact file = row.fact();
        Fact folder = new Fact(SourceEntry.folder(file.entry().path()), Digest.OF_NOTHING, file.verifiedAt());
        EntryState state = row.state().archived() ? row.state() : EntryState.VERIFIED;
        return RowChange.retired(
                Optional.of(row),
                row.repaired(folder, state, Optional.empty(), Optional.empty()),
                new VersionRow(file, now, repair));
    }

    private Optional<RowChange> listed(EntryRow row, StoredFile file) {
        long recorded = row.fact().entry().sizeBytes();
        if (file.sizeBytes() != recorded) {
            return damaged(row, FindingRow.Kind.SIZE_DIFFERS, recorded + " bytes", file.sizeBytes() + " bytes");
        }
        if (row.state() == EntryState.MISSING) {
            return returned(row, file);
        }
        return withdrawn(row);
    }

    private static Optional<RowChange> withdrawn(EntryRow row) {
        return row.absentSince()
                .map(since -> RowChange.of(
                        ChangeKind.ABSENCE_WITHDRAWN,
                        Optional.of(row),
                        row.repaired(row.fact(), row.state(), row.check(), Optional.empty())));
    }

    /** What the share promises of it now is kept, and not what was proven of it before it was missing. */
    private Optional<RowChange> returned(EntryRow row, StoredFile file) {
        Digest recorded = row.fact().digest();
        if (file.digest().isPresent()
                && !recorded.equals(Digest.UNKNOWN)
                && !file.digest().get().equals(recorded)) {
            return damaged(
                    row,
                    FindingRow.Kind.DIGEST_DIFFERS,
                    recorded.hex(),
                    file.digest().get().hex());
        }
        Fact fact = new Fact(row.fact().entry(), file.digest().orElse(Digest.UNKNOWN), now);
        return Optional.of(RowChange.of(
                ChangeKind.RETURNED,
                Optional.of(row),
                row.repaired(fact, EntryState.PRESENT, Optional.empty(), Optional.empty())));
    }

    private Optional<RowChange> damaged(EntryRow row, FindingRow.Kind kind, String expected, String found) {
        if (row.state() == EntryState.DAMAGED) {
            return withdrawn(row);
        }
        RelativePath path = row.fact().entry().path();
        return Optional.of(RowChange.found(
                ChangeKind.DAMAGED,
                row,
                row.repaired(row.fact(), EntryState.DAMAGED, row.check(), Optional.empty()),
                new FindingRow(kind, path.folder(), Optional.of(path), expected, found, now)));
    }

    private Optional<RowChange> absent(EntryRow row) {
        if (row.state() == EntryState.MISSING) {
            return Optional.empty();
        }
        if (row.absentSince().isEmpty()) {
            return Optional.of(RowChange.of(
                    ChangeKind.ABSENCE_NOTED,
                    Optional.of(row),
                    row.repaired(row.fact(), row.state(), row.check(), Optional.of(now))));
        }
        if (!isAbsentLongEnough(row) || !mayMiss) {
            return Optional.empty();
        }
        RelativePath path = row.fact().entry().path();
        return Optional.of(RowChange.found(
                ChangeKind.MISSING,
                row,
                row.repaired(row.fact(), EntryState.MISSING, row.check(), row.absentSince()),
                new FindingRow(
                        FindingRow.Kind.FILE_MISSING,
                        path.folder(),
                        Optional.of(path),
                        row.state().text() + ", " + row.fact().entry().sizeBytes() + " bytes",
                        "no file since " + row.absentSince().get(),
                        now)));
    }

    private boolean isAbsentLongEnough(EntryRow row) {
        return row.absentSince()
                .filter(since -> !since.plus(absence).isAfter(now))
                .isPresent();
    }

    /** Whether a row that is not listed would be marked missing, if that were allowed. */
    public boolean holds(EntryRow row, Optional<StoredFile> listed) {
        return !mayMiss
                && listed.isEmpty()
                && row.fact().entry().kind() == EntryKind.FILE
                && row.state() != EntryState.MISSING
                && !moving.maybe(row.fact().entry().path())
                && isAbsentLongEnough(row);
    }
}
