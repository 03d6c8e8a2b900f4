package io.datasync.core.transfer;

import io.datasync.core.lease.RunId;
import io.datasync.core.store.StagingName;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives names in staging: {@code <machine>-<run>-<n>} (D-6). No name is given twice, also not by a later process that goes on with the
 * same run. Thread-safe.
 */
public final class StagingNames {
    private static final Pattern NUMBER = Pattern.compile("-([0-9]{1,18}|[0-8][0-9]{18})$");
    private static final long NAMES_PER_MILLISECOND = 1_000_000;

    private final String prefix;
    private final AtomicLong last;

    /**
     * Names for a run on a machine.
     *
     * @param machine tells machines apart that archive to one place, see {@link MachineIds}
     */
    public StagingNames(String machine, RunId run, InstantSource clock) {
        prefix = MachineIds.prefixOf(machine) + run.text() + "-";
        last = new AtomicLong(Math.multiplyExact(Math.max(clock.millis(), 0), NAMES_PER_MILLISECOND));
    }

    /** The next name. */
    public StagingName next() {
        return new StagingName(prefix + last.incrementAndGet());
    }

    /** When the process that made the name began to give names, by its clock; empty when no process names files so. */
    static Optional<Instant> madeAt(StagingName name) {
        Matcher number = NUMBER.matcher(name.text());
        return number.find()
                ? Optional.of(Instant.ofEpochMilli(Long.parseLong(number.group(1)) / NAMES_PER_MILLISECOND))
                : Optional.empty();
    }
}
