package io.datasync.drills.bench.measure;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What one contender's runs took, in their order.
 *
 * @param name the contender's
 * @param runs at least one
 */
public record Measured(String name, List<Usage> runs) {
    private static final double MIB = 1 << 20;
    private static final double NANOS = 1e9;

    public Measured {
        runs = List.copyOf(runs);
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("No run of " + name);
        }
    }

    /** The median of the wall times. */
    public double wallSeconds() {
        return median(usage -> usage.wall().toNanos() / NANOS);
    }

    /** The median of the processor times. */
    public double cpuSeconds() {
        return median(usage -> usage.cpu().toNanos() / NANOS);
    }

    /** The largest of the peaks: a limit of memory is one for every run. */
    public double peakMib() {
        return runs.stream().mapToDouble(usage -> usage.peakBytes() / MIB).max().orElseThrow();
    }

    private double median(ToDoubleFunction<Usage> figure) {
        return median(runs.stream().mapToDouble(figure).toArray());
    }

    /** The median of the ratios of the wall times, round by round, so that what slows a whole round counts for neither. */
    public double ratioTo(Measured reference) {
        int rounds = Math.min(runs.size(), reference.runs.size());
        return median(IntStream.range(0, rounds)
                .mapToDouble(round -> (double) runs.get(round).wall().toNanos()
                        / reference.runs.get(round).wall().toNanos())
                .toArray());
    }

    static double median(double[] figures) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
