package io.datasync.testkit.journal;

import io.datasync.core.digest.SetSummary;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.ChangeCensus;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.JournalCounts;
import io.datasync.core.journal.JournalCursor;
import io.datasync.core.journal.JournalEntry;
import io.datasync.core.journal.LossNote;
import io.datasync.core.journal.QueuedReport;
import io.datasync.core.journal.RunLoss;
import io.datasync.core.journal.RunNote;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.purge.PurgeOrder;
import io.datasync.core.purge.Standings;
import io.datasync.core.seal.SealedFolder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Everything a job's journal can be asked, as one value, so that two journals can be compared.
 *
 * @param pending all pages, each of three entries
 */
public record JournalState(
        Optional<String> sourceIdentity,
        Map<FolderName, List<JournalEntry>> entries,
        Map<PurgeOrder, List<SourceEntry>> pending,
        List<QueuedReport> unreported,
        Map<FolderName, SetSummary> summaries,
        JournalCounts counts,
        List<LossNote> losses,
        ChangeCensus changes,
        List<SourceEntry> held,
        Map<RunId, List<RunLoss>> lossesOfRuns,
        Optional<RunNote> run,
        FencingToken token,
        Standings standings,
        Optional<String> purgeMemory,
        Map<FolderName, Long> unfinished,
        List<SealedFolder> sealed,
        Optional<Instant> sealDueAt) {
    private static final int PAGE = 3;
    private static final int ALL = 1_000_000;

    /** Asks a journal everything. */
    public static JournalState of(JobJournal journal) throws SyncException {
        Map<FolderName, List<JournalEntry>> entries = new TreeMap<>();
        for (FolderName folder : journal.folders()) {
            entries.put(folder, entries(journal, folder));
        }
        return new JournalState(
                journal.sourceIdentity(),
                entries,
                pendingInEachOrder(journal),
                journal.unreported(ALL),
                journal.summaries(),
                journal.counts(),
                journal.losses(ALL),
                journal.changeCensus(),
                journal.held(ALL),
                lossesOfRuns(journal),
                journal.currentRun(),
                journal.highestToken(),
                journal.standings(),
                journal.purgeMemory(),
                journal.unfinished(),
                journal.sealedFolders(),
                journal.sealDueAt());
    }

    /** All entries of a folder. */
    public static List<JournalEntry> entries(JobJournal journal, FolderName folder) throws SyncException {
        List<JournalEntry> entries = new ArrayList<>();
        try (JournalCursor cursor = journal.entries(folder)) {
            for (JournalEntry entry = cursor.next(); entry != null; entry = cursor.next()) {
                entries.add(entry);
            }
        }
        return entries;
    }

    private static Map<RunId, List<RunLoss>> lossesOfRuns(JobJournal journal) throws SyncException {
        Map<RunId, List<RunLoss>> losses = new TreeMap<>();
        for (RunId run : journal.unwrittenLosses(ALL)) {
            losses.put(run, journal.lossesOf(run, 0, ALL));
        }
        return losses;
    }

    private static Map<PurgeOrder, List<SourceEntry>> pendingInEachOrder(JobJournal journal) throws SyncException {
        Map<PurgeOrder, List<SourceEntry>> pending = new TreeMap<>();
        for (PurgeOrder order : PurgeOrder.values()) {
            pending.put(order, pending(journal, order));
        }
        return pending;
    }

    /** All pending entries in an order, page by page. */
    public static List<SourceEntry> pending(JobJournal journal, PurgeOrder order) throws SyncException {
        List<SourceEntry> pending = new ArrayList<>();
        List<SourceEntry> page = journal.pending(order, Optional.empty(), PAGE);
        while (!page.isEmpty()) {
            pending.addAll(page);
            page = journal.pending(order, Optional.of(page.get(page.size() - 1)), PAGE);
        }
        return pending;
    }
}
