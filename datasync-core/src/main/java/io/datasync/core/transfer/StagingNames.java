package io.datasync.core.transfer;

import io.datasync.core.digest.Digest;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.store.StagingName;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives names in staging: {@code <machine>-<run>-<n>} (D-6), and for large files {@code <machine>-resume.<entry>-<n>} (D-14). No name is given twice, also not by a later process that goes on with the
 * same run. Thread-safe.
 */
public final class StagingNames {
    private static final Pattern NUMBER = Pattern.compile("-([0-9]{1,18}|[0-8][0-9]{18})$");
    private static final long NAMES_PER_MILLISECOND = 1_000_000;

    private static final Pattern RESUMABLE = Pattern.compile("[^-]+-resume\\.[0-9a-f]{32}-[0-9]{1,19}");

    private final String machinePrefix;
    private final String prefix;
    private final AtomicLong last;

    /**
     * Names for a run on a machine.
     *
     * @param machine tells machines apart that archive to one place, see {@link MachineIds}
     */
    public StagingNames(String machine, RunId run, InstantSource clock) {
        machinePrefix = MachineIds.prefixOf(machine);
        prefix = machinePrefix + run.text() + "-";
        last = new AtomicLong(Math.multiplyExact(Math.max(clock.millis(), 0), NAMES_PER_MILLISECOND));
    }

    /** The next name. */
    public StagingName next() {
        return new StagingName(prefix + last.incrementAndGet());
    }

    /**
     * The next name for a file that a later process may go on with: instead of the run it says which entry it is for, as long as that has
     * this size and time (D-14).
     */
    StagingName nextFor(SourceEntry entry) {
        return new StagingName(prefixFor(entry) + last.incrementAndGet());
    }

    /** Whether this machine began the file for this very entry, in this or an earlier run. */
    boolean isFor(SourceEntry entry, StagingName name) {
        return name.text().startsWith(prefixFor(entry)) && isResumable(name);
    }

    private String prefixFor(SourceEntry entry) {
        MessageDigest sha = Digest.sha256();
        sha.update(ByteBuffer.allocate(16)
                .putLong(entry.sizeBytes())
                .putLong(entry.ticks())
                .flip());
        sha.update(entry.path().bytes());
        return machinePrefix + "resume." + Digest.of(sha.digest()).hex().substring(0, 32) + "-";
    }

    /** Whether the name is one of {@link #nextFor}, of any machine. */
    static boolean isResumable(StagingName name) {
        return RESUMABLE.matcher(name.text()).matches();
    }

    /** When the process that made the name began to give names, by its clock; empty when no process names files so. */
    static Optional<Instant> madeAt(StagingName name) {
        Matcher number = NUMBER.matcher(name.text());
        return number.find()
                ? Optional.of(Instant.ofEpochMilli(Long.parseLong(number.group(1)) / NAMES_PER_MILLISECOND))
                : Optional.empty();
    }
}
