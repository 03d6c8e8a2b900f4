package io.datasync.core.verify.archive;

import io.datasync.core.failure.SyncException;
import io.datasync.core.purge.Volume;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What reading a whole archive back came to.
 *
 * @param verdicts how many files, of how many bytes, got each verdict; every verdict is there, in their order. The bytes are those on record, and where there is no
 *     record those that the archive has
 * @param named the files that {@link VerifiedFile} tells of, in the order of their paths, at most {@link #NAMED_MAX} of each verdict
 * @param sourceUnavailable why files were not compared with the source from some moment on, or at all: it was not there, or is not the one
 *     that was archived. They count as {@link Verdict#PROVEN}
 * @param took from its beginning to its end
 */
public record Verification(
        Map<Verdict, Volume> verdicts,
        List<VerifiedFile> named,
        Optional<SyncException> sourceUnavailable,
        Duration took) {
    /** How many files of a verdict are named; the verdicts count them all. */
    public static final int NAMED_MAX = 100;

    public Verification {
        if (verdicts.size() != Verdict.values().length) {
            throw new IllegalArgumentException("Some verdicts are missing: " + verdicts.keySet());
        }
        verdicts = Collections.unmodifiableMap(new EnumMap<>(verdicts));
        named = List.copyOf(named);
    }

    /** The files that got a verdict. */
    public Volume of(Verdict verdict) {
        return verdicts.getOrDefault(verdict, Volume.NONE);
    }

    /** All files that were looked at. */
    public Volume total() {
        return verdicts.values().stream().reduce(Volume.NONE, Volume::plus);
    }

    /** Whether no file is at {@link Verdict#isFault fault}: the archive holds all that is on record, and nothing at the source contradicts it. */
    public boolean isSound() {
        return verdicts.entrySet().stream()
                .noneMatch(each -> each.getKey().isFault() && !each.getValue().isNone());
    }
}
