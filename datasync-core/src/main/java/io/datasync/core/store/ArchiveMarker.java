package io.datasync.core.store;

import java.util.List;

/**
 * What {@code .datasync/job.json} says: whose archive this is (D-13).
 *
 * @param formatVersion the version of the share's layout
 * @param runner the runner's id
 * @param job the job's id
 * @param kind {@code geometry} or {@code plain}
 * @param zone the job's IANA time zone (D-10)
 * @param roots the source folders, as the agent names them
 */
public record ArchiveMarker(
        int formatVersion, String runner, String job, String kind, String zone, List<String> roots) {
    /** The layout that this version writes. */
    public static final int FORMAT_VERSION = 1;

    public ArchiveMarker {
        roots = List.copyOf(roots);
    }

    /** Whether both speak of the same runner and job, whatever else was changed since. */
    public boolean sameOwner(ArchiveMarker other) {
        return runner.equals(other.runner) && job.equals(other.job);
    }
}
