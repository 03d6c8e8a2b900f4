package io.datasync.core.scan;

import io.datasync.core.path.PathFilter;

/**
 * How a source is scanned.
 *
 * @param filter which files are left out
 * @param threads how many folders are scanned at once, 1 to 64
 * @param namedMax of how many failures, and of how many exclusions, of a folder the paths are kept; 1 to 100,000
 */
public record ScanSettings(PathFilter filter, int threads, int namedMax) {
    /** Nothing left out, two threads, a thousand names. */
    public static final ScanSettings DEFAULT = new ScanSettings(PathFilter.NOTHING, 2, 1_000);

    public ScanSettings {
        if (threads < 1 || threads > 64) {
            throw new IllegalArgumentException("The threads of a scan are 1 to 64, not " + threads);
        }
        if (namedMax < 1 || namedMax > 100_000) {
            throw new IllegalArgumentException("The names kept of a folder are 1 to 100,000, not " + namedMax);
        }
    }

    /** The same with another filter. */
    public ScanSettings with(PathFilter newFilter) {
        return new ScanSettings(newFilter, threads, namedMax);
    }
}
