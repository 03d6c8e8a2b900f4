package io.datasync.drills.bench.report;

import io.datasync.drills.bench.measure.Measured;

/**
 * A figure beside its target.
 *
 * @param what what the figure says, such as {@code x rsync -a}
 * @param value the figure
 * @param limit what it should be at most
 */
public record Verdict(String what, double value, double limit) {
    /** How long one took, against another that ran in turn with it. */
    public static Verdict ratio(Measured subject, Measured reference, double limit) {
        return new Verdict("x " + reference.name(), subject.ratioTo(reference), limit);
    }

    /** The peak of the resident memory. */
    public static Verdict mib(Measured subject, double limit) {
        return new Verdict("MiB", subject.peakMib(), limit);
    }

    /** The wall time. */
    public static Verdict seconds(Measured subject, double limit) {
        return new Verdict("s", subject.wallSeconds(), limit);
    }

    /** Whether the target is met. */
    public boolean passed() {
        return value <= limit;
    }
}
