package io.datasync.core.cycle;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.FailureScope;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.purge.PurgeOrder;
import io.datasync.core.scan.NioSourceTree;
import io.datasync.core.scan.SourceRoot;
import io.datasync.core.transfer.EntryFeed;
import io.datasync.core.transfer.StagingNames;
import io.datasync.core.transfer.UploadOutcome;
import io.datasync.core.transfer.Uploads;
import io.datasync.core.transfer.UploadsEnd;
import io.datasync.core.transfer.publish.Publication;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Archives what is pending, notes what became of each file, and tells the server batch by batch. */
final class UploadPhase {
    /** Files being written beyond this number are left to the next cycle without waiting for them. */
    private static final int WAITING_MAX = 10_000;

    private static final Duration LOOK_PAUSE = Duration.ofMillis(200);

    private final CycleParts parts;
    private final CycleSettings settings;
    private final JobJournal journal;
    private final Clock clock;
    private final Tally tally;
    private final RunSession session;
    private final CycleListener listener;
    private final NioSourceTree source;
    private final Stillness stillness;
    private final long scanSeq;
    private final PurgeOrder order;

    private List<SourceEntry> waiting = new ArrayList<>();

    /** Uploads from this root, not yet begun. */
    UploadPhase(
            CycleParts parts,
            CycleSettings settings,
            Tally tally,
            RunSession session,
            CycleListener listener,
            SourceRoot root,
            Stillness stillness,
            long scanSeq,
            PurgeOrder order) {
        this.parts = parts;
        this.settings = settings;
        this.journal = parts.journal();
        this.clock = parts.clock();
        this.tally = tally;
        this.session = session;
        this.listener = listener;
        this.source = new NioSourceTree(root);
        this.stillness = stillness;
        this.scanSeq = scanSeq;
        this.order = order;
    }

    /**
     * Archives everything that is pending and still.
     *
     * @throws SyncException why the rest was left: the share or the source failed, or {@code INTERRUPTED}; what the journal throws
     */
    void upload() throws SyncException {
        listener.planned(tally.plannedFiles(), tally.plannedBytes());
        listener.counted(tally.balanceSoFar());
        listener.phase(CycleListener.Phase.UPLOAD);
        Uploads uploads = new Uploads(
                parts.store(),
                source,
                new StagingNames(parts.machine().now(), session.run(), clock),
                settings.transfer(),
                clock);
        try (source) {
            run(uploads, new PendingFeed());
            settle(uploads);
        }
        leaveWaiting();
    }

    private void leaveWaiting() {
        var why = SyncException.passing(
                ErrorCode.FILE_CHANGED, "The file is being written: it has not been still for long enough.");
        for (SourceEntry entry : waiting) {
            tally.inFlight(entry);
            tally.waiting(entry.path(), why);
        }
    }

    private void run(Uploads uploads, EntryFeed feed) throws SyncException {
        UploadsEnd end = uploads.run(feed, this::take, parts.stop());
        if (end.stoppedBy().isPresent()) {
            throw end.stoppedBy().get();
        }
    }

    /** Gives what is pending and still, page by page, earliest deadline first (CORE-9); puts aside what is being written (CORE-2). */
    private final class PendingFeed implements EntryFeed {
        private static final int PAGE = 1_000;

        private Iterator<SourceEntry> page = List.<SourceEntry>of().iterator();
        private Optional<SourceEntry> last = Optional.empty();
        private boolean ended;

        @Override
        public synchronized Optional<SourceEntry> next() throws SyncException {
            Instant now = clock.instant();
            while (!ended) {
                while (page.hasNext()) {
                    SourceEntry entry = page.next();
                    if (!now.isBefore(stillness.stillFrom(entry))) {
                        return Optional.of(entry);
                    }
                    putAside(entry);
                }
                List<SourceEntry> next = journal.pending(order, last, PAGE);
                ended = next.isEmpty();
                last = next.isEmpty() ? last : Optional.of(next.get(next.size() - 1));
                page = next.iterator();
            }
            return Optional.empty();
        }
    }

    private synchronized void putAside(SourceEntry entry) {
        if (waiting.size() < WAITING_MAX) {
            waiting.add(entry);
        } else {
            tally.inFlight(entry);
        }
    }

    /** The sink of the uploads: durable outcomes go to the journal, and then to the server (I-8). */
    private void take(List<UploadOutcome> batch) throws SyncException {
        List<UploadOutcome.Verified> verified = new ArrayList<>();
        for (UploadOutcome outcome : batch) {
            if (outcome instanceof UploadOutcome.Verified proven) {
                verified.add(proven);
            } else if (outcome instanceof UploadOutcome.Vanished vanished) {
                // Whether it is lost is for the next scan to say, which knows whether its disk is there (D-2).
                tally.inFlight(vanished.entry());
            } else if (outcome instanceof UploadOutcome.StillChanging changing) {
                readInVain(changing.entry());
            } else if (outcome instanceof UploadOutcome.Failed failed) {
                countFailed(failed);
            }
        }
        journal.recordVerified(
                scanSeq, verified.stream().map(UploadOutcome.Verified::fact).toList());
        verified.forEach(this::countVerified);
        listener.counted(tally.balanceSoFar());
        session.report();
    }

    private void readInVain(SourceEntry entry) {
        SyncException why = SyncException.passing(ErrorCode.FILE_CHANGED, ErrorCode.FILE_CHANGED.meaning());
        tally.waiting(entry.path(), why);
        listener.waiting(entry.path(), why);
        putAside(entry);
    }

    private void countVerified(UploadOutcome.Verified outcome) {
        Fact fact = outcome.fact();
        boolean sent = outcome.publication() != Publication.ADOPTED;
        tally.verified(fact.entry());
        if (sent && fact.entry().kind() == EntryKind.FILE) {
            tally.uploaded(outcome.bytesSent());
        }
        listener.verified(fact, outcome.publication());
    }

    private void countFailed(UploadOutcome.Failed outcome) {
        if (outcome.scope() == FailureScope.FILE) {
            tally.failed(outcome.entry(), outcome.why());
            listener.failed(outcome.entry().path(), outcome.why());
        } else {
            tally.inFlight(outcome.entry());
        }
    }

    /** Waits for what is being written, for as long as the settings say, and archives what comes to rest. */
    private void settle(Uploads uploads) throws SyncException {
        Instant deadline = clock.instant().plus(settings.settleMax());
        if (!waiting.isEmpty() && !settings.settleMax().isZero()) {
            listener.phase(CycleListener.Phase.SETTLE);
        }
        while (!waiting.isEmpty() && clock.instant().isBefore(deadline)) {
            Instant due = waiting.stream()
                    .map(stillness::stillFrom)
                    .min(Instant::compareTo)
                    .orElse(deadline);
            Duration untilDue = Duration.between(clock.instant(), due.isBefore(deadline) ? due : deadline);
            parts.pause().pause(untilDue.compareTo(LOOK_PAUSE) > 0 ? untilDue : LOOK_PAUSE);
            Iterator<SourceEntry> still = lookAgain().iterator();
            run(uploads, () -> still.hasNext() ? Optional.of(still.next()) : Optional.empty());
        }
    }

    /** Looks at every file that is waited for; keeps waiting for those that changed, gives those that are still. */
    private List<SourceEntry> lookAgain() throws SyncException {
        List<SourceEntry> before = waiting;
        waiting = new ArrayList<>();
        List<SourceEntry> still = new ArrayList<>();
        List<SourceEntry> changed = new ArrayList<>();
        Instant now = clock.instant();
        for (SourceEntry entry : before) {
            Optional<SourceEntry> found = source.stat(entry.path());
            if (found.isEmpty()) {
                tally.inFlight(entry);
            } else if (!found.get().looksLike(entry)) {
                stillness.observed(found.get(), now);
                changed.add(found.get());
            } else if (now.isBefore(stillness.stillFrom(entry))) {
                waiting.add(entry);
            } else {
                still.add(entry);
            }
        }
        journal.observe(scanSeq, changed);
        waiting.addAll(changed);
        return still;
    }
}
