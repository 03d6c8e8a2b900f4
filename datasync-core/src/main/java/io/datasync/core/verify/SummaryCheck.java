package io.datasync.core.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.datasync.core.digest.Digest;
import io.datasync.core.digest.SetSummary;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.FolderRow;
import io.datasync.core.index.IndexTransaction;
import io.datasync.core.index.RepairRow;
import io.datasync.core.index.StateIndex;
import io.datasync.core.index.notice.FindingRow;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.PathHash;
import io.datasync.core.repair.RepairListener;
import io.datasync.core.repair.RepairTurn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Adds up the rows of those folders anew that are due, and compares the sums with the summaries that were kept up to date row by row (D-8).
 *
 * <p>A difference is a finding, and the summary is corrected: the rows are the truth. Touches no share. For one thread; blocks.
 */
public final class SummaryCheck {
    private static final int ATTEMPTS_MAX = 3;

    private final StateIndex index;
    private final JobId job;
    private final Rotation rotation;
    private final int pageRows;
    private final RepairListener listener;
    private final List<FolderName> corrected = new ArrayList<>();
    private final List<FolderName> left = new ArrayList<>();
    private long folders;
    private long rows;

    /**
     * A check of one job. Use it once.
     *
     * @param rotation which folders are due when, by {@link #key}
     * @param pageRows rows read at once, 1 to 5,000
     */
    public SummaryCheck(StateIndex index, JobId job, Rotation rotation, int pageRows, RepairListener listener) {
        this.index = index;
        this.job = job;
        this.rotation = rotation;
        this.pageRows = pageRows;
        this.listener = listener;
    }

    /** The hash by which a folder has its turn: of its name's text, as a path's of its bytes. */
    public static PathHash key(FolderName folder) {
        byte[] hash = Digest.sha256().digest(folder.text().getBytes(UTF_8));
        return PathHash.ofHash(Arrays.copyOf(hash, PathHash.BYTES));
    }

    /**
     * Checks what is due today, by the index's time in UTC.
     *
     * @param id names this repair; the id of one that was interrupted goes on with it
     * @throws SyncException {@code JOB_UNKNOWN}; {@code REPAIR_BUSY}; {@code INDEX_UNAVAILABLE}. A repeat goes on
     */
    public SummaryReport run(RunId id) throws SyncException {
        RepairTurn turn = RepairTurn.begin(index, job, id, RepairRow.Kind.SUMMARIES);
        Optional<Long> doneTo = index.transact(tx -> tx.rotation(job, RepairRow.Kind.SUMMARIES));
        Optional<Rotation.Days> days = rotation.due(Scrubber.day(turn.startedAt()), doneTo);
        if (days.isEmpty()) {
            turn.end();
        } else {
            for (FolderName name : due(turn, days.get())) {
                check(name);
                turn.done(name);
                listener.folderDone(name);
            }
            turn.endRotation(days.get().to());
        }
        return new SummaryReport(folders, rows, corrected, left);
    }

    private List<FolderName> due(RepairTurn turn, Rotation.Days days) throws SyncException {
        return index.<List<FolderRow>>transact(tx -> tx.folders(job)).stream()
                .map(FolderRow::name)
                .filter(name ->
                        turn.doneTo().map(done -> name.compareTo(done) > 0).orElse(true))
                .filter(name -> isDue(name, days))
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    private boolean isDue(FolderName name, Rotation.Days days) {
        int slice = rotation.slice(key(name));
        for (long day = days.from(); day <= days.to(); day++) {
            if (rotation.slice(day) == slice) {
                return true;
            }
        }
        return false;
    }

    private void check(FolderName name) throws SyncException {
        folders++;
        for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
            FolderRow read = index.transact(tx -> tx.findFolder(job, name)).orElseThrow();
            FolderRow added = added(read);
            boolean same =
                    added.archived().equals(read.archived()) && added.atSource().equals(read.atSource());
            if (same) {
                return;
            }
            // Rows that were read page by page while a run wrote some do not add up either: the revision tells.
            if (index.<Boolean>transact(tx -> correct(tx, read, added))) {
                corrected.add(name);
                return;
            }
            listener.overtaken(name);
        }
        left.add(name);
    }

    private FolderRow added(FolderRow folder) throws SyncException {
        FolderRow sums = FolderRow.empty(folder.id(), job, folder.name());
        Optional<PathHash> after = Optional.empty();
        boolean more = true;
        while (more) {
            Optional<PathHash> from = after;
            List<EntryRow> page = index.transact(tx -> tx.page(folder.id(), from, Optional.empty(), pageRows));
            for (EntryRow row : page) {
                sums = sums.replacing(Optional.empty(), row);
                rows++;
            }
            more = page.size() == pageRows;
            if (more) {
                after = Optional.of(
                        page.get(page.size() - 1).fact().entry().path().hash());
            }
        }
        return sums;
    }

    private boolean correct(IndexTransaction tx, FolderRow read, FolderRow added) throws SyncException {
        Optional<FolderRow> held = tx.folderForRepair(job, read.name(), read.revision());
        if (held.isEmpty()) {
            return false;
        }
        List<FindingRow> findings = new ArrayList<>();
        if (!added.archived().equals(read.archived())) {
            findings.add(finding(tx, read, "archived", added.archived(), read.archived()));
        }
        if (!added.atSource().equals(read.atSource())) {
            findings.add(finding(tx, read, "at source", added.atSource(), read.atSource()));
        }
        tx.insertFindings(job, findings);
        tx.updateFolder(
                held.get().with(added.archived(), added.atSource(), held.get().lastNewAt()));
        return true;
    }

    private static FindingRow finding(
            IndexTransaction tx, FolderRow folder, String which, SetSummary rows, SetSummary kept)
            throws SyncException {
        return new FindingRow(
                FindingRow.Kind.SUMMARY_DIFFERS,
                folder.name(),
                Optional.empty(),
                which + ": " + text(rows),
                which + ": " + text(kept),
                tx.now());
    }

    private static String text(SetSummary sum) {
        return sum.count() + " entries, " + sum.bytes() + " bytes, " + sum.sum().hex();
    }
}
