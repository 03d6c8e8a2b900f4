package io.datasync.drills.bench;

import io.datasync.testkit.process.ProcessFailure;
import java.io.IOException;

/** How a measurement that failed ends. */
final class BenchFailure {
    private static final int FAILED = 1;

    private BenchFailure() {}

    /** What can fail. */
    @FunctionalInterface
    interface Work {
        /** Returns whether everything was measured. */
        boolean run() throws IOException;
    }

    /** Does the work and returns the exit code; what failed is a sentence. */
    static int shown(Work work) {
        try {
            return work.run() ? 0 : FAILED;
        } catch (IOException | ProcessFailure | IllegalStateException e) {
            System.err.println(
                    Thread.currentThread().isInterrupted() ? "Stopped." : "The measurement failed: " + e.getMessage());
            return FAILED;
        }
    }
}
