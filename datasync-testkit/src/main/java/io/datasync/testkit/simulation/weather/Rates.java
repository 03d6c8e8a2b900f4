package io.datasync.testkit.simulation.weather;

import java.util.SplittableRandom;

/**
 * How often calls go wrong, each as the probability per call. Every world draws its own, and leaves most of them out: faults that are rare
 * together would never meet the state that one of them makes when it is alone and frequent.
 *
 * @param fails a call does nothing and fails
 * @param lost a call does its work, and the answer is lost
 * @param odd a network's message comes late, twice or once more; a transaction is run twice
 * @param flips a bit is turned on its way to or from the share
 * @param crashes a process dies before or after a call that changes something
 * @param slow a call takes minutes
 */
public record Rates(double fails, double lost, double odd, double flips, double crashes, double slow) {
    /** Nothing goes wrong. */
    public static final Rates CALM = new Rates(0, 0, 0, 0, 0, 0);

    /** What goes wrong in one world. */
    public static Rates drawn(SplittableRandom random) {
        return new Rates(
                some(random, 0.02),
                some(random, 0.02),
                some(random, 0.03),
                some(random, 0.01),
                some(random, 0.004),
                some(random, 0.003));
    }

    private static double some(SplittableRandom random, double most) {
        return random.nextInt(2) == 0 ? 0 : most * random.nextDouble() * random.nextDouble();
    }
}
