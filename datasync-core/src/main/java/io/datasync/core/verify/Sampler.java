package io.datasync.core.verify;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.EntryState;
import io.datasync.core.index.FolderRow;
import io.datasync.core.index.JobRow;
import io.datasync.core.index.StateIndex;
import io.datasync.core.index.notice.AlertRow;
import io.datasync.core.index.notice.SampleRow;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.path.PathHash;
import io.datasync.core.reconcile.ReconcilePlanner;
import io.datasync.core.reconcile.ReconcileSettings;
import io.datasync.core.repair.ChangeKind;
import io.datasync.core.repair.FolderRepair;
import io.datasync.core.repair.MovingFiles;
import io.datasync.core.repair.Pacing;
import io.datasync.core.repair.ReadBack;
import io.datasync.core.repair.RepairListener;
import io.datasync.core.repair.RowChange;
import io.datasync.core.store.ArchiveOpener;
import io.datasync.core.store.ArchiveStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads back one of a hundred files that runs have just proven, so that it is not their agents alone who say what is on the share (D-5).
 *
 * <p>Which ones follows from run and path; that they wait is a row of the index, written with the proof, so that no restart forgets them.
 * Nodes share the work: each takes rows for a while, and what a node that died had taken comes up again. A file that is as it was proven is noted as
 * checked by the server. One that is not is damaged, a finding and an alert, and is looked at every hour; the alert is over when all of the
 * job's are good again, since an agent that still has a file archives it anew. A file that is not there is missing when a second look, a lease
 * later, does not find it either (D-24). For one thread; blocks.
 */
public final class Sampler {
    /** For how long rows are taken. */
    static final Duration CLAIM = Duration.ofMinutes(10);

    /** When a file is looked at again that is not there, or cannot be read, now. */
    static final Duration RETRY = Duration.ofMinutes(6);

    /** When a file is looked at again that is not as it was proven. */
    static final Duration DISPUTE = Duration.ofHours(1);

    /** By when every file should have been looked at. */
    static final Duration PUNCTUAL = Duration.ofHours(1);

    private static final int PAGE = 20;
    private static final RunId REPAIR = new RunId("sampling");

    private final StateIndex index;
    private final ArchiveOpener archives;
    private final SamplerSettings settings;
    private final Map<JobId, ErrorCode> left = new HashMap<>();
    private long taken;
    private long files;
    private long bytes;
    private long equal;
    private long disputed;
    private long putOff;
    private long late;

    /** A call's worth of work. Use it once. */
    public Sampler(StateIndex index, ArchiveOpener archives, SamplerSettings settings) {
        this.index = index;
        this.archives = archives;
        this.settings = settings;
    }

    /**
     * Looks at what is due, the longest due first, as much as the settings allow.
     *
     * @throws SyncException {@code INDEX_UNAVAILABLE}, {@code INTERRUPTED}; what was taken and not done comes up again. What an archive cannot do
     *     is in the report
     */
    public SamplerReport run() throws SyncException {
        boolean more = true;
        while (more && !spent()) {
            int page = (int) Math.min(PAGE, settings.filesMax() - taken);
            List<SampleRow> claimed = index.transact(tx -> tx.claimSamples(CLAIM, page));
            Map<JobId, List<SampleRow>> byJob = new LinkedHashMap<>();
            claimed.forEach(sample -> byJob.computeIfAbsent(sample.job(), job -> new ArrayList<>())
                    .add(sample));
            for (Map.Entry<JobId, List<SampleRow>> part : byJob.entrySet()) {
                look(part.getKey(), part.getValue());
            }
            more = claimed.size() == page;
        }
        return new SamplerReport(files, bytes, equal, disputed, putOff, late, left);
    }

    private boolean spent() {
        return taken >= settings.filesMax() || bytes >= settings.bytesMax();
    }

    private void look(JobId job, List<SampleRow> samples) throws SyncException {
        Optional<JobRow> row = index.transact(tx -> tx.lockJob(job));
        if (row.isEmpty()) {
            return;
        }
        try (ArchiveStore store = archives.open(row.get().archiveUrl())) {
            OneArchive archive = new OneArchive(row.get(), store);
            for (SampleRow sample : samples) {
                if (spent()) {
                    postpone(sample, Duration.ZERO);
                } else {
                    taken++;
                    archive.look(sample);
                }
            }
        } catch (SyncException e) {
            if (e.code() == ErrorCode.INTERRUPTED || e.code() == ErrorCode.INDEX_UNAVAILABLE) {
                throw e;
            }
            left.put(job, e.code());
        }
    }

    private void postpone(SampleRow sample, Duration by) throws SyncException {
        index.transact(tx -> tx.postponeSample(sample, by, sample.disputed()));
    }

    /** What is on record of a sample's file, and the index's time then. */
    private record Read(FolderRow folder, EntryRow row, Instant now) {}

    /** Looks at the files of one job. */
    private final class OneArchive {
        private final JobRow job;
        private final ArchiveStore store;
        private final ReadBack readBack;
        private final Judgement judgement;

        OneArchive(JobRow job, ArchiveStore store) {
            this.job = job;
            this.store = store;
            readBack = new ReadBack(store, Pacing.NONE);
            judgement = new Judgement(index, job.job(), EntryRow.Checker.SERVER, 1, RepairListener.NONE);
        }

        void look(SampleRow sample) throws SyncException {
            Optional<Read> read = read(sample);
            if (read.isEmpty()) {
                end(sample);
                return;
            }
            if (!sample.disputed()
                    && sample.addedAt().plus(PUNCTUAL).isBefore(read.get().now())) {
                late++;
            }
            EntryRow row = read.get().row();
            if (row.state() == EntryState.MISSING) {
                dispute(sample, row);
                return;
            }
            Optional<ReadBack.Content> content;
            try {
                content = readBack.read(sample.path(), row.fact().entry().sizeBytes());
            } catch (SyncException e) {
                if (e.code() != ErrorCode.SHARE_IO) {
                    throw e;
                }
                putOff++;
                postpone(sample, RETRY);
                return;
            }
            if (content.isEmpty()) {
                absent(sample, read.get());
                return;
            }
            files++;
            bytes += content.get().sizeBytes();
            judge(sample, read.get(), content.get());
        }

        /** Empty when no file of the name is on record any more: a folder took its place. */
        private Optional<Read> read(SampleRow sample) throws SyncException {
            PathHash key = sample.path().hash();
            return index.transact(tx -> {
                Optional<FolderRow> folder =
                        tx.findFolder(job.job(), sample.path().folder());
                Optional<EntryRow> row = folder.isEmpty()
                        ? Optional.empty()
                        : Optional.ofNullable(
                                tx.entries(folder.get().id(), List.of(key)).get(key));
                Instant now = tx.now();
                return row.filter(entry -> entry.fact().entry().kind() == EntryKind.FILE)
                        .map(entry -> new Read(folder.orElseThrow(), entry, now));
            });
        }

        private void judge(SampleRow sample, Read read, ReadBack.Content content) throws SyncException {
            EntryRow row = read.row();
            if (row.state().archived() && ScrubPlanner.isEqual(row, content)) {
                equal++;
                index.transact(tx -> {
                    var check = new EntryRow.Check(EntryRow.Checker.SERVER, tx.now());
                    tx.markChecked(read.folder().id(), List.of(row), check);
                    return true;
                });
                end(sample);
                return;
            }
            List<Judgement.Checked> checked = List.of(new Judgement.Checked(row, content));
            MovingFiles moving = MovingFiles.of(store, Pacing.NONE);
            Judgement.Done done = judgement.apply(sample.path().folder(), checked, moving, read.now());
            if (done.stood().isEmpty()) {
                putOff++;
                postpone(sample, RETRY);
            } else if (ScrubPlanner.isEqual(row, content)) {
                equal++;
                end(sample);
            } else if (row.fact().digest().equals(Digest.UNKNOWN)) {
                // A rebuild has only seen it: there is nothing to compare with.
                end(sample);
            } else {
                dispute(sample, row);
            }
        }

        /** As reconcile does it: noted first, missing when it is still not there a lease later, and never while an agent replaces it. */
        private void absent(SampleRow sample, Read read) throws SyncException {
            MovingFiles moving = MovingFiles.of(store, Pacing.NONE);
            var planner = new ReconcilePlanner(REPAIR, read.now(), ReconcileSettings.DEFAULTS.absence(), moving, true);
            Optional<RowChange> change = planner.known(read.row(), Optional.empty());
            boolean done = change.isPresent()
                    && new FolderRepair(index, job.job(), 1).apply(read.folder(), List.of(change.get()));
            if (done && change.get().kind() == ChangeKind.MISSING) {
                dispute(sample, read.row());
            } else {
                putOff++;
                postpone(sample, RETRY);
            }
        }

        private void dispute(SampleRow sample, EntryRow row) throws SyncException {
            disputed++;
            String summary = "The server read back a file of job " + job.job() + " that run " + sample.run()
                    + " had proven, and the share does not have it as it was proven: " + sample.path() + ", "
                    + row.fact().entry().sizeBytes() + " bytes, SHA-256 "
                    + row.fact().digest().hex() + ".";
            index.transact(tx -> {
                tx.lockJob(job.job());
                boolean mine = tx.postponeSample(sample, DISPUTE, true);
                var files = new AlertRow.Files(tx.disputes(job.job()), Optional.of(sample.path()));
                tx.raiseAlert(new AlertRow(AlertRow.Kind.SAMPLE_DIFFERS, job.runner(), job.job(), files, summary));
                return mine;
            });
        }

        private void end(SampleRow sample) throws SyncException {
            index.transact(tx -> {
                if (sample.disputed()) {
                    tx.lockJob(job.job());
                }
                boolean ended = tx.endSample(sample);
                if (sample.disputed() && tx.disputes(job.job()) == 0) {
                    tx.resolveAlert(job.job(), AlertRow.Kind.SAMPLE_DIFFERS);
                }
                return ended;
            });
        }
    }
}
