package io.datasync.core.balance;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;

/**
 * Where every file of a run went: {@code seen = verified + in flight + excluded + failed + lost} (I-6, CORE-10, D-3).
 *
 * <p>It cannot be built out of balance. Links count in seen and excluded; folders never count. Immutable.
 */
public record Balance(long seen, long verified, long inFlight, long excluded, long failed, long lost) {
    /** Nothing was seen. */
    public static final Balance NOTHING = new Balance(0, 0, 0, 0, 0, 0);

    public Balance {
        if (!holds(seen, verified, inFlight, excluded, failed, lost)) {
            throw new IllegalArgumentException(
                    "The balance does not hold: " + text(seen, verified, inFlight, excluded, failed, lost));
        }
    }

    /**
     * The balance of counts that came from elsewhere.
     *
     * @throws SyncException {@code BALANCE_BROKEN} when they do not add up or one is negative
     */
    public static Balance check(long seen, long verified, long inFlight, long excluded, long failed, long lost)
            throws SyncException {
        if (!holds(seen, verified, inFlight, excluded, failed, lost)) {
            throw SyncException.permanent(
                    ErrorCode.BALANCE_BROKEN,
                    "The balance does not hold: " + text(seen, verified, inFlight, excluded, failed, lost));
        }
        return new Balance(seen, verified, inFlight, excluded, failed, lost);
    }

    private static boolean holds(long seen, long verified, long inFlight, long excluded, long failed, long lost) {
        if (verified < 0 || inFlight < 0 || excluded < 0 || failed < 0 || lost < 0) {
            return false;
        }
        try {
            long sum = Math.addExact(Math.addExact(verified, inFlight), Math.addExact(excluded, failed));
            return seen == Math.addExact(sum, lost);
        } catch (ArithmeticException overflow) {
            return false;
        }
    }

    /** Whether a run that ends with it is a success: nothing failed and nothing was lost. */
    public boolean isSuccess() {
        return failed == 0 && lost == 0;
    }

    /** The equation as people read it: {@code seen 5 = verified 4 + in flight 1 + excluded 0 + failed 0 + lost 0}. */
    @Override
    public String toString() {
        return text(seen, verified, inFlight, excluded, failed, lost);
    }

    private static String text(long seen, long verified, long inFlight, long excluded, long failed, long lost) {
        return "seen " + seen + " = verified " + verified + " + in flight " + inFlight + " + excluded " + excluded
                + " + failed " + failed + " + lost " + lost;
    }
}
