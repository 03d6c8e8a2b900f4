package io.datasync.core;

import java.util.Random;

/** Runs a check for many seeds; a failure names its seed, and {@code -Ddatasync.seed=N} repeats that one alone. */
public final class Property {
    private static final String SEED = "datasync.seed";

    private Property() {}

    /** What must hold for every seed. */
    @FunctionalInterface
    public interface Check {
        /** Draws a case from the generator and asserts. */
        void run(Random random) throws Exception;
    }

    /** Runs the check for this many seeds. */
    public static void holds(int cases, Check check) {
        Long only = Long.getLong(SEED);
        if (only != null) {
            run(only, check);
            return;
        }
        for (long seed = 1; seed <= cases; seed++) {
            run(seed, check);
        }
    }

    private static void run(long seed, Check check) {
        try {
            check.run(new Random(seed));
        } catch (Exception | AssertionError e) {
            throw new AssertionError("It does not hold for -D" + SEED + "=" + seed + ": " + e.getMessage(), e);
        }
    }
}
