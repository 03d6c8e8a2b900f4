package io.datasync.core.verify;

import io.datasync.core.failure.SyncException;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.FolderRow;
import io.datasync.core.index.StateIndex;
import io.datasync.core.lease.JobId;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.PathHash;
import io.datasync.core.repair.FolderRepair;
import io.datasync.core.repair.MovingFiles;
import io.datasync.core.repair.ReadBack;
import io.datasync.core.repair.RepairListener;
import io.datasync.core.repair.RowChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts on record what reading files of one job back has shown, for rows that are still as they were then. For one thread. */
final class Judgement {
    private static final int ATTEMPTS_MAX = 3;

    private final StateIndex index;
    private final JobId job;
    private final EntryRow.Checker by;
    private final FolderRepair repair;
    private final RepairListener listener;

    Judgement(StateIndex index, JobId job, EntryRow.Checker by, int batchRows, RepairListener listener) {
        this.index = index;
        this.job = job;
        this.by = by;
        this.listener = listener;
        repair = new FolderRepair(index, job, batchRows);
    }

    /** A row and the bytes that its file was found to have. */
    record Checked(EntryRow row, ReadBack.Content content) {
        PathHash key() {
            return row.fact().entry().path().hash();
        }
    }

    /**
     * What was done.
     *
     * @param changes what was changed
     * @param stood those whose rows were as they were when their files were read, changed now or not
     */
    record Done(List<RowChange> changes, List<Checked> stood) {}

    /** Judges by the rows as they are now; a folder that runs keep changing is left alone. */
    Done apply(FolderName name, List<Checked> doubtful, MovingFiles moving, Instant now) throws SyncException {
        for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
            Found found = index.transact(tx -> {
                FolderRow folder = tx.findFolder(job, name).orElseThrow();
                List<PathHash> keys = doubtful.stream().map(Checked::key).toList();
                return new Found(folder, tx.entries(folder.id(), keys));
            });
            List<Checked> stood = doubtful.stream()
                    .filter(each -> found.isSame(each)
                            && !moving.maybe(each.row().fact().entry().path()))
                    .toList();
            List<RowChange> wanted = new ArrayList<>();
            for (Checked each : stood) {
                ScrubPlanner.judge(found.row(each).orElseThrow(), each.content(), by, now)
                        .ifPresent(wanted::add);
            }
            if (repair.apply(found.folder(), wanted)) {
                wanted.forEach(listener::changed);
                return new Done(wanted, stood);
            }
            listener.overtaken(name);
        }
        return new Done(List.of(), List.of());
    }

    private record Found(FolderRow folder, Map<PathHash, EntryRow> rows) {
        Optional<EntryRow> row(Checked each) {
            return Optional.ofNullable(rows.get(each.key()));
        }

        boolean isSame(Checked each) {
            return row(each)
                    .filter(row -> row.fact().equals(each.row().fact())
                            && row.state() == each.row().state())
                    .isPresent();
        }
    }
}
