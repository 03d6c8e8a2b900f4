package io.datasync.server.sync.boundary.people;

import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.path.PathFilter;
import io.datasync.core.protocol.fleet.JobDefinition;
import io.datasync.core.protocol.fleet.JobKind;
import io.datasync.core.protocol.fleet.JobList;
import io.datasync.core.protocol.json.JobsJson;
import io.datasync.core.protocol.json.JsonLimits;
import io.datasync.server.platform.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A job to be made. Without a kind it is plain, without a zone in UTC, without an interval it runs every 60 s, without a quiet period files
 * must hold still for 10 s, without a list of excludes what instruments leave behind is excluded (AGT-14), and it is enabled unless it says
 * otherwise. Without a pool no limit of its source is known, so nothing is foreseen of what its PC deletes (D-11). Files that lie in the archive's place already are taken over only when it says so (USE-1).
 */
public record NewJob(
        @Nullable String runnerId,
        @Nullable String jobId,
        @Nullable String kind,
        @Nullable String zone,
        @Nullable String root,
        @Nullable String archiveUrl,
        @Nullable List<String> include,
        @Nullable List<String> exclude,
        @Nullable Long intervalSeconds,
        @Nullable Long quietPeriodSeconds,
        @Nullable Boolean enabled,
        @Nullable Boolean adopt,
        @Nullable PoolLimit pool) {
    /** What fits into the columns of all databases. */
    private static final int TEXT_MAX = 2_048;

    private static final int GLOBS_CHARS_MAX = 200_000;
    private static final long DAY_SECONDS = 86_400;

    RunnerId runner() throws SyncException {
        return RunnerId.parse(required("runnerId", runnerId, 64));
    }

    boolean adopts() {
        return adopt != null && adopt;
    }

    /**
     * The job as its agent is told of it. One that the agent could not read is refused, since it would spoil the list of all its jobs; so
     * is one whose filter the agent could not make, since it would never archive anything.
     */
    JobDefinition definition() throws SyncException {
        JobDefinition job = asGiven();
        if (job.job().isAside()) {
            throw ProblemException.invalid("jobId: no job of a person's has " + JobId.ASIDE_MARK + " in its name.");
        }
        requireFilter(job);
        requireApart(job);
        if (!asAgentsReadIt(job).equals(List.of(job))) {
            throw ProblemException.invalid("A text holds half a character, which cannot be sent.");
        }
        return job;
    }

    private static void requireFilter(JobDefinition job) {
        try {
            PathFilter.of(job.include(), job.exclude());
        } catch (SyncException refused) {
            throw new ProblemException(
                    ProblemException.invalid(refused.getMessage()).problem());
        }
    }

    /** A directory share is seen by server and agent under one path, so what lies in each other can be told here already. */
    private static void requireApart(JobDefinition job) {
        if (!job.archiveUrl().startsWith("file:")) {
            return;
        }
        Path archive;
        Path root;
        try {
            archive = Path.of(URI.create(job.archiveUrl())).normalize();
            root = Path.of(job.root()).normalize();
        } catch (IllegalArgumentException | FileSystemNotFoundException unreadable) {
            // What no path of this computer is cannot lie in one; whoever opens the archive says what is wrong with it.
            return;
        }
        if (archive.startsWith(root) || root.startsWith(archive)) {
            throw ProblemException.invalid("root and archiveUrl lie in each other.");
        }
    }

    private static List<JobDefinition> asAgentsReadIt(JobDefinition job) {
        var sent = new ByteArrayOutputStream();
        try {
            JobsJson.write(sent, new JobList(List.of(job)));
            return JobsJson.readJobList(new ByteArrayInputStream(sent.toByteArray()), JsonLimits.DEFAULTS)
                    .jobs();
        } catch (IOException | SyncException unreadable) {
            throw new ProblemException(
                    ProblemException.invalid("No agent could read this job: " + unreadable.getMessage())
                            .problem());
        }
    }

    private JobDefinition asGiven() throws SyncException {
        return new JobDefinition(
                JobId.parse(required("jobId", jobId, 64)),
                kindOf(kind),
                zoneOf(zone),
                required("root", root, TEXT_MAX),
                required("archiveUrl", archiveUrl, TEXT_MAX),
                globs("include", include, List.of()),
                globs("exclude", exclude, PathFilter.DEFAULT_EXCLUDES),
                seconds("intervalSeconds", intervalSeconds, 60, 1, 30 * DAY_SECONDS),
                seconds("quietPeriodSeconds", quietPeriodSeconds, 10, 0, DAY_SECONDS),
                enabled == null || enabled,
                pool == null ? Optional.empty() : Optional.of(pool.pool()));
    }

    private static String required(String field, @Nullable String value, int charsMax) {
        if (value == null || value.isBlank() || value.length() > charsMax) {
            throw ProblemException.invalid(field + " must have 1 to " + charsMax + " characters.");
        }
        return value;
    }

    private static JobKind kindOf(@Nullable String text) {
        if (text == null) {
            return JobKind.PLAIN;
        }
        for (JobKind kind : JobKind.values()) {
            if (kind.text().equals(text)) {
                return kind;
            }
        }
        throw ProblemException.invalid("kind must be geometry or plain.");
    }

    private static ZoneId zoneOf(@Nullable String text) {
        if (text == null) {
            return ZoneId.of("UTC");
        }
        try {
            if (text.length() <= 64) {
                return ZoneId.of(text);
            }
        } catch (DateTimeException unknown) {
            throw new ProblemException(ProblemException.invalid("zone must be an IANA zone such as Europe/Zurich.")
                    .problem());
        }
        throw ProblemException.invalid("zone must be an IANA zone such as Europe/Zurich.");
    }

    private static List<String> globs(String field, @Nullable List<String> globs, List<String> otherwise) {
        if (globs == null) {
            return otherwise;
        }
        int chars = 0;
        for (@Nullable String glob : globs) {
            if (glob == null || glob.isEmpty() || glob.length() > JobDefinition.TEXT_MAX) {
                throw ProblemException.invalid(field + " must hold globs of 1 to 4096 characters.");
            }
            if (glob.codePoints().anyMatch(NewJob::unprintable)) {
                throw ProblemException.invalid(field + " must hold no control character and no half of a character.");
            }
            chars += glob.length();
        }
        if (globs.size() > JobDefinition.GLOBS_MAX || chars > GLOBS_CHARS_MAX) {
            throw ProblemException.invalid(field + " holds too many globs.");
        }
        return globs;
    }

    private static boolean unprintable(int point) {
        return Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE;
    }

    private static Duration seconds(String field, @Nullable Long value, long otherwise, long least, long most) {
        long seconds = value == null ? otherwise : value;
        if (seconds < least || seconds > most) {
            throw ProblemException.invalid(field + " must lie between " + least + " and " + most + ".");
        }
        return Duration.ofSeconds(seconds);
    }
}
