package io.datasync.core.cycle;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.ChangeCensus;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.masschange.ChangeVerdict;
import io.datasync.core.masschange.MassChangeRule;
import io.datasync.core.masschange.ScanChanges;
import java.time.Instant;
import java.util.List;

/**
 * Holds changed files when they are too many, before any is uploaded, and does what a person decided about them (CORE-11, D-12).
 *
 * <p>It counts in the journal and not what this scan happened to see, so that a mass change is one after a crash too, and when it comes in
 * portions while the share is away. While one stands, whatever else changes is held as well: it may be the same event, and waiting for the
 * person who looks at it anyway costs less than archiving it.
 */
final class ChangeWatch {
    private final CycleSettings settings;
    private final JobJournal journal;
    private final Tally tally;
    private final CycleListener listener;

    ChangeWatch(CycleSettings settings, JobJournal journal, Tally tally, CycleListener listener) {
        this.settings = settings;
        this.journal = journal;
        this.tally = tally;
        this.listener = listener;
    }

    /** Before a scan: what a person accepted counts as to be archived from its beginning. */
    void begin() throws SyncException {
        switch (settings.changes()) {
            case ACCEPT -> journal.acceptChanges();
            case JUDGE, QUARANTINE -> {}
        }
    }

    /**
     * After everything was observed, and before what vanished is forgotten.
     *
     * @param vanishedRecent files that are gone against the order of a purge
     */
    void judge(long scanSeq, long vanishedRecent, Instant now) throws SyncException {
        switch (settings.changes()) {
            case ACCEPT -> journal.acceptChanges();
            case JUDGE -> hold(scanSeq, vanishedRecent, now);
            case QUARANTINE -> {
                hold(scanSeq, vanishedRecent, now);
                journal.quarantineChanges();
                tally.quarantineHeld();
            }
        }
    }

    private void hold(long scanSeq, long vanishedRecent, Instant now) throws SyncException {
        ChangeCensus census = journal.changeCensus();
        MassChangeRule rule = new MassChangeRule(settings.massChange());
        long newNames = rule.namesMatter(census.archived(), census.changed(), vanishedRecent) ? journal.newNames() : 0;
        ChangeVerdict verdict =
                rule.judge(new ScanChanges(census.archived(), census.changed(), vanishedRecent, newNames));
        if (verdict instanceof ChangeVerdict.MassChange found) {
            tally.held(journal.hold(scanSeq, found.renamed(), now));
        } else if (census.stands() && census.changed() > 0) {
            tally.held(journal.hold(scanSeq, 0, now));
        }
    }

    /** After what vanished is forgotten: names what is held; a mass change of which nothing is left is over. */
    void end() throws SyncException {
        ChangeCensus census = journal.changeCensus();
        if (!census.stands()) {
            return;
        }
        if (census.held() == 0 && census.renamed() == 0) {
            journal.quarantineChanges();
            return;
        }
        SyncException why = SyncException.permanent(ErrorCode.FILE_HELD, ErrorCode.FILE_HELD.meaning());
        List<CycleResult.NamedFile> first = journal.held(CycleResult.NAMED_MAX).stream()
                .map(entry -> new CycleResult.NamedFile(entry.path(), why))
                .toList();
        tally.nameHeld(first);
        listener.massChange(census.held(), census.renamed(), first);
    }
}
