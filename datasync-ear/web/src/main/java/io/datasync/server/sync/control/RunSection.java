package io.datasync.server.sync.control;

import io.datasync.core.failure.SyncException;
import io.datasync.core.index.RunRow;
import io.datasync.server.platform.status.StatusSection;
import io.datasync.server.platform.status.StatusTable;
import io.datasync.server.sync.index.catalog.RunHistory;
import io.datasync.server.sync.index.catalog.RunHistory.PastRun;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The latest runs on the status page. */
@ApplicationScoped
public class RunSection implements StatusSection {
    private static final int RUNS_MAX = 20;

    @Inject
    private RunHistory runs;

    @Override
    public int position() {
        return 30;
    }

    @Override
    public StatusTable read() throws SyncException {
        List<List<String>> rows = new ArrayList<>();
        for (PastRun past : runs.page(Optional.empty(), Optional.empty(), Optional.empty(), RUNS_MAX)) {
            RunRow run = past.run();
            List<String> row = new ArrayList<>();
            row.add(run.job().text());
            row.add(run.state().text());
            row.add(StatusTable.time(run.startedAt()));
            row.addAll(Counts.of(Optional.of(run)));
            rows.add(row);
        }
        List<String> columns = new ArrayList<>(List.of("Job", "State", "Started (UTC)"));
        columns.addAll(Counts.COLUMNS);
        return new StatusTable(
                rows.isEmpty() ? "Runs: none" : "The latest runs", columns, List.of(3, 4, 5, 6, 7, 8), rows);
    }
}
