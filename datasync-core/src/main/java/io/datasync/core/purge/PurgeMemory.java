package io.datasync.core.purge;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a job's scans taught about production and purges at its source; kept in the journal as a text. Immutable.
 *
 * @param notedAt the last scan that told something; empty before the first
 * @param present the files that were there then, see {@link PurgeObservation#present}
 */
public record PurgeMemory(
        Optional<Instant> notedAt,
        Volume present,
        HourlyProduction production,
        OrderEvidence evidence,
        LargestBatch batches) {
    /** Knows nothing. */
    public static final PurgeMemory EMPTY = new PurgeMemory(
            Optional.empty(), Volume.NONE, HourlyProduction.NONE, OrderEvidence.NONE, LargestBatch.NONE);

    /** Between scans further apart, many purges may lie: what vanished is not one batch. */
    private static final Duration ONE_BATCH = Duration.ofHours(2);

    /** A scan that tells nothing is noted when this long passed since the last note. */
    private static final Duration NOTE_PAUSE = Duration.ofMinutes(30);

    /** From which time on new files are to be counted by the hour at the next scan: what was made before has been counted, or is too old. */
    public Instant countFrom(Instant now) {
        Instant earliest = now.minus(Duration.ofHours(HourlyProduction.HOURS_MAX));
        return notedAt.filter(earliest::isBefore).orElse(earliest);
    }

    /** With what one more scan saw; this very memory when that is not worth a note. */
    public PurgeMemory plus(PurgeObservation seen) {
        boolean due = notedAt.isEmpty()
                || Duration.between(notedAt.get(), seen.at()).abs().compareTo(NOTE_PAUSE) >= 0;
        boolean sameFiles = seen.present().files() == present.files();
        if (!due && !seen.tellsSomething() && sameFiles && seen.present().bytes() == present.bytes()) {
            return this;
        }
        Volume batch = batch(seen);
        return new PurgeMemory(
                Optional.of(seen.at()),
                seen.present(),
                production.plus(seen.made(), seen.at()),
                evidence.plus(
                        seen.vanished().files(), seen.known() - seen.vanished().files(), seen.disorder()),
                batch.isNone() ? batches : batches.plus(batch, seen.at()));
    }

    /** After a long gap only what the source shrank by is certain to have been deleted at once. */
    private Volume batch(PurgeObservation seen) {
        boolean gap = notedAt.isPresent()
                && Duration.between(notedAt.get(), seen.at()).compareTo(ONE_BATCH) > 0;
        return gap ? seen.vanished().min(present.less(seen.present())) : seen.vanished();
    }

    /** The order in which the source deletes, once it is learned. */
    public Optional<PurgeOrder> order() {
        return evidence.learned();
    }

    /** The rate of production; empty when nothing was ever seen to be made. */
    public Optional<ProductionRate> rate(Instant now) {
        return production.rate(now);
    }

    /** The largest batch of a purge that is remembered; empty when none is. */
    public Optional<Volume> largestBatch(Instant now) {
        return batches.largest(now);
    }

    /** As {@link #parse} reads it: a few kilobytes at most. */
    public String text() {
        return MemoryText.write(this);
    }

    /** The memory of a text; {@link #EMPTY} when it is not one that this version reads: what it knew is learned again. */
    public static PurgeMemory parse(String text) {
        return MemoryText.read(text).orElse(EMPTY);
    }
}
