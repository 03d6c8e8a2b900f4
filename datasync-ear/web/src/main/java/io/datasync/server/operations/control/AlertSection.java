package io.datasync.server.operations.control;

import io.datasync.core.failure.SyncException;
import io.datasync.server.platform.status.StatusSection;
import io.datasync.server.platform.status.StatusTable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;

/** The alerts that live, on the status page before everything else (D-12, OPS-3). */
@ApplicationScoped
public class AlertSection implements StatusSection {
    @Inject
    private AlertList alerts;

    @Override
    public int position() {
        return 0;
    }

    @Override
    public StatusTable read() throws SyncException {
        List<List<String>> rows = new ArrayList<>();
        for (StoredAlert alert : alerts.page(AlertList.State.LIVE, Long.MAX_VALUE, StatusTable.ROWS_MAX)) {
            rows.add(List.of(
                    StatusTable.time(alert.raisedAt()),
                    alert.severity(),
                    alert.code(),
                    alert.subject(),
                    alert.summary(),
                    alert.acknowledgement().map(StoredAlert.Acknowledgement::by).orElse("-"),
                    Long.toString(alert.repeats())));
        }
        return new StatusTable(
                "Alerts: " + alerts.liveCount(),
                List.of("Since (UTC)", "Severity", "Code", "About", "What", "Acknowledged by", "Raised"),
                List.of(6),
                rows);
    }
}
