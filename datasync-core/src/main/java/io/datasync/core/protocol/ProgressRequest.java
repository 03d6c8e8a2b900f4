package io.datasync.core.protocol;

import java.util.List;

/** What happened since the last message of the run; also renews its lease. An empty list only renews. */
public record ProgressRequest(List<Report> reports) {
    /** The largest number of reports in one request (I-11). */
    public static final int REPORTS_MAX = 1_000;

    public ProgressRequest {
        reports = List.copyOf(reports);
    }
}
