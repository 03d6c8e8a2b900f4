package io.datasync.drills.demo.terminal;

import io.datasync.core.balance.Balance;
import java.time.Duration;
import java.util.Locale;

/** The sentences and tables of the demo, made from figures alone. Counts and facts only: no forecast, and no verdict (API-9). */
public final class Wording {
    private static final int STEPS = 5;

    private Wording() {}

    /** One of the steps by which the demo comes up: {@code  2/5 server       http://127.0.0.1:8080 is ready            12.1 s}. */
    public static String step(int number, String what, String text) {
        return String.format(Locale.ROOT, " %d/%d %-12s %s", number, STEPS, what, text);
    }

    /** A step that took a time worth telling. */
    public static String step(int number, String what, String text, Duration took) {
        return String.format(Locale.ROOT, " %d/%d %-12s %-46s %8s", number, STEPS, what, text, Figures.duration(took));
    }

    /** The equation, zeros printed: {@code seen 3,214 = verified 3,180 + in flight 34 + excluded 0 + failed 0 + lost 0}. */
    public static String equation(Balance balance) {
        return String.format(
                Locale.ROOT,
                "seen %,d = verified %,d + in flight %,d + excluded %,d + failed %,d + lost %,d",
                balance.seen(),
                balance.verified(),
                balance.inFlight(),
                balance.excluded(),
                balance.failed(),
                balance.lost());
    }

    /** How fast, and how much in all: {@code 1,302 files/s, 214 MB in 8.6 s.} */
    public static String sent(long files, long bytes, Duration took) {
        return Figures.perSecond(files, took) + " files/s, " + Figures.bytes(bytes) + " in " + Figures.duration(took)
                + ".";
    }

    /** What a run that sent nothing found: {@code 0 files sent, all 11,198 were verified before and have not changed since.} */
    public static String nothingSent(long verified) {
        return "0 files sent, all " + Figures.count(verified) + " were verified before and have not changed since.";
    }

    /** How fast at the moment: {@code 412 files/s, 18 MB/s.} */
    public static String rate(long files, long bytes, Duration in) {
        return Figures.perSecond(files, in) + " files/s, " + Figures.bytesPerSecond(bytes, in) + ".";
    }
}
