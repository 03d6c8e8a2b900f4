package io.datasync.drills.demo.seats;

import io.datasync.core.failure.ErrorCode;
import io.datasync.drills.demo.ending.DemoFailure;
import io.datasync.drills.demo.ending.Ending;
import io.datasync.drills.demo.home.Places;
import io.datasync.testkit.sandbox.AdminClient;
import io.datasync.testkit.sandbox.AdminRefusal;
import io.datasync.testkit.sandbox.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The job of a demo: its id and its folder in the archive, both fixed by source and archive (D-40).
 *
 * @param archived the folder that mirrors the source
 */
public record DemoJob(String id, Path archived) {
    private static final int OWN_SECONDS = 2;
    private static final int GIVEN_SECONDS = 10;
    private static final String JOBS = "/api/admin/jobs";
    private static final int NOT_FOUND = 404;

    public static DemoJob of(Places places) {
        String id = places.job();
        return new DemoJob(id, places.archive().resolve(AgentSeat.RUNNER).resolve(id));
    }

    /**
     * Makes the job at the server, which makes its archive; a job that is there stays as it is, and is switched on.
     *
     * @throws DemoFailure {@code SHARE_MISSING} when its archive has gone since: an absent archive is not an empty one (D-6)
     */
    public void make(AdminClient admin, Places places) throws DemoFailure {
        try {
            if (known(admin)) {
                admin.post(JOBS + "/" + id + "/enable", Json.object());
            } else {
                makeFolders();
                admin.createJob(definition(places));
            }
        } catch (AdminRefusal e) {
            throw DemoFailure.of(Ending.NOT_READY, "The job could not be made: " + e.getMessage());
        }
        if (!Files.isRegularFile(archived.resolve(".datasync").resolve("job.json"))) {
            throw DemoFailure.of(
                    ErrorCode.SHARE_MISSING,
                    "The archive of " + places.source() + " is gone: " + archived
                            + ". An absent archive is not taken for an"
                            + " empty one: nothing was sent. Put it back, or begin anew with another --archive or --home.");
        }
    }

    /**
     * Lets the jobs rest that were made for other sources or archives under the same home: a demo does what it is asked for and
     * nothing else. What they archived stays.
     */
    public void letOthersRest(AdminClient admin) throws DemoFailure {
        try {
            List<Json> jobs =
                    admin.get(JOBS + "?limit=500&runnerId=" + AgentSeat.RUNNER).items();
            for (Json job : jobs) {
                String other = job.get("jobId").text();
                if (!other.equals(id) && job.get("enabled").truth()) {
                    admin.post(JOBS + "/" + other + "/disable", Json.object());
                }
            }
        } catch (AdminRefusal e) {
            throw DemoFailure.of(Ending.NOT_READY, "Other jobs could not be switched off: " + e.getMessage());
        }
    }

    private boolean known(AdminClient admin) {
        try {
            admin.get(JOBS + "/" + id);
            return true;
        } catch (AdminRefusal e) {
            if (e.status() == NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    private void makeFolders() throws DemoFailure {
        Path above = archived.resolveSibling("");
        try {
            Files.createDirectories(above);
        } catch (IOException e) {
            throw DemoFailure.of(
                    ErrorCode.SHARE_AUTH,
                    "Cannot write to the archive " + above + " as user " + System.getProperty("user.name") + ": "
                            + e.getMessage() + ".");
        }
    }

    private Json definition(Places places) {
        int seconds = places.ownSource() ? OWN_SECONDS : GIVEN_SECONDS;
        return Json.object(
                "runnerId",
                AgentSeat.RUNNER,
                "jobId",
                id,
                "kind",
                places.ownSource() ? "geometry" : "plain",
                "zone",
                "UTC",
                "root",
                places.source().toString(),
                "archiveUrl",
                Places.url(archived),
                "include",
                List.of(),
                "exclude",
                List.of(),
                "intervalSeconds",
                seconds,
                "quietPeriodSeconds",
                seconds,
                "enabled",
                true);
    }
}
