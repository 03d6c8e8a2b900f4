package io.datasync.drills.bench.report;

import io.datasync.drills.bench.measure.Measured;
import java.util.List;

/**
 * What one case gave.
 *
 * @param title in words
 * @param measured the subject first, then those it is compared with
 * @param verdicts what the targets say of it
 * @param loadBefore the system's load when it began
 * @param loadAfter and when it had ended
 */
public record CaseResult(
        String title, List<Measured> measured, List<Verdict> verdicts, double loadBefore, double loadAfter) {
    public CaseResult {
        measured = List.copyOf(measured);
        verdicts = List.copyOf(verdicts);
    }
}
