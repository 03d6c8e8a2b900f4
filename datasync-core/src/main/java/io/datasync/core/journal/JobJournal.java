package io.datasync.core.journal;

import io.datasync.core.digest.SetSummary;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.purge.PurgeOrder;
import io.datasync.core.purge.Standings;
import io.datasync.core.seal.SealedFolder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an agent knows of one job: every entry at the source, how far each is archived, and what the server has not been told.
 *
 * <p>Each entry has what was last observed (size, time) and, once archived, what was verified (size, time, digest). It is
 * <em>pending</em> while these differ or nothing is verified. A pending file may be held back from the archive (D-12). Entries are told apart by their order key, so that a file and a folder
 * that follow each other under one name are two entries. Guarantees and threads as {@link Journal}.
 *
 * <p>Every call throws {@code JOURNAL_IO} (retryable) or {@code JOURNAL_CORRUPT} (not), and no other code. After either the call has
 * changed everything it should or nothing, which of the two may show at the next opening, and everything that earlier calls changed is as they
 * left it; after {@code JOURNAL_IO} the same call may simply be made again (I-12).
 *
 * <p>Entries that are not known are ignored where nothing else is said. A scan number that no scan has, or of an earlier scan in {@link
 * #observe}, {@link #stageVanished}, {@link #unstageVanished}, {@link #vanishCensus}, {@link #applyVanished}, {@link #hold} and {@link #forgetNew}, and a maximum below 1 are bugs ({@link
 * IllegalArgumentException}).
 */
public interface JobJournal {
    /** The identity of the source's root, once accepted (D-2). */
    Optional<String> sourceIdentity() throws SyncException;

    /** Accepts a root, at its first scan or by command, in place of an earlier one. */
    void acceptSource(String identity) throws SyncException;

    /**
     * Begins a scan: its number is one more than that of the scan before, and nothing is staged as vanished. The first number of a durable
     * journal is taken from the clock, so that it is higher than any in a journal that was lost: the index takes no observation that is
     * older than its own (D-21).
     */
    long beginScan() throws SyncException;

    /**
     * Lets the next scan have a number above this one; the current scan keeps its own. A number that is not higher changes nothing. The
     * server says how far the job's scans were counted, which is what saves a lost journal whose machine has lost its clock too (D-21).
     */
    void raiseScan(long scanSeq) throws SyncException;

    /** The folders of which entries are known, in their order. */
    List<FolderName> folders() throws SyncException;

    /**
     * The known entries of a folder in {@link SourceEntry#CANONICAL_ORDER} (order key: {@link SourceEntry#orderKey}), as they were when
     * the cursor was opened.
     */
    JournalCursor entries(FolderName folder) throws SyncException;

    /** The known entries that have these paths, each once, in no order. */
    List<JournalEntry> find(List<RelativePath> paths) throws SyncException;

    /**
     * Records new and changed entries as observed; before any of them is uploaded, so that a loss is noticed after a crash too. What was
     * verified of them stays, and they are no longer staged as vanished.
     */
    void observe(long scanSeq, List<SourceEntry> entries) throws SyncException;

    /** Notes entries that a complete listing did not find; nothing follows from it until {@link #applyVanished}. */
    void stageVanished(long scanSeq, List<SourceEntry> entries) throws SyncException;

    /** Takes back what was staged of a folder, because it turned out not to be listed to its end. */
    void unstageVanished(long scanSeq, FolderName folder) throws SyncException;

    /** What would vanish, set against what would stay, so that an absent source is told from a purge (D-2). */
    VanishCensus vanishCensus(long scanSeq) throws SyncException;

    /**
     * Removes what was staged as vanished, folder by folder, each in canonical order. An entry of which anything was verified becomes a {@code Gone} to report;
     * a pending file becomes a {@code Lost} to report, as it was last observed, and stays in {@link #losses}; a changed file is both, in
     * this order, and so is a held one: what it held last is nowhere else. The loss names the digest of what is archived of the file. A
     * quarantined file of which anything was verified is gone alone: a person keeps what it held out of the archive. A pending folder is no
     * loss. What is new from now on is new since this scan ({@link #newNames}). Repeating it changes nothing.
     *
     * @param noticedAt the time to note for losses
     * @return the number of files lost
     */
    long applyVanished(long scanSeq, Instant noticedAt) throws SyncException;

    /**
     * Forgets the entries that this scan was the first to observe and of which nothing is verified, because the scan is not believed: what
     * is not there the next time is no loss then (D-2). Nothing is reported.
     */
    void forgetNew(long scanSeq) throws SyncException;

    /**
     * Forgets entries that a filter now leaves out: one of which anything was verified becomes a {@code Gone} to report, a pending one is
     * no loss, since the file may well be there.
     */
    void leaveOut(long scanSeq, List<SourceEntry> entries) throws SyncException;

    /** How the archived entries stand that changed (D-12). */
    ChangeCensus changeCensus() throws SyncException;

    /**
     * How many files were first observed since the last scan that was applied by {@link #applyVanished}, this one not counted, and have
     * nothing verified: the new names that may be those of renamed files (D-12). Costs a look at every known entry.
     */
    long newNames() throws SyncException;

    /**
     * Holds every changed file about which nothing is decided, but for those that this scan staged as vanished, and notes that a mass
     * change stands. A held file is not among {@link #pending}; it stays held when it changes again, and is held no more once it is
     * observed as it was verified. Repeating it adds {@code renamed} once more and holds what has changed since.
     *
     * @param renamed files that were renamed in this scan, added to those before
     * @param noticedAt when the mass change was noticed; of one that stands already, the first time stays
     * @return what this call held
     */
    HeldFiles hold(long scanSeq, long renamed, Instant noticedAt) throws SyncException;

    /** Files that are held, folder by folder, each in canonical order, at most {@code max}. */
    List<SourceEntry> held(int max) throws SyncException;

    /**
     * A person accepts every changed file as it was last observed, held and quarantined ones too: they are to be archived, and count in no
     * mass change. None stands any more. Repeating it changes nothing.
     */
    void acceptChanges() throws SyncException;

    /**
     * A person keeps the held files out of the archive, as they were last observed: they are quarantined until they change again. No mass
     * change stands any more. Repeating it changes nothing.
     */
    void quarantineChanges() throws SyncException;

    /** The server was told that so many files are held and renamed. */
    void noteChangesTold(long files) throws SyncException;

    /**
     * Pending entries that are not held back, in a purge order, a folder before a file of its name: who has the earliest deadline comes first (D-11).
     *
     * @param after the last entry of the page before in the same order, pending still or not; empty for the first page
     */
    List<SourceEntry> pending(PurgeOrder order, Optional<SourceEntry> after, int max) throws SyncException;

    /** Pending entries, oldest modification time first: what is to be assumed until the purge order is learned. */
    default List<SourceEntry> pending(Optional<SourceEntry> after, int max) throws SyncException {
        return pending(PurgeOrder.TIME, after, max);
    }

    /** Where the files that are pending stand in each purge order. Costs a look at every known entry, when a file is pending. */
    Standings standings() throws SyncException;

    /** What was noted of the pool's purges; empty before the first note. */
    Optional<String> purgeMemory() throws SyncException;

    /**
     * Notes what is known of the pool's purges, in place of what was.
     *
     * @param memory a text that this neither reads nor checks
     */
    void notePurge(String memory) throws SyncException;

    /**
     * Records facts as verified and as to be reported, in one step, after the barrier (I-8, D-7). An entry that is not known becomes known
     * as the fact has it; one that was observed otherwise meanwhile stays pending.
     */
    void recordVerified(long scanSeq, List<Fact> facts) throws SyncException;

    /**
     * Takes over what the server knows as archived, for entries whose size and time are as observed; nothing is to be reported. The fact
     * takes the place of what was verified of the entry before. Entries that are not known, or were observed otherwise, are left as they
     * are. Repeating it changes nothing.
     */
    void adopt(List<Fact> facts) throws SyncException;

    /** Queues the facts of entries once more, because the server does not have them. */
    void reportAgain(long scanSeq, List<RelativePath> paths) throws SyncException;

    /**
     * Forgets what was verified of entries, so that they are pending and read again; what is queued stays queued. Both entries of a path
     * are doubted when a file and a folder have it. Repeating it changes nothing, unless the entry was verified again meanwhile.
     */
    void doubt(List<RelativePath> paths) throws SyncException;

    /** What is to be reported, oldest first, at most {@code max}. */
    List<QueuedReport> unreported(int max) throws SyncException;

    /**
     * The server has everything up to this number, which is that of a report ever queued. Repeating it changes nothing; numbers are never
     * given again.
     */
    void acknowledge(long upTo) throws SyncException;

    /**
     * What was verified last of each entry at the source, also of one that was observed otherwise since, folder by folder: the claim
     * (D-1). Folders without any are left out.
     */
    Map<FolderName, SetSummary> summaries() throws SyncException;

    /** Folders of which entries are not archived, and how many: pending ones, and those that are held back (D-10). */
    Map<FolderName, Long> unfinished() throws SyncException;

    /** The sealed folders, in their order. */
    List<SealedFolder> sealedFolders() throws SyncException;

    /** Remembers folders as sealed, each in place of what was remembered of it. Repeating it changes nothing. */
    void seal(List<SealedFolder> folders) throws SyncException;

    /** Forgets that folders are sealed; of one that is not, nothing. */
    void unseal(List<FolderName> folders) throws SyncException;

    /** From when a folder may be ready to be sealed, as the server said last; empty when none is in sight. */
    Optional<Instant> sealDueAt() throws SyncException;

    /** Notes it, in milliseconds, in place of what was noted before. */
    void noteSealDue(Optional<Instant> at) throws SyncException;

    /** How many entries are pending and how many reports are queued. */
    JournalCounts counts() throws SyncException;

    /** The losses ever noted, oldest first, at most {@code max}. */
    List<LossNote> losses(int max) throws SyncException;

    /** The losses that a scan noted, in the order of {@link #losses}, at most {@code max}; none for a scan that noted none. */
    List<LossNote> lossesOf(long scanSeq, int max) throws SyncException;

    /** Gives this run every loss that no run has yet: under it they are written down on the share (D-13). Repeating it changes nothing. */
    void assignLosses(RunId run) throws SyncException;

    /** The runs of which not every loss is written down on the share, in no order, at most {@code max}. */
    List<RunId> unwrittenLosses(int max) throws SyncException;

    /** The losses of a run, by number, those above {@code after} alone, at most {@code max}. */
    List<RunLoss> lossesOf(RunId run, long after, int max) throws SyncException;

    /** The share has the losses of a run up to this number. Repeating it changes nothing. */
    void noteLossesWritten(RunId run, long upTo) throws SyncException;

    /** The run that is under way, which a restart resumes. */
    Optional<RunNote> currentRun() throws SyncException;

    /** Notes the run that is under way, in place of another, which then counts as never noted. Repeating it changes nothing. */
    void noteRun(RunNote run) throws SyncException;

    /** The run has ended; nothing is under way. The end of another run than the one noted changes nothing, and so does a repeat. */
    void endRun(RunId run) throws SyncException;

    /** The highest token ever seen; {@link FencingToken#NONE} before the first (D-20). */
    FencingToken highestToken() throws SyncException;

    /** Notes a token; a lower one than before changes nothing. */
    void raiseToken(FencingToken token) throws SyncException;
}
