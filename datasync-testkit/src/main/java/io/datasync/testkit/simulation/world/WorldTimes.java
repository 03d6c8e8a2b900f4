package io.datasync.testkit.simulation.world;

import java.time.Duration;
import java.time.Instant;

/**
 * How time passes in a world.
 *
 * @param begin when it begins
 * @param storm for how long things go wrong
 * @param calm for how long nothing does afterwards, so that everything can be made good
 * @param rest for how long the instruments rest at the end, so that nothing is under way any more
 * @param pause between two cycles of an agent, on average
 * @param restart the longest time until an agent's process that died is started again
 * @param sealQuiet how long nothing new must come into a date folder before it is sealed
 */
public record WorldTimes(
        Instant begin,
        Duration storm,
        Duration calm,
        Duration rest,
        Duration pause,
        Duration restart,
        Duration sealQuiet) {
    /** From a Thursday on, two days and 28 hours, a cycle every 75 minutes. */
    public static final WorldTimes USUAL = new WorldTimes(
            Instant.parse("2026-04-23T06:00:00Z"),
            Duration.ofDays(2),
            Duration.ofHours(20),
            Duration.ofHours(8),
            Duration.ofMinutes(75),
            Duration.ofHours(1),
            Duration.ofHours(8));

    /** The same, but the calm is so long that each sealed folder is listed once more in it, whoever sealed it before (D-10). */
    public static final WorldTimes LONG_CALM = new WorldTimes(
            USUAL.begin(),
            Duration.ofHours(36),
            Duration.ofHours(36),
            USUAL.rest(),
            USUAL.pause(),
            USUAL.restart(),
            USUAL.sealQuiet());

    /** From Friday at 17:00 in Berlin to Monday at noon there, a cycle every 6 minutes. */
    public static final WorldTimes A_WEEKEND = new WorldTimes(
            Instant.parse("2026-04-24T15:00:00Z"),
            Duration.ofMinutes(65 * 60 + 15),
            Duration.ofMinutes(75),
            Duration.ofMinutes(45),
            Duration.ofMinutes(6),
            Duration.ofMinutes(5),
            Duration.ofHours(8));
}
