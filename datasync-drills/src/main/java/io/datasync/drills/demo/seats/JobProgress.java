package io.datasync.drills.demo.seats;

import io.datasync.core.balance.Balance;
import io.datasync.testkit.sandbox.Json;
import java.util.Optional;

/**
 * What an agent says of a job while it works.
 *
 * @param phase what it does; {@code idle} between two looks at the source
 * @param balance where every file is by now
 * @param filesDone files verified in this cycle
 * @param bytesDone their bytes
 * @param bytesTotal what this cycle has to archive, in bytes
 * @param first the file that was verified first in the last cycle that verified one
 * @param code why the last cycle failed
 */
public record JobProgress(
        String phase,
        Balance balance,
        long filesDone,
        long bytesDone,
        long bytesTotal,
        Optional<String> first,
        Optional<String> code) {
    private static final String IDLE = "idle";

    /** What the agent's status file says of a job; empty when it does not name it yet. */
    public static Optional<JobProgress> in(String status, String job) {
        return Json.parse(status).get("jobs").items().stream()
                .filter(each -> each.get("job").text().equals(job))
                .findFirst()
                .map(JobProgress::of);
    }

    private static JobProgress of(Json job) {
        return new JobProgress(
                job.get("phase").text(),
                balance(job),
                job.get("filesDone").number(),
                job.get("bytesDone").number(),
                job.get("bytesTotal").number(),
                text(job, "first"),
                text(job, "code"));
    }

    /** The six counts of an object. */
    public static Balance balance(Json counts) {
        return new Balance(
                counts.get("seen").number(),
                counts.get("verified").number(),
                counts.get("inFlight").number(),
                counts.get("excluded").number(),
                counts.get("failed").number(),
                counts.get("lost").number());
    }

    private static Optional<String> text(Json object, String field) {
        return object.has(field) ? Optional.of(object.get(field).text()) : Optional.empty();
    }

    /** Whether a cycle has ended and the next has not begun. */
    public boolean idle() {
        return phase.equals(IDLE);
    }
}
