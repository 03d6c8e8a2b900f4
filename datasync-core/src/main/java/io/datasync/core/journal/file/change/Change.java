package io.datasync.core.journal.file.change;

import io.datasync.core.journal.JournalEntry;
import io.datasync.core.journal.LossNote;
import io.datasync.core.journal.RunNote;
import io.datasync.core.journal.file.page.Page;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.protocol.Report;
import io.datasync.core.seal.SealedFolder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The smallest change of a job's memory. What a call does is a list of them, which is logged as one record and then applied; a whole
 * memory is a list of them too. Applying one needs no judgement: that was made before it was written.
 */
public sealed interface Change {
    /** The source is this one. */
    record Source(String identity) implements Change {}

    /** This is known of the pool's purges. */
    record Purge(String memory) implements Change {}

    /** The scan begun last; nothing is staged. */
    record Scan(long scanSeq) implements Change {}

    /** The next scan has a higher number than this. */
    record ScanFloor(long scanSeq) implements Change {}

    /** An entry is known so. Whether it is staged as vanished stays. */
    record Put(JournalEntry entry, long firstScan) implements Change {}

    /** An entry is not known any more, nor staged. */
    record Remove(SourceEntry entry) implements Change {}

    /**
     * These pages hold every entry of a folder that is known by now; what they count up to is said too.
     *
     * @param file the number of the file in which they are
     */
    record Pages(FolderName folder, long file, Totals totals, List<Page> pages) implements Change {
        public Pages {
            pages = List.copyOf(pages);
        }
    }

    /** A known entry is staged as vanished. */
    record Stage(SourceEntry entry) implements Change {}

    /** An entry is not staged. */
    record Unstage(SourceEntry entry) implements Change {}

    /** A report is queued behind all others. */
    record Queue(long number, Report report) implements Change {}

    /** Reports up to this number are not queued any more; every number up to it has been given. */
    record Acknowledge(long upTo) implements Change {}

    /** A file is lost. */
    record Loss(LossNote note) implements Change {}

    /** A loss is written down under this run on the share. */
    record LossRun(long number, RunId run) implements Change {}

    /** The share has a loss. */
    record LossWritten(long number) implements Change {}

    /** The last scan of which what vanished was removed. */
    record Applied(long scanSeq) implements Change {}

    /** What stands of a mass change, and how much of it the server was told. */
    record MassChange(Optional<Instant> since, long renamed, long told) implements Change {
        /** None stands. */
        public static final MassChange NONE = new MassChange(Optional.empty(), 0, 0);
    }

    /** A folder is sealed, and was listed so. */
    record Seal(SealedFolder folder) implements Change {}

    /** A folder is not sealed. */
    record Unseal(FolderName folder) implements Change {}

    /** From when a folder may be ready to be sealed. */
    record SealDue(Optional<Instant> at) implements Change {}

    /** The run under way. */
    record Run(Optional<RunNote> note) implements Change {}

    /** The highest token seen. */
    record Token(FencingToken token) implements Change {}
}
