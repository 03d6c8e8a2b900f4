package io.datasync.core.coordinator;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.EntryState;
import io.datasync.core.index.IndexTransaction;
import io.datasync.core.index.LossLedger;
import io.datasync.core.index.RunFileRow;
import io.datasync.core.index.StateIndex;
import io.datasync.core.index.notice.DeedRow;
import io.datasync.core.index.notice.LossRow;
import io.datasync.core.index.notice.SampleRow;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunState;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.Fact;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.PathHash;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.ProgressAnswer;
import io.datasync.core.protocol.ProgressRequest;
import io.datasync.core.protocol.Report;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Applies what a run reports, all of it in one transaction (I-8). Thread-safe. */
final class ProgressRule {
    private final StateIndex index;
    private final AuditPort audit;
    private final InstantSource clock;
    private final CoordinatorSettings settings;

    ProgressRule(StateIndex index, AuditPort audit, InstantSource clock, CoordinatorSettings settings) {
        this.index = index;
        this.audit = audit;
        this.clock = clock;
        this.settings = settings;
    }

    ProgressAnswer progress(RunnerId runner, RunId run, FencingToken token, ProgressRequest request)
            throws SyncException {
        if (request.reports().size() > ProgressRequest.REPORTS_MAX) {
            throw SyncException.permanent(
                    ErrorCode.MESSAGE_TOO_LARGE, "More than " + ProgressRequest.REPORTS_MAX + " reports");
        }
        for (Report report : request.reports()) {
            EntryRules.checkLength(report.path());
            if (!EntryRules.isScanSeq(report.scanSeq())) {
                throw SyncException.permanent(
                        ErrorCode.MESSAGE_MALFORMED, "Not the number of a scan: " + report.scanSeq());
            }
        }
        List<DeedRow> deeds = index.transact(tx -> apply(tx, runner, run, token, request.reports()));
        deeds.forEach(deed -> audit.audit(AuditPort.Event.of(deed)));
        return new ProgressAnswer(settings.lease());
    }

    private List<DeedRow> apply(
            IndexTransaction tx, RunnerId runner, RunId run, FencingToken token, List<Report> reports)
            throws SyncException {
        RunGate.Held held = RunGate.enter(tx, runner, run, token);
        JobId job = held.job().job();
        Instant now = clock.instant();
        RunState state = reports.isEmpty() ? held.run().state() : RunState.RUNNING;
        tx.updateRun(held.run().heard(state, tx.now(), settings.lease()));

        Map<FolderName, FolderWork> works = works(tx, job, reports);
        Batch batch = new Batch(run, token, works, now);
        reports.forEach(batch::apply);
        List<DeedRow> deeds = new ArrayList<>();
        for (Map.Entry<FolderName, FolderWork> part : works.entrySet()) {
            part.getValue().store(tx, now);
            if (part.getValue().sealed() && part.getValue().fresh()) {
                String detail = "Something new came into sealed folder " + part.getKey();
                deeds.add(new DeedRow(DeedRow.Deed.FOLDER_UNSEALED, runner, job, Optional.of(run), detail));
            }
        }
        batch.store(tx, runner, job).ifPresent(deeds::add);
        for (DeedRow deed : deeds) {
            tx.insertDeed(deed);
        }
        return deeds;
    }

    /** What is reported of archived entries, with the rows of what may have been files where folders are now. */
    private static Map<FolderName, FolderWork> works(IndexTransaction tx, JobId job, List<Report> reports)
            throws SyncException {
        Map<FolderName, Set<PathHash>> named = archived(reports);
        Map<FolderName, Set<PathHash>> above = above(reports);
        Map<FolderName, FolderWork> works = new TreeMap<>();
        for (Map.Entry<FolderName, Set<PathHash>> part : named.entrySet()) {
            Set<PathHash> keys = new TreeSet<>(part.getValue());
            keys.addAll(above.getOrDefault(part.getKey(), Set.of()));
            works.put(part.getKey(), FolderWork.of(tx, job, part.getKey(), keys));
        }
        for (Map.Entry<FolderName, Set<PathHash>> part : above.entrySet()) {
            if (!works.containsKey(part.getKey())) {
                FolderWork.ofExisting(tx, job, part.getKey(), part.getValue())
                        .ifPresent(work -> works.put(part.getKey(), work));
            }
        }
        return works;
    }

    /** The keys of the folders that something is proven in. */
    private static Map<FolderName, Set<PathHash>> above(List<Report> reports) {
        Set<RelativePath> folders = new HashSet<>();
        for (Report report : reports) {
            if (report instanceof Report.Verified) {
                folders.addAll(report.path().foldersAbove());
            }
        }
        Map<FolderName, Set<PathHash>> keys = new TreeMap<>();
        folders.forEach(folder ->
                keys.computeIfAbsent(folder.folder(), name -> new TreeSet<>()).add(folder.hash()));
        return keys;
    }

    /** The keys of what is reported of archived entries, folder by folder. */
    private static Map<FolderName, Set<PathHash>> archived(List<Report> reports) {
        Map<FolderName, Set<PathHash>> keys = new TreeMap<>();
        for (Report report : reports) {
            if (report instanceof Report.Verified || report instanceof Report.Gone) {
                keys.computeIfAbsent(report.path().folder(), folder -> new TreeSet<>())
                        .add(report.path().hash());
            }
        }
        return keys;
    }

    /** One request's reports, in their order: what becomes of rows, of the run's files and of the loss ledger. */
    private static final class Batch {
        private final RunId run;
        private final FencingToken token;
        private final Map<FolderName, FolderWork> works;
        private final Instant now;
        private final Map<RelativePath, RunFileRow> files = new HashMap<>();
        private final List<LossRow> losses = new ArrayList<>();

        Batch(RunId run, FencingToken token, Map<FolderName, FolderWork> works, Instant now) {
            this.run = run;
            this.token = token;
            this.works = works;
            this.now = now;
        }

        void apply(Report report) {
            RelativePath path = report.path();
            if (report instanceof Report.Verified verified) {
                apply(work(path), verified);
            } else if (report instanceof Report.Gone gone) {
                PathHash key = path.hash();
                FolderWork work = work(path);
                EntryRules.gone(work.row(key), gone.scanSeq()).ifPresent(row -> work.put(key, row));
            } else if (report instanceof Report.Failed failed) {
                note(path, RunFileRow.Outcome.FAILED, 0, Optional.empty(), Optional.of(failed.code()));
            } else if (report instanceof Report.Lost lost && lost.entry().kind() == EntryKind.FILE) {
                losses.add(new LossRow(lost.entry(), lost.noticedAt(), lost.archived()));
                note(
                        path,
                        RunFileRow.Outcome.LOST,
                        lost.entry().sizeBytes(),
                        Optional.empty(),
                        Optional.of(ErrorCode.FILE_VANISHED));
            }
        }

        private FolderWork work(RelativePath path) {
            FolderWork work = works.get(path.folder());
            if (work == null) {
                throw new IllegalStateException("The folder of " + path + " was not read");
            }
            return work;
        }

        private void apply(FolderWork work, Report.Verified verified) {
            Fact fact = verified.fact();
            PathHash key = verified.path().hash();
            Optional<EntryRow> before = work.row(key);
            Optional<EntryRow> after = EntryRules.verified(before, verified, run, token);
            if (after.isEmpty()) {
                return;
            }
            work.put(key, after.get());
            verified.path().foldersAbove().forEach(folder -> giveWay(folder, verified));
            if (before.isPresent() && EntryRules.isVersionOf(before.get(), fact)) {
                work.retire(before.get(), now, run);
            }
            // What was only listed was never archived: its first proof is news to a seal (D-1, D-4).
            boolean known = before.isPresent()
                    && before.get().state() != EntryState.PRESENT
                    && EntryRules.sameContent(before.get(), fact);
            if (!known) {
                work.freshContent();
            }
            boolean proven = !known || before.get().state() != EntryState.VERIFIED;
            if (proven && fact.entry().kind() == EntryKind.FILE) {
                note(
                        verified.path(),
                        RunFileRow.Outcome.VERIFIED,
                        fact.entry().sizeBytes(),
                        Optional.of(fact.digest()),
                        Optional.empty());
            }
        }

        /** What was a file is a folder on the share now (D-6). */
        private void giveWay(RelativePath folder, Report.Verified below) {
            FolderWork work = works.get(folder.folder());
            Optional<EntryRow> row = work == null ? Optional.empty() : work.row(folder.hash());
            Optional<EntryRow> after = row.flatMap(file -> EntryRules.becameFolder(file, below, run, token));
            if (work != null && row.isPresent() && after.isPresent()) {
                work.put(folder.hash(), after.get());
                if (EntryRules.isArchivedFile(row.get())) {
                    work.retire(row.get(), now, run);
                }
            }
        }

        private void note(
                RelativePath path,
                RunFileRow.Outcome outcome,
                long sizeBytes,
                Optional<Digest> checksum,
                Optional<ErrorCode> code) {
            files.put(path, new RunFileRow(path, outcome, sizeBytes, checksum, code));
        }

        /** Gives the deed of the first of losses that nobody has acknowledged. */
        Optional<DeedRow> store(IndexTransaction tx, RunnerId runner, JobId job) throws SyncException {
            if (!files.isEmpty()) {
                tx.upsertRunFiles(run, files.values());
            }
            List<RelativePath> samples = files.values().stream()
                    .filter(file -> file.outcome() == RunFileRow.Outcome.VERIFIED)
                    .map(RunFileRow::path)
                    .filter(path -> SampleRow.isChosen(run, path))
                    .toList();
            if (!samples.isEmpty()) {
                tx.addSamples(job, run, samples);
            }
            return LossLedger.add(tx, runner, job, run, losses)
                    .map(alert -> new DeedRow(DeedRow.Deed.FILES_LOST, runner, job, Optional.of(run), alert.summary()));
        }
    }
}
