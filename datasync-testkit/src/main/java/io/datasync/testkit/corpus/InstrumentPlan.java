package io.datasync.testkit.corpus;

/**
 * How an {@link Instrument} works.
 *
 * @param filesMax the cap: when a file is complete, the oldest go until no more than this are left
 * @param bytesMin the smallest file
 * @param bytesMax the largest file
 * @param piecesMax in how many pieces a file is written at most
 */
public record InstrumentPlan(int filesMax, int bytesMin, int bytesMax, int piecesMax) {
    /** Refuses what no instrument can do. */
    public InstrumentPlan {
        if (filesMax < 1 || bytesMin < 1 || bytesMax < bytesMin || piecesMax < 1) {
            throw new IllegalArgumentException(
                    "impossible plan: " + filesMax + ", " + bytesMin + ".." + bytesMax + ", " + piecesMax);
        }
    }

    /** Files of 2 to 40 KB in up to 4 pieces, and this cap. */
    public static InstrumentPlan keeping(int filesMax) {
        return new InstrumentPlan(filesMax, 2_000, 40_000, 4);
    }
}
