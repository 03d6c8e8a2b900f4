package io.datasync.testkit.simulation.source;

import java.time.Duration;

/**
 * How an instrument, and the people at its PC, behave. One of so many does something unusual; 0 is never.
 *
 * @param pause between two measurements, on average
 * @param filesMax how many files the instrument keeps; it deletes the oldest beyond them, archived or not
 * @param bytesMax the largest file
 * @param slowlyOneOf is written in two pieces, some time apart
 * @param rewriteOneOf rewrites a file that is there
 * @param renameOneOf gives a file another name
 * @param deleteOneOf deletes a file by hand
 * @param lateOneOf puts a file into the folder of an earlier day
 */
public record HabitPlan(
        Duration pause,
        int filesMax,
        int bytesMax,
        int slowlyOneOf,
        int rewriteOneOf,
        int renameOneOf,
        int deleteOneOf,
        int lateOneOf) {
    /** A file in half an hour, of which 40 are kept, and now and then something that nobody should do. */
    public static final HabitPlan USUAL = new HabitPlan(Duration.ofMinutes(30), 40, 9_000, 12, 25, 40, 50, 30);

    /** The same, of which so few files are kept that hours without an archive cost files. */
    public static final HabitPlan FEW_FILES = new HabitPlan(Duration.ofMinutes(20), 8, 9_000, 12, 25, 40, 50, 30);

    /** A file every five minutes, of which 60 are kept, and nothing that nobody should do. */
    public static final HabitPlan BUSY = new HabitPlan(Duration.ofMinutes(5), 60, 9_000, 0, 0, 0, 0, 0);
}
