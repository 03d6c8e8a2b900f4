package io.datasync.core.cycle;

import io.datasync.core.balance.Balance;
import io.datasync.core.cycle.seal.SealedFolders;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.ChangeCensus;
import io.datasync.core.journal.JournalCounts;
import io.datasync.core.lease.RunId;
import io.datasync.core.loss.LossExport;
import io.datasync.core.path.FolderName;
import io.datasync.core.protocol.CompleteAnswer;
import io.datasync.core.protocol.CompleteRequest;
import io.datasync.core.protocol.OpenAnswer;
import io.datasync.core.protocol.ProgressRequest;
import io.datasync.core.protocol.Report;
import io.datasync.core.protocol.seal.FolderListings;
import io.datasync.core.scan.SourceRoot;
import io.datasync.core.scan.StillnessRule;
import io.datasync.core.transfer.Recovery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Executes a job once: lists the source, notes what is new, archives it, proves it, and tells the server.
 *
 * <p>What is to be done follows from the source, the journal and the archive as they are found, never from what an earlier execution
 * had in mind; so an execution that was killed at any moment is made good by the next one. Order, for every file: observed in the
 * journal; uploaded and proven; barrier; verified in the journal; reported (D-7, I-8). The server's absence stops nothing (D-22).
 *
 * <p>For one thread, once. Uses threads of its own while it runs and ends them before it returns.
 */
public final class JobCycle {
    private static final Set<ErrorCode> ENDS_CYCLE =
            EnumSet.of(ErrorCode.INTERRUPTED, ErrorCode.JOURNAL_IO, ErrorCode.JOURNAL_CORRUPT);

    private final CycleParts parts;
    private final CycleSettings settings;
    private final CycleListener listener;
    private final Tally tally = new Tally();
    private final Instant begin;
    private final SealedFolders seals;
    private final RunSession session;
    private boolean compared;

    /**
     * A cycle of the job that the settings name.
     *
     * @throws SyncException what the journal throws
     */
    public JobCycle(CycleParts parts, CycleSettings settings, CycleListener listener) throws SyncException {
        this.parts = parts;
        this.settings = settings;
        this.listener = listener;
        begin = parts.clock().instant();
        seals = new SealedFolders(parts.journal(), parts.sealing(), begin);
        session = new RunSession(
                parts.coordinator(), settings.job(), parts.journal(), parts.clock(), parts.runIds(), listener, seals);
    }

    /**
     * Does it.
     *
     * <p>A source or share that cannot be used is a result with its {@link CycleResult#failure}; what was archived until then stays
     * archived and on record.
     *
     * @throws SyncException {@code INTERRUPTED} when asked to stop, and what the journal throws: the next cycle goes on from there
     */
    public CycleResult run() throws SyncException {
        long scanSeq = parts.journal().beginScan();
        Stillness stillness = new Stillness(new StillnessRule(settings.quietPeriod()), parts.clockWatch(), begin);
        PurgeWatch purges = new PurgeWatch(parts.journal(), settings.pool(), begin);
        Set<FolderName> complete = Set.of();
        @Nullable SourceRoot root = null;
        @Nullable SyncException failure = null;
        try {
            listener.phase(CycleListener.Phase.SCAN);
            root = SourceRoot.open(parts.source());
            complete = new ScanPhase(
                            settings,
                            parts.journal(),
                            tally,
                            listener,
                            root,
                            stillness,
                            purges,
                            seals,
                            begin,
                            parts.clock())
                    .scan(scanSeq);
            listener.forecast(purges.forecast());
        } catch (SyncException e) {
            failure = unlessFatal(e);
        }
        if (failure == null && isIdle()) {
            writeLosses(Optional.empty());
            return result(Optional.empty(), true, Optional.empty());
        }
        // Before anything can end the cycle: what an earlier one left half done waits for no source.
        Optional<SyncException> unrecovered = recover();
        listener.phase(CycleListener.Phase.COMPARE);
        Optional<OpenAnswer> opened = session.open(scanSeq);
        compared = opened.isPresent();
        if (failure == null && root != null) {
            failure = work(scanSeq, opened, root, stillness, purges, complete, unrecovered);
            listener.forecast(purges.forecast());
        }
        listener.phase(CycleListener.Phase.COMPLETE);
        writeLosses(Optional.of(session.run()));
        boolean reported = complete(scanSeq, Optional.ofNullable(failure));
        return result(Optional.of(session.run()), reported, Optional.ofNullable(failure));
    }

    /** Makes good what a cut left in the archive; says why that cannot be done now. */
    private Optional<SyncException> recover() throws SyncException {
        try {
            listener.recovered(new Recovery(parts.store(), parts.machine(), settings.transfer(), parts.clock()).run());
            return Optional.empty();
        } catch (SyncException e) {
            return Optional.of(unlessFatal(e));
        }
    }

    /** D-13; a share that cannot take them now is asked again by the next cycle, and stops nothing. */
    private void writeLosses(Optional<RunId> run) throws SyncException {
        LossExport export = new LossExport(parts.journal(), parts.store());
        try {
            if (run.isPresent()) {
                export.write(run.get());
            } else {
                export.writeLeft();
            }
        } catch (SyncException e) {
            listener.lossesNotWritten(unlessFatal(e));
        }
    }

    /** D-26: nothing pending, nothing to tell, nothing failed, nothing to be sealed, no run under way. */
    private boolean isIdle() throws SyncException {
        JournalCounts counts = parts.journal().counts();
        return !settings.alwaysOpens()
                && counts.pending() == 0
                && counts.unreported() == 0
                && tally.failures().isEmpty()
                && parts.journal().changeCensus().isTold()
                && tally.incompleteFolders() == 0
                && !isSealDue()
                && parts.journal().currentRun().isEmpty();
    }

    private boolean isSealDue() throws SyncException {
        return parts.sealing().isPresent()
                && parts.journal()
                        .sealDueAt()
                        .filter(due -> !begin.isBefore(due))
                        .isPresent();
    }

    private @Nullable SyncException work(
            long scanSeq,
            Optional<OpenAnswer> opened,
            SourceRoot root,
            Stillness stillness,
            PurgeWatch purges,
            Set<FolderName> complete,
            Optional<SyncException> unrecovered)
            throws SyncException {
        try {
            if (opened.isPresent()) {
                compared = compare(scanSeq, opened.get(), root, complete);
            }
            if (unrecovered.isPresent()) {
                throw unrecovered.get();
            }
            new UploadPhase(parts, settings, tally, session, listener, root, stillness, scanSeq, purges.order())
                    .upload();
            return null;
        } catch (SyncException e) {
            return unlessFatal(e);
        }
    }

    /**
     * Tells what is queued, asks which folders still differ, and compares them: a file that was purged, or archived offline, is one report
     * and no comparison of its folder (D-1).
     *
     * @return whether nothing is left to be compared
     */
    private boolean compare(long scanSeq, OpenAnswer opened, SourceRoot root, Set<FolderName> complete)
            throws SyncException {
        boolean queued = parts.journal().counts().unreported() > 0;
        boolean told = session.report();
        if (opened.differing().isEmpty()) {
            return true;
        }
        Optional<List<FolderName>> differing = queued ? session.differing(scanSeq) : Optional.of(opened.differing());
        if (!told || differing.isEmpty()) {
            return false;
        }
        ComparePhase comparison = new ComparePhase(parts, session, tally, root, complete);
        boolean whole = differing.get().isEmpty() || comparison.compare(scanSeq, differing.get());
        if (whole) {
            seals.gone(comparison.gone());
        }
        session.report();
        return whole;
    }

    /** Whether a failure ends the cycle at once: a wish to stop, and what the journal cannot do. */
    static boolean endsCycle(SyncException e) {
        return ENDS_CYCLE.contains(e.code());
    }

    /** What the source or the share cannot do is a result. */
    private static SyncException unlessFatal(SyncException e) throws SyncException {
        if (endsCycle(e)) {
            throw e;
        }
        return e;
    }

    private boolean complete(long scanSeq, Optional<SyncException> failure) throws SyncException {
        List<Report> named = new ArrayList<>();
        for (CycleResult.NamedFile file : tally.failuresAndHeld()) {
            named.add(new Report.Failed(scanSeq, file.path(), file.why().code()));
        }
        boolean told = session.report();
        if (!compared) {
            // The run stays open, so that the next cycle is not idle and compares.
            return false;
        }
        for (int at = 0; told && at < named.size(); at += ProgressRequest.REPORTS_MAX) {
            told = session.send(named.subList(at, Math.min(at + ProgressRequest.REPORTS_MAX, named.size())));
        }
        ChangeCensus changes = parts.journal().changeCensus();
        Optional<CompleteAnswer> answer = session.complete(new CompleteRequest(
                balance(failure),
                tally.incompleteFolders(),
                tally.uploaded(),
                tally.uploadedBytes(),
                failure.map(SyncException::code),
                tally.held(),
                changes.renamed(),
                failure.isPresent()
                        ? FolderListings.NONE
                        : seals.listings(
                                parts.clockWatch().steadySince(), parts.clock().instant())));
        if (answer.isPresent() && failure.isEmpty() && !changes.isTold()) {
            parts.journal().noteChangesTold(changes.held() + changes.renamed());
        }
        if (answer.isPresent() && failure.isEmpty() && parts.sealing().isPresent()) {
            new SealPhase(parts, seals, listener)
                    .seal(settings.job(), parts.sealing().get(), answer.get());
        }
        return answer.isPresent();
    }

    private Balance balance(Optional<SyncException> failure) throws SyncException {
        return failure.isPresent() ? tally.balanceSoFar() : tally.balance();
    }

    private CycleResult result(Optional<RunId> run, boolean reported, Optional<SyncException> failure)
            throws SyncException {
        return new CycleResult(
                balance(failure),
                run,
                reported,
                tally.incompleteFolders(),
                tally.uploaded(),
                tally.uploadedBytes(),
                Duration.between(begin, parts.clock().instant()),
                tally.failuresAndHeld(),
                tally.lostFiles(),
                tally.waiting(),
                parts.journal().changeCensus(),
                failure);
    }
}
