package io.datasync.core.coordinator;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.EntryState;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.CompareLine;
import io.datasync.core.protocol.CompareVerdict;
import io.datasync.core.protocol.OpenRequest;
import io.datasync.core.protocol.Report;
import java.util.Optional;

/**
 * What becomes of one entry's row. Pure.
 *
 * <p>A row never takes an observation that is older than its own (D-21). Within one scan of one run the later proof is the newer one, so that a
 * message that arrives late, after what it was overtaken by, changes nothing either. A proof of an earlier run cannot have overtaken one of this
 * run, whatever the clocks by which they were made.
 */
final class EntryRules {
    private EntryRules() {}

    static boolean isScanSeq(long scanSeq) {
        return scanSeq >= 0 && scanSeq <= OpenRequest.SCAN_SEQ_MAX;
    }

    static void checkLength(RelativePath path) throws SyncException {
        if (path.text().length() > RelativePath.TEXT_MAX) {
            throw SyncException.permanent(
                    ErrorCode.PATH_TOO_LONG,
                    "The index cannot hold a path of " + path.text().length() + " characters");
        }
    }

    /** The verdict on an entry that an agent named (D-4). */
    static CompareVerdict verdict(Optional<EntryRow> row, CompareLine.Item item) {
        if (row.isEmpty()) {
            return CompareVerdict.UNKNOWN;
        }
        if (!row.get().state().archived()) {
            return isPromised(row.get(), item) ? CompareVerdict.UNKNOWN : CompareVerdict.WANTED;
        }
        Fact fact = row.get().fact();
        if (!fact.entry().looksLike(item.entry())) {
            return CompareVerdict.CHANGED;
        }
        boolean same = item.digest().isEmpty() || item.digest().get().equals(fact.digest());
        return same ? CompareVerdict.KNOWN : CompareVerdict.DISAGREES;
    }

    /**
     * Whether an agent that verified the entry names the size and the digest that the share keeps for it: then its fact is told again, and
     * the file is not read again (D-4).
     */
    private static boolean isPromised(EntryRow row, CompareLine.Item item) {
        return row.state() == EntryState.PRESENT
                && row.fact().entry().kind() == item.entry().kind()
                && row.fact().entry().sizeBytes() == item.entry().sizeBytes()
                && item.digest().filter(row.fact().digest()::equals).isPresent();
    }

    /** The row of an archived entry that was named with equal size and time: it is at the source, again or still. */
    static Optional<EntryRow> named(EntryRow row, long scanSeq) {
        boolean returns = !row.atSource() && scanSeq >= row.scanSeq();
        return returns ? Optional.of(row.observed(true, scanSeq)) : Optional.empty();
    }

    /** The row after a proof; empty when that changes nothing. */
    static Optional<EntryRow> verified(
            Optional<EntryRow> before, Report.Verified report, RunId run, FencingToken token) {
        EntryRow proven = new EntryRow(report.fact(), EntryState.VERIFIED, true, report.scanSeq(), run, token);
        if (before.isEmpty()) {
            return Optional.of(proven);
        }
        EntryRow row = before.get();
        if (report.scanSeq() < row.scanSeq()) {
            return Optional.empty();
        }
        boolean foundWrong = row.state() == EntryState.DAMAGED || row.state() == EntryState.MISSING;
        if (foundWrong && row.fact().equals(report.fact())) {
            // This very proof, told again, is older than what was found wrong since (I-8).
            return Optional.empty();
        }
        if (row.state() == EntryState.VERIFIED && sameContent(row, report.fact())) {
            boolean nothingNew = row.atSource() && row.scanSeq() == report.scanSeq();
            return nothingNew ? Optional.empty() : Optional.of(row.observed(true, report.scanSeq()));
        }
        boolean late = row.state().archived()
                && row.token().equals(token)
                && row.scanSeq() == report.scanSeq()
                && report.fact().verifiedAt().isBefore(row.fact().verifiedAt());
        return late ? Optional.empty() : Optional.of(proven);
    }

    /** Whether the row speaks of these very bytes, of this size and time. */
    static boolean sameContent(EntryRow row, Fact fact) {
        return row.fact().entry().looksLike(fact.entry()) && row.fact().digest().equals(fact.digest());
    }

    /** Whether what the row speaks of is an earlier, archived content of what is now proven: the share keeps it as a version (D-6). */
    static boolean isVersionOf(EntryRow before, Fact fact) {
        boolean other =
                fact.entry().kind() != EntryKind.FILE || !before.fact().digest().equals(fact.digest());
        return isArchivedFile(before) && other;
    }

    static boolean isArchivedFile(EntryRow row) {
        return row.state().archived() && row.fact().entry().kind() == EntryKind.FILE;
    }

    /**
     * The row of what was a file, after something below its path was proven: on the share a folder has the name now, and the file became one of
     * its versions (D-6). The folder is no entry of the source, which names only those that hold nothing. Empty when that changes nothing.
     */
    static Optional<EntryRow> becameFolder(EntryRow row, Report.Verified below, RunId run, FencingToken token) {
        if (row.fact().entry().kind() == EntryKind.FOLDER || below.scanSeq() < row.scanSeq()) {
            return Optional.empty();
        }
        Fact folder = new Fact(
                SourceEntry.folder(row.fact().entry().path()),
                Digest.OF_NOTHING,
                below.fact().verifiedAt());
        return Optional.of(new EntryRow(folder, EntryState.VERIFIED, false, below.scanSeq(), run, token));
    }

    /** The row after the entry was found to have left the source; empty when that changes nothing. */
    static Optional<EntryRow> gone(Optional<EntryRow> before, long scanSeq) {
        if (before.isEmpty() || scanSeq < before.get().scanSeq()) {
            return Optional.empty();
        }
        EntryRow row = before.get();
        boolean nothingNew = !row.atSource() && row.scanSeq() == scanSeq;
        return nothingNew ? Optional.empty() : Optional.of(row.observed(false, scanSeq));
    }
}
