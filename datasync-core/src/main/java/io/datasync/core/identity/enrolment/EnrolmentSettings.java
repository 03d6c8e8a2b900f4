package io.datasync.core.identity.enrolment;

import java.time.Duration;

/**
 * The figures of {@link EnrolmentRule} (I-11).
 *
 * @param waitingMax how many keys may wait in all, 1 or more
 * @param waitingPerRunnerMax how many of one runner, 1 or more
 * @param lately whoever was heard within this time was heard lately; more than zero
 */
public record EnrolmentSettings(int waitingMax, int waitingPerRunnerMax, Duration lately) {
    /** 1,000 keys, 5 of one runner, 10 minutes, after which a runner counts as offline (AGT-1). */
    public static final EnrolmentSettings DEFAULTS = new EnrolmentSettings(1_000, 5, Duration.ofMinutes(10));

    public EnrolmentSettings {
        if (waitingMax < 1 || waitingPerRunnerMax < 1) {
            throw new IllegalArgumentException(
                    "One key at least must be able to wait: " + waitingMax + ", " + waitingPerRunnerMax);
        }
        if (lately.isNegative() || lately.isZero()) {
            throw new IllegalArgumentException("lately must be more than zero: " + lately);
        }
    }
}
