package io.datasync.server.sync.index;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.EntryState;
import io.datasync.core.index.IndexTransaction;
import io.datasync.core.index.JobRow;
import io.datasync.core.index.RunRow;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunState;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.server.sync.sql.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Rows for tests. */
final class Samples {
    static final JobId JOB = new JobId("geometry");
    static final RunId RUN = new RunId("run-1");
    static final FencingToken TOKEN = new FencingToken(3, 1);
    static final Instant NOON = Instant.parse("2026-04-23T12:00:00.123456Z");
    static final Duration LEASE = Duration.ofMinutes(5);

    private Samples() {}

    /** A job of the runner {@code pc-1}. */
    static void addJob(TestDatabase database, JobId job) {
        addJob(database, job, new RunnerId("pc-1"), "file:///archive");
    }

    /** A job of a runner that is there. */
    static void addJob(TestDatabase database, JobId job, RunnerId runner, String archiveUrl) {
        database.execute("INSERT INTO jobs (job_id, runner_id, kind, zone, root, archive_url, includes, excludes,"
                + " interval_seconds, quiet_seconds, enabled, created_at, token_epoch, token_counter) VALUES ('" + job
                + "', '" + runner + "', 'geometry', 'UTC', '/data', '" + archiveUrl + "', '[]', '[]', 60, 10, "
                + (database.numbersForFlags() ? "1" : "TRUE") + ", '2026-01-01T00:00:00', 0, 0)");
    }

    static FolderName folder(String name) {
        return RelativePath.known(name + "/x").folder();
    }

    /** What the rules do at an open, as far as the index is concerned. */
    static FencingToken open(IndexTransaction index, RunId run) throws SyncException {
        JobRow job = index.lockJob(JOB).orElseThrow();
        FencingToken next = new FencingToken(job.token().epoch(), job.token().counter() + 1);
        index.insertRun(run(run, next, index.now()));
        index.updateJob(JOB, next, Optional.of(run));
        return next;
    }

    static RunRow run(RunId run, FencingToken token, Instant now) {
        return new RunRow(
                run,
                JOB,
                RunState.OPEN,
                token,
                false,
                Optional.empty(),
                now,
                now,
                now.plus(LEASE),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static EntryRow entry(String path, long scanSeq) {
        return entry(path, scanSeq, EntryState.VERIFIED, true);
    }

    static EntryRow entry(String path, long scanSeq, EntryState state, boolean atSource) {
        var fact = new Fact(
                SourceEntry.file(RelativePath.known(path), path.length(), -17), // a time before 1970
                Digest.of(Digest.sha256().digest(path.getBytes(StandardCharsets.UTF_8))),
                NOON);
        return new EntryRow(fact, state, atSource, scanSeq, RUN, TOKEN);
    }

    static List<EntryRow> entries(int count, long scanSeq) {
        return IntStream.range(0, count)
                .mapToObj(number -> entry("2026-04-23/part-" + number + ".csv", scanSeq))
                .toList();
    }
}
