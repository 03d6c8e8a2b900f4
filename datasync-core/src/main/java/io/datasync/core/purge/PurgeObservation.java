package io.datasync.core.purge;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one believed scan of a job's source tells about production and purges.
 *
 * @param at when it was made
 * @param present every file found, also what is excluded and what could not be read; what could not be listed as it was known before
 * @param made new files by the hour, counted from 1970 in UTC, in which they were made
 * @param known files known before the scan
 * @param vanished those of them that are gone
 * @param disorder how badly each order explains which they are
 */
public record PurgeObservation(
        Instant at, Volume present, Map<Long, Volume> made, long known, Volume vanished, Disorder disorder) {
    public PurgeObservation {
        // In one order in every JVM, which simulations rely on.
        made = Collections.unmodifiableMap(new TreeMap<>(made));
        if (vanished.files() > known) {
            throw new IllegalArgumentException("Of " + known + " files " + vanished.files() + " cannot have vanished");
        }
    }

    /** Whether anything was made or went. */
    boolean tellsSomething() {
        return !made.isEmpty() || !vanished.isNone();
    }
}
