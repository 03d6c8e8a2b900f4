package io.datasync.core.seal;

import java.time.Duration;

/**
 * When folders are sealed, and how often those that are sealed are listed again.
 *
 * @param quiet for how long nothing new must have come (CORE-5); 24 h by default, at least 1 s
 * @param rescanDays each sealed folder is listed once within so many days (D-10); 30 by default, 1 to 3,650
 */
public record SealSettings(Duration quiet, int rescanDays) {
    /** 24 hours, 30 days. */
    public static final SealSettings DEFAULTS = new SealSettings(Duration.ofHours(24), 30);

    public SealSettings {
        if (quiet.compareTo(Duration.ofSeconds(1)) < 0 || quiet.compareTo(Duration.ofDays(3_650)) > 0) {
            throw new IllegalArgumentException("Not a time for a folder to be quiet: " + quiet);
        }
        if (rescanDays < 1 || rescanDays > 3_650) {
            throw new IllegalArgumentException("Not a number of days for a rescan: " + rescanDays);
        }
    }
}
