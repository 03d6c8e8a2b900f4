package io.datasync.core.reconcile;

import io.datasync.core.certificate.signature.CertificateFiles;
import io.datasync.core.certificate.signature.CertificateVerifier;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.CertificateNote;
import io.datasync.core.index.FolderRow;
import io.datasync.core.index.JobRow;
import io.datasync.core.index.LossLedger;
import io.datasync.core.index.RepairRow;
import io.datasync.core.index.StateIndex;
import io.datasync.core.index.notice.LossRow;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.repair.ChangeKind;
import io.datasync.core.repair.FolderRepair;
import io.datasync.core.repair.Pacing;
import io.datasync.core.repair.RepairListener;
import io.datasync.core.repair.RepairTurn;
import io.datasync.core.repair.RowChange;
import io.datasync.core.store.ArchiveStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes the index of a job anew, or whole again, from what lies on its share: certificates first, then the journal where there is one, then the
 * listing (CORE-8, D-4, I-7).
 *
 * <p>It is a merge: repeating it changes nothing, and no verified row is touched, so agents may go on meanwhile. A certificate that is not good is
 * refused and named, and its folder goes by the next lower one, or by the listing. Losses that certificates and the runs' own files name (D-13) come back into the ledger, and the
 * folder knows its newest certificate again, so that the next one follows it. Nothing is sealed by it. What is only present is proven later, by scrub or
 * by its agent. It takes no lease, and one that is interrupted goes on where it had come to. For one thread; blocks.
 */
public final class Rebuilder {
    private final StateIndex index;
    private final ArchiveStore store;
    private final JobId job;
    private final ReconcileSettings settings;
    private final CertificateFiles certificates;
    private final CertificateVerifier verifier;
    private final JournalFacts journal;
    private final Pacing pacing;
    private final RepairListener listener;
    private final FolderRepair repair;

    private final Map<ChangeKind, Long> changes = new EnumMap<>(ChangeKind.class);
    private final List<RebuildReport.Refused> refused = new ArrayList<>();
    private final List<FolderName> left = new ArrayList<>();
    private final Set<RelativePath> firstLevel = new HashSet<>();
    private long folders;
    private long certified;
    private long files;
    private long losses;

    /**
     * A rebuild of one job. Use it once.
     *
     * @param settings of which the batch and the limits count
     * @param verifier with the keys that are trusted, which are never merely those found on the same share (D-9)
     */
    public Rebuilder(
            StateIndex index,
            ArchiveStore store,
            JobId job,
            ReconcileSettings settings,
            CertificateFiles certificates,
            CertificateVerifier verifier,
            JournalFacts journal,
            Pacing pacing,
            RepairListener listener) {
        this.index = index;
        this.store = store;
        this.job = job;
        this.settings = settings;
        this.certificates = certificates;
        this.verifier = verifier;
        this.journal = journal;
        this.pacing = pacing;
        this.listener = listener;
        repair = new FolderRepair(index, job, settings.batchRows());
    }

    /**
     * Rebuilds.
     *
     * @param id names this repair; the id of one that was interrupted goes on with it
     * @param alsoKnown folders that may have certificates though nothing of them lies on the share any more
     * @throws SyncException {@code JOB_UNKNOWN}; {@code REPAIR_BUSY}; {@code REPAIR_REFUSED} when a folder has more files, or the archive more
     *     folders, than the settings allow; what the store and the index throw. What was done until then stays done, and a repeat goes on
     */
    public RebuildReport run(RunId id, Collection<FolderName> alsoKnown) throws SyncException {
        RepairTurn turn = RepairTurn.begin(index, job, id, RepairRow.Kind.REBUILD);
        LossFiles lossFiles = new LossFiles(store, pacing);
        lossFiles.read(found -> {
            losses += found.rows().size();
            restore(found.run(), found.rows());
        });
        NavigableSet<FolderName> names = names(alsoKnown);
        Optional<FolderName> done = turn.doneTo();
        for (FolderName name : done.isPresent() ? names.tailSet(done.get(), false) : names) {
            rebuild(id, name);
            turn.done(name);
            listener.folderDone(name);
        }
        turn.end();
        return new RebuildReport(folders, certified, files, losses, changes, refused, lossFiles.unreadable(), left);
    }

    private NavigableSet<FolderName> names(Collection<FolderName> alsoKnown) throws SyncException {
        pacing.await(0);
        NavigableSet<FolderName> names = new TreeSet<>(store.folders(settings.foldersMax() + 1));
        names.forEach(name -> firstLevel.add(name.path()));
        if (names.size() > settings.foldersMax()) {
            throw SyncException.permanent(
                    ErrorCode.REPAIR_REFUSED, "The archive has more than " + settings.foldersMax() + " folders");
        }
        index.<List<FolderRow>>transact(tx -> tx.folders(job)).forEach(folder -> names.add(folder.name()));
        names.addAll(alsoKnown);
        names.add(FolderName.ROOT);
        return names;
    }

    private void rebuild(RunId id, FolderName name) throws SyncException {
        FolderCertificate certificate = FolderCertificate.of(certificates, verifier, name, pacing);
        folders++;
        refused.addAll(certificate.refused());
        certified += certificate.certificate().isPresent() ? 1 : 0;
        losses += certificate.losses().size();
        restore(id, certificate.losses());
        for (int attempt = 1; attempt <= ReconcileSettings.ATTEMPTS_MAX; attempt++) {
            FolderComparison.Read read =
                    index.transact(tx -> new FolderComparison.Read(tx.findFolder(job, name), tx.now()));
            FolderSources sources =
                    new FolderSources(index, store, pacing, settings, journal, certificate.facts(), firstLevel);
            List<RowChange> wanted = sources.merge(name, read.folder(), new RebuildMerge(id, read.now()));
            if (apply(name, read.folder(), wanted, certificate)) {
                files += sources.files();
                for (RowChange change : wanted) {
                    changes.merge(change.kind(), 1L, Long::sum);
                    listener.changed(change);
                }
                return;
            }
            listener.overtaken(name);
        }
        left.add(name);
    }

    private void restore(RunId run, List<LossRow> ledger) throws SyncException {
        for (int start = 0; start < ledger.size(); start += settings.batchRows()) {
            List<LossRow> batch = ledger.subList(start, Math.min(ledger.size(), start + settings.batchRows()));
            index.transact(tx -> {
                JobRow locked = tx.lockJob(job)
                        .orElseThrow(() -> SyncException.permanent(ErrorCode.JOB_UNKNOWN, "There is no job " + job));
                LossLedger.add(tx, locked.runner(), job, run, batch);
                return true;
            });
        }
    }

    private boolean apply(
            FolderName name, Optional<FolderRow> read, List<RowChange> wanted, FolderCertificate certificate)
            throws SyncException {
        Optional<CertificateNote> note = certificate
                .certificate()
                .map(good -> good.certificate())
                .map(good -> new CertificateNote(good.id().revision(), good.digest(), good.summary()));
        boolean noted = note.isEmpty()
                || read.flatMap(FolderRow::certificate)
                        .filter(known -> known.revision() >= note.get().revision())
                        .isPresent();
        if (wanted.isEmpty() && noted) {
            return true;
        }
        return repair.apply(name, read, wanted) && (noted || note(name, note.get()));
    }

    /** Whether the folder knows this certificate, or a newer one, afterwards. */
    private boolean note(FolderName name, CertificateNote note) throws SyncException {
        return index.transact(tx -> {
            tx.lockJob(job);
            FolderRow folder = tx.folder(job, name);
            boolean newer = folder.certificate()
                    .filter(known -> known.revision() >= note.revision())
                    .isEmpty();
            if (newer) {
                tx.updateFolder(folder.certified(note));
            }
            return true;
        });
    }
}
