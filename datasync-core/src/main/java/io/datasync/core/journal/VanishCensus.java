package io.datasync.core.journal;

import java.util.OptionalLong;

/**
 * Vanished against surviving files, for the judgement of D-2.
 *
 * @param known files known before the scan and not forgotten since
 * @param vanished those of them that it did not find
 * @param outOfOrder of the vanished those that are not among as many oldest known files, since as many older ones are still there
 * @param newestVanishedTicks the newest modification time among the vanished
 * @param oldestSurvivorTicks the oldest modification time among the known files that are still there
 */
public record VanishCensus(
        long known,
        long vanished,
        long outOfOrder,
        OptionalLong newestVanishedTicks,
        OptionalLong oldestSurvivorTicks) {}
