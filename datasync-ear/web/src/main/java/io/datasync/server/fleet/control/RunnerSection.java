package io.datasync.server.fleet.control;

import io.datasync.core.failure.SyncException;
import io.datasync.server.platform.status.StatusSection;
import io.datasync.server.platform.status.StatusTable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;

/** The runners on the status page. */
@ApplicationScoped
public class RunnerSection implements StatusSection {
    @Inject
    private RunnerList runners;

    @Override
    public int position() {
        return 10;
    }

    @Override
    public StatusTable read() throws SyncException {
        List<List<String>> rows = new ArrayList<>();
        for (RunnerList.Row runner : runners.after("", "any", StatusTable.ROWS_MAX)) {
            rows.add(List.of(
                    runner.runnerId(),
                    runner.state(),
                    runner.machine().host(),
                    runner.machine().agentVersion(),
                    runner.lastHeartbeat().map(StatusTable::time).orElse("never"),
                    runner.azureFilesStatus().orElse("-"),
                    Integer.toString(runner.waiting().size())));
        }
        var counts = new ArrayList<String>();
        runners.counts().forEach((state, count) -> counts.add(count + " " + state));
        return new StatusTable(
                "Runners: " + (counts.isEmpty() ? "none" : String.join(", ", counts)),
                List.of("Runner", "State", "Host", "Agent", "Last heartbeat (UTC)", "Share", "Keys waiting"),
                List.of(6),
                rows);
    }
}
