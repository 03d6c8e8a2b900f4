package io.datasync.core.protocol.fleet;

import io.datasync.core.lease.JobId;
import io.datasync.core.path.PathFilter;
import io.datasync.core.purge.PurgePool;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * A job as its agent needs it.
 *
 * @param zone in which its days begin and end (D-10)
 * @param root the source folder, as the PC names it; the agent checks it against its own list of roots (I-14)
 * @param archiveUrl where its archive is, fixed when the job was made (D-40)
 * @param include globs of what is archived; empty means everything
 * @param exclude globs of what is not
 * @param interval from the start of one cycle to the next, in whole seconds
 * @param quietPeriod for how long a file must hold still before it is archived, in whole seconds (CORE-2)
 * @param enabled whether it is worked on
 * @param pool the pool to which its source belongs; empty when none is known, and then no limit is (D-11)
 */
public record JobDefinition(
        JobId job,
        JobKind kind,
        ZoneId zone,
        String root,
        String archiveUrl,
        List<String> include,
        List<String> exclude,
        Duration interval,
        Duration quietPeriod,
        boolean enabled,
        Optional<PurgePool> pool) {
    /** The largest number of globs of one kind: what a filter takes. */
    public static final int GLOBS_MAX = PathFilter.PATTERNS_MAX;

    /** The longest root, URL or glob. */
    public static final int TEXT_MAX = 4_096;

    /** A job of whose pool nothing is known. */
    public JobDefinition(
            JobId job,
            JobKind kind,
            ZoneId zone,
            String root,
            String archiveUrl,
            List<String> include,
            List<String> exclude,
            Duration interval,
            Duration quietPeriod,
            boolean enabled) {
        this(job, kind, zone, root, archiveUrl, include, exclude, interval, quietPeriod, enabled, Optional.empty());
    }

    public JobDefinition {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }
}
