package io.datasync.drills.bench.cases;

import io.datasync.drills.bench.measure.LoadAverage;
import io.datasync.drills.bench.measure.Measured;
import io.datasync.drills.bench.report.CaseResult;
import io.datasync.drills.bench.report.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * One job to be measured.
 *
 * @param name how the command line calls it
 * @param corpus over which files, by name; empty when it needs none
 * @param title in words
 * @param work measures it: the subject first, then those it is compared with
 * @param judgement what the targets say of that
 */
public record Case(String name, Optional<String> corpus, String title, Work work, Judgement judgement) {
    /** Measures. */
    @FunctionalInterface
    interface Work {
        List<Measured> measure(Place place) throws IOException;
    }

    /** Judges what was measured. */
    @FunctionalInterface
    interface Judgement {
        List<Verdict> judge(List<Measured> measured);
    }

    /** Does it; takes minutes, and hours where everything must be made first. */
    public CaseResult measure(Place place) throws IOException {
        double before = LoadAverage.now();
        List<Measured> measured = work.measure(place);
        return new CaseResult(title, measured, judgement.judge(measured), before, LoadAverage.now());
    }
}
