package io.datasync.core.journal;

import io.datasync.core.purge.Disorder;
import java.util.OptionalLong;

/**
 * Vanished against surviving files, for the judgement of D-2.
 *
 * @param known files known before the scan and not forgotten since
 * @param vanished those of them that it did not find
 * @param vanishedBytes the bytes of those, as they were last observed
 * @param outOfOrder of the vanished those that each purge order does not explain
 * @param newestVanishedTicks the newest modification time among the vanished
 * @param oldestSurvivorTicks the oldest modification time among the known files that are still there; empty while nothing vanished, when
 *     nobody asks, and telling it would cost a look at every file
 */
public record VanishCensus(
        long known,
        long vanished,
        long vanishedBytes,
        Disorder outOfOrder,
        OptionalLong newestVanishedTicks,
        OptionalLong oldestSurvivorTicks) {
    public VanishCensus {
        if (vanished == 0) {
            oldestSurvivorTicks = OptionalLong.empty();
        }
    }
}
