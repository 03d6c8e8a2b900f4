package io.datasync.core.transfer;

import io.datasync.core.lease.RunId;
import io.datasync.core.store.StagingName;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * Gives names in staging: {@code <machine>-<run>-<n>} (D-6). No name is given twice, also not by a later process that goes on with the
 * same run. Thread-safe.
 */
public final class StagingNames {
    private static final Pattern MACHINE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._]{0,63}");
    private static final long NAMES_PER_MILLISECOND = 1_000_000;

    private final String prefix;
    private final AtomicLong last;

    /**
     * Names for a run on a machine.
     *
     * @param machine tells machines apart that archive to one place: 1 to 64 letters, digits, dots and underscores, no hyphen
     */
    public StagingNames(String machine, RunId run, InstantSource clock) {
        prefix = prefixOf(machine) + run.text() + "-";
        last = new AtomicLong(Math.multiplyExact(Math.max(clock.millis(), 0), NAMES_PER_MILLISECOND));
    }

    /** The next name. */
    public StagingName next() {
        return new StagingName(prefix + last.incrementAndGet());
    }

    /** How all names of a machine begin, and those of no other. */
    static String prefixOf(String machine) {
        if (!MACHINE.matcher(machine).matches()) {
            throw new IllegalArgumentException("Not the id of a machine: " + machine);
        }
        return machine + "-";
    }
}
