package io.datasync.server.sync.control;

import io.datasync.core.failure.SyncException;
import io.datasync.server.platform.status.StatusSection;
import io.datasync.server.platform.status.StatusTable;
import io.datasync.server.sync.index.catalog.RunHistory;
import io.datasync.server.sync.index.catalog.RunHistory.JobStanding;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;

/** The jobs on the status page, each with its last run. */
@ApplicationScoped
public class JobSection implements StatusSection {
    @Inject
    private RunHistory runs;

    @Override
    public int position() {
        return 20;
    }

    @Override
    public StatusTable read() throws SyncException {
        List<List<String>> rows = new ArrayList<>();
        for (JobStanding job : runs.jobs(StatusTable.ROWS_MAX)) {
            List<String> row = new ArrayList<>();
            row.add(job.runner().text());
            row.add(job.job().text());
            row.add(job.lastCycleAt().map(StatusTable::time).orElse("never"));
            row.add(job.lastRun().map(run -> run.state().text()).orElse(Counts.NONE));
            row.addAll(Counts.of(job.lastRun()));
            rows.add(row);
        }
        List<String> columns = new ArrayList<>(List.of("Runner", "Job", "Last cycle (UTC)", "Last run"));
        columns.addAll(Counts.COLUMNS);
        return new StatusTable("Jobs: " + runs.jobCount(), columns, List.of(4, 5, 6, 7, 8, 9), rows);
    }
}
