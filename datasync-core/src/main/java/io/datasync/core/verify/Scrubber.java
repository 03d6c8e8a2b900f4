package io.datasync.core.verify;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.FolderRow;
import io.datasync.core.index.RepairRow;
import io.datasync.core.index.StateIndex;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.path.PathHash;
import io.datasync.core.path.RelativePath;
import io.datasync.core.repair.ChangeKind;
import io.datasync.core.repair.MovingFiles;
import io.datasync.core.repair.Pacing;
import io.datasync.core.repair.ReadBack;
import io.datasync.core.repair.RepairListener;
import io.datasync.core.repair.RepairTurn;
import io.datasync.core.repair.RowChange;
import io.datasync.core.store.ArchiveStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads back the part of a job's archive that is due, and compares it with the index (CORE-6, D-5).
 *
 * <p>What was found equal is noted with who read it and when. What was not is damaged from then on, with a finding; the file stays where it is, and
 * an agent that still has it is asked for it at its next compare. A row that changed while its file was read is left alone. It takes no lease;
 * one that is interrupted goes on with the folder it had come to. For one thread; blocks.
 */
public final class Scrubber {
    private final StateIndex index;
    private final ArchiveStore store;
    private final JobId job;
    private final ScrubSettings settings;
    private final Pacing pacing;
    private final RepairListener listener;
    private final ReadBack readBack;
    private final Judgement judgement;

    private final Map<ChangeKind, Long> changes = new EnumMap<>(ChangeKind.class);
    private long files;
    private long bytes;
    private long equal;
    private long absent;
    private long unreadable;

    /** A scrub of one job. Use it once. */
    public Scrubber(
            StateIndex index,
            ArchiveStore store,
            JobId job,
            ScrubSettings settings,
            Pacing pacing,
            RepairListener listener) {
        this.index = index;
        this.store = store;
        this.job = job;
        this.settings = settings;
        this.pacing = pacing;
        this.listener = listener;
        readBack = new ReadBack(store, pacing);
        judgement = new Judgement(index, job, settings.by(), settings.batchRows(), listener);
    }

    /**
     * Reads what is due today, by the index's time in UTC.
     *
     * @param id names this repair; the id of one that was interrupted goes on with it
     * @throws SyncException {@code JOB_UNKNOWN}; {@code REPAIR_BUSY}; {@code SHARE_IO} when more files could not be read than the settings
     *     allow; what the store and the index throw. What was done until then stays done, and a repeat goes on
     */
    public ScrubReport run(RunId id) throws SyncException {
        RepairTurn turn = RepairTurn.begin(index, job, id, RepairRow.Kind.SCRUB);
        Optional<Long> doneTo = index.transact(tx -> tx.rotation(job, RepairRow.Kind.SCRUB));
        Optional<Rotation.Days> days = settings.rotation().due(day(turn.startedAt()), doneTo);
        if (days.isPresent()) {
            for (FolderRow folder : folders(turn)) {
                scrub(folder, days.get());
                turn.done(folder.name());
                listener.folderDone(folder.name());
            }
            turn.endRotation(days.get().to());
        } else {
            turn.end();
        }
        return new ScrubReport(days, files, bytes, equal, absent, unreadable, changes);
    }

    static long day(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), Duration.ofDays(1).toSeconds());
    }

    private List<FolderRow> folders(RepairTurn turn) throws SyncException {
        return index.<List<FolderRow>>transact(tx -> tx.folders(job)).stream()
                .filter(folder -> turn.doneTo()
                        .map(done -> folder.name().compareTo(done) > 0)
                        .orElse(true))
                .sorted(Comparator.comparing(FolderRow::name))
                .toList();
    }

    private void scrub(FolderRow folder, Rotation.Days days) throws SyncException {
        for (long day = days.from(); day <= days.to(); day++) {
            int slice = settings.rotation().slice(day);
            Optional<PathHash> after = settings.rotation().before(slice);
            Optional<PathHash> last = Optional.of(settings.rotation().last(slice));
            boolean more = true;
            while (more) {
                Optional<PathHash> from = after;
                List<EntryRow> page = index.transact(tx -> tx.page(folder.id(), from, last, settings.batchRows()));
                scrub(folder, page);
                more = page.size() == settings.batchRows();
                if (more) {
                    after = Optional.of(key(page.get(page.size() - 1)));
                }
            }
        }
    }

    private static PathHash key(EntryRow row) {
        return row.fact().entry().path().hash();
    }

    private void scrub(FolderRow folder, List<EntryRow> page) throws SyncException {
        List<Judgement.Checked> doubtful = new ArrayList<>();
        List<EntryRow> good = new ArrayList<>();
        for (EntryRow row : page) {
            Optional<ReadBack.Content> content = ScrubPlanner.isReadable(row) ? read(row) : Optional.empty();
            if (content.isPresent() && row.state().archived() && ScrubPlanner.isEqual(row, content.get())) {
                good.add(row);
            } else if (content.isPresent()) {
                doubtful.add(new Judgement.Checked(row, content.get()));
            }
        }
        equal += good.size();
        Instant now = index.transact(tx -> tx.now());
        if (!good.isEmpty()) {
            index.transact(tx -> {
                tx.markChecked(folder.id(), good, new EntryRow.Check(settings.by(), now));
                return true;
            });
        }
        if (!doubtful.isEmpty()) {
            MovingFiles moving = MovingFiles.of(store, pacing);
            for (RowChange change :
                    judgement.apply(folder.name(), doubtful, moving, now).changes()) {
                changes.merge(change.kind(), 1L, Long::sum);
            }
        }
    }

    private Optional<ReadBack.Content> read(EntryRow row) throws SyncException {
        RelativePath path = row.fact().entry().path();
        try {
            Optional<ReadBack.Content> content =
                    readBack.read(path, row.fact().entry().sizeBytes());
            if (content.isPresent()) {
                files++;
                bytes += content.get().sizeBytes();
            } else {
                absent++;
            }
            return content;
        } catch (SyncException e) {
            if (e.code() != ErrorCode.SHARE_IO || ++unreadable > settings.unreadableMax()) {
                throw e;
            }
            return Optional.empty();
        }
    }
}
