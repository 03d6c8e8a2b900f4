package io.datasync.testkit.simulation.world;

import io.datasync.core.certificate.signature.CertificateFiles;
import io.datasync.core.certificate.signature.CertificateVerifier;
import io.datasync.core.digest.Digest;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.EntryState;
import io.datasync.core.index.FolderRow;
import io.datasync.core.journal.JournalEntry;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.reconcile.JournalFacts;
import io.datasync.core.reconcile.Rebuilder;
import io.datasync.core.reconcile.ReconcileSettings;
import io.datasync.core.repair.Pacing;
import io.datasync.core.repair.RepairListener;
import io.datasync.core.store.ArchiveStore;
import io.datasync.testkit.simulation.invariant.Breach;
import io.datasync.testkit.simulation.invariant.JobRecord;
import io.datasync.testkit.simulation.source.Content;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What must be true once nothing has gone wrong for a while: everything at the source is archived and known as such on all sides, nothing is left
 * over, no loss was overlooked, and the index can be made anew from the share alone (I-7).
 */
final class Ending {
    private static final int LEFT_MAX = 1_000;

    private static final String INTENTS = "staging/";

    private final World world;

    Ending(World world) {
        this.world = world;
    }

    /** Checks every job. */
    void check() throws SyncException {
        for (SimulatedPc pc : world.pcs) {
            check(pc);
        }
    }

    private void check(SimulatedPc pc) throws SyncException {
        JobRecord record = pc.archive().record();
        require(pc.last().isPresent(), "end", () -> pc.job() + " had no cycle");
        require(
                pc.last().get().failure().isEmpty() && pc.last().get().reported(),
                "end",
                () -> "the last cycle of " + pc.job() + ": " + pc.last().get());
        Map<String, EntryRow> rows = rows(world.database, pc.job());
        Map<String, JournalEntry> known = new HashMap<>();
        pc.journal()
                .entries(pc.job())
                .forEach(entry -> known.put(entry.observed().path().text(), entry));
        pc.parts().disk().present().forEach((path, content) -> {
            if (!record.isTaken(path, content.digest())) {
                requireArchived(pc, path, content, known.get(path), rows.get(path));
            }
        });
        requireNothingElse(pc, rows);
        requireNoRemains(pc);
        for (SimulatedArchive archive : world.fleet.archivesOf(pc.parts().runner())) {
            requireLossesKnown(pc, archive.record());
        }
        requireRebuilt(pc, rows);
    }

    private static void requireArchived(
            SimulatedPc pc, String path, Content content, @Nullable JournalEntry entry, @Nullable EntryRow row) {
        Supplier<String> what = () -> pc.job() + "/" + path + " " + content;
        require(pc.archive().record().holdsNow(path, content.digest()), "end", () -> "not on the share: " + what.get());
        require(
                entry != null && !entry.pending(),
                "end",
                () -> "not archived by the journal: " + what.get() + " " + entry);
        require(
                row != null
                        && row.state().archived()
                        && row.atSource()
                        && row.fact().digest().equals(content.digest()),
                "end",
                () -> "not archived by the index: " + what.get() + " " + row);
    }

    private List<FolderRow> folderOf(SimulatedPc pc, EntryRow row) {
        return world.database.view().folders(pc.job()).stream()
                .filter(folder -> folder.name().equals(row.fact().entry().path().folder()))
                .toList();
    }

    /**
     * What a clone said of a sealed folder before it stood aside stays at the source for the index when the runner's own source has nothing of that
     * folder any more: nobody looks there again. It harms no file, and is a gap that is known.
     */
    private boolean isOfTheClone(SimulatedPc pc, EntryRow row) {
        String folder = row.fact().entry().path().folder().text() + "/";
        return world.fleet.isShared(pc.archive())
                && folderOf(pc, row).stream().allMatch(FolderRow::sealed)
                && pc.parts().disk().present().keySet().stream().noneMatch(path -> path.startsWith(folder));
    }

    private void requireNothingElse(SimulatedPc pc, Map<String, EntryRow> rows) {
        rows.forEach((path, row) -> require(
                !row.countsAtSource() || pc.parts().disk().present().containsKey(path) || isOfTheClone(pc, row),
                "end",
                () -> "at the source only by the index: " + row + " " + folderOf(pc, row)));
    }

    /** What a PC left in staging that went to another place stays there: nobody else may touch it. A gap that is known. */
    private void requireNoRemains(SimulatedPc pc) throws SyncException {
        String own = pc.identity().id() + "-";
        try (ArchiveStore store = pc.archive().share().open()) {
            List<String> left = new ArrayList<>();
            store.staged(LEFT_MAX).forEach(name -> left.add(name.text()));
            store.intents(LEFT_MAX).forEach(name -> left.add(name.text().substring(INTENTS.length())));
            left.removeIf(name -> !name.startsWith(own) && world.fleet.isShared(pc.archive()));
            require(left.isEmpty(), "end", () -> "left in staging: " + left);
        }
    }

    /** In whichever place of its runner: a PC that stood aside for a while may have archived it there, or noticed that it is lost (D-27). */
    private void requireLossesKnown(SimulatedPc pc, JobRecord record) {
        Set<String> ledger = new HashSet<>();
        List<JobRecord> places = new ArrayList<>();
        for (SimulatedArchive archive : world.fleet.archivesOf(pc.parts().runner())) {
            places.add(archive.record());
            for (SimulatedPc each : world.pcs) {
                each.journal().losses(archive.job()).forEach(loss -> ledger.add(text(loss.entry())));
            }
            world.database.view().losses(archive.job()).forEach(loss -> ledger.add(text(loss.entry())));
        }
        record.deletedUnarchived(places)
                .forEach(file -> require(ledger.contains(file), "CORE-10", () -> "lost, and in no ledger: " + file));
    }

    private static String text(SourceEntry entry) {
        return entry.path().text() + " " + entry.ticks();
    }

    /** I-7: what the index has as archived, a new one has that was made from the share alone. */
    private void requireRebuilt(SimulatedPc pc, Map<String, EntryRow> rows) throws SyncException {
        JobId job = pc.job();
        Map<String, EntryRow> rebuilt;
        try (IndexHome anew = world.newDatabase();
                ArchiveStore store = pc.archive().share().open()) {
            anew.addJob(job, pc.parts().runner(), pc.archive().place().archiveUrl());
            new Rebuilder(
                            anew.index(),
                            store,
                            job,
                            ReconcileSettings.DEFAULTS,
                            new CertificateFiles(store, pc.parts().runner(), job),
                            new CertificateVerifier(
                                    world.keys().trusted(pc.parts().runner())),
                            JournalFacts.NONE,
                            Pacing.NONE,
                            RepairListener.NONE)
                    .run(new RunId("rebuild"), List.of());
            rebuilt = rows(anew, job);
        }
        Set<String> certified = new HashSet<>();
        for (FolderRow folder : world.database.view().folders(job)) {
            if (folder.sealed() && folder.certified() && !pc.archive().record().isShareRestored()) {
                certified.add(folder.name().text());
            }
        }
        rows.forEach((path, row) -> {
            if (row.state() == EntryState.VERIFIED
                    && row.fact().entry().kind() == EntryKind.FILE
                    && !pc.archive().record().isTaken(path, row.fact().digest())) {
                boolean must =
                        certified.contains(row.fact().entry().path().folder().text());
                requireRebuilt(pc, row, rebuilt.get(path), must);
            }
        });
    }

    private void requireRebuilt(SimulatedPc pc, EntryRow row, @Nullable EntryRow anew, boolean certified) {
        boolean there = anew != null && (isSameSize(row, anew) || isDisputed(pc, anew));
        boolean vouched = anew != null
                && anew.state() == EntryState.ATTESTED
                && anew.fact().digest().equals(row.fact().digest());
        require(
                (certified ? vouched : there) || isVersionNow(pc, row),
                "I-7",
                () -> "not in an index made from the share: " + row + " but " + anew);
    }

    /**
     * Of two PCs that took themselves for one, one may have told last, also in a certificate, and the other published last, or gone elsewhere before it
     * did: both contents are kept, and a scrub says that the file is another. A gap that is known.
     */
    private boolean isVersionNow(SimulatedPc pc, EntryRow row) {
        return world.fleet.isShared(pc.archive())
                && pc.archive()
                        .record()
                        .holdsNow(row.fact().entry().path().text(), row.fact().digest());
    }

    private static boolean isSameSize(EntryRow row, EntryRow anew) {
        return anew.fact().entry().sizeBytes() == row.fact().entry().sizeBytes();
    }

    /**
     * A file that was rewritten since its certificate disagrees with that, and is for a person to look at (D-4); the certified content is there, or
     * a disaster took it.
     */
    private static boolean isDisputed(SimulatedPc pc, EntryRow anew) {
        String path = anew.fact().entry().path().text();
        JobRecord record = pc.archive().record();
        Digest certified = anew.fact().digest();
        return anew.state() == EntryState.DAMAGED
                && (record.holdsNow(path, certified) || record.isTaken(path, certified));
    }

    private static Map<String, EntryRow> rows(IndexHome home, JobId job) {
        Map<String, EntryRow> rows = new HashMap<>();
        for (FolderRow folder : home.view().folders(job)) {
            home.view()
                    .entries(folder.id())
                    .forEach(row -> rows.put(row.fact().entry().path().text(), row));
        }
        return rows;
    }

    /** The words are made when they are needed: thousands of rows are in order. */
    private static void require(boolean condition, String invariant, Supplier<String> what) {
        if (!condition) {
            throw new Breach(invariant, what.get());
        }
    }
}
