package io.datasync.core.scan;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.Ticks;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Tells an absent source from an empty one, so that nothing is called vanished or lost that is merely out of sight (D-2).
 *
 * <p>Pure: it is given what was found and what is known, and either lets it pass or refuses. After a refusal the run is failed and
 * nothing that is known changes; asking again with the same numbers gives the same answer.
 */
public final class SourceGuard {
    /** Below this number of known files, a fall of more than half is taken for somebody's ordinary work. */
    public static final int FALL_FLOOR_FILES = 20;

    /** Of the smaller group, vanished or surviving files, one in so many may be out of the purge order. */
    private static final long STRAYS_ONE_IN = 10;

    private SourceGuard() {}

    /**
     * Judges a root before it is scanned.
     *
     * @param known the identity that was accepted; empty before the first scan
     * @param rootIsEmpty whether it holds nothing at all
     * @param entriesKnown how many files and empty folders are known to have been in it
     * @throws SyncException {@code SOURCE_UNREACHABLE} when it is empty and should not be, whatever its identity: so does the place look
     *     where a volume is not mounted; {@code SOURCE_CHANGED} when it is another root. A command accepts either
     */
    public static void checkRoot(
            Optional<SourceIdentity> known, SourceIdentity found, boolean rootIsEmpty, long entriesKnown)
            throws SyncException {
        if (rootIsEmpty && entriesKnown > 0) {
            throw SyncException.passing(
                    ErrorCode.SOURCE_UNREACHABLE,
                    "The source is empty, but " + entriesKnown + " files and folders are known to have been in it");
        }
        if (known.isPresent() && !known.get().isSameAs(found)) {
            throw SyncException.permanent(
                    ErrorCode.SOURCE_CHANGED,
                    "The source is another folder than before: it was "
                            + known.get().text() + ", it is " + found.text());
        }
    }

    /**
     * Judges what a scan did not find any more, before anything follows from it. A purge takes the oldest files; a few that it never
     * takes, such as settings beside the data, do not make it another thing. A fall by more than half that goes against this order is
     * refused, and so is a scan that found no file at all.
     *
     * @param filesKnown files known before the scan
     * @param filesSeen files that the scan found, known or new
     * @param filesVanished those of the known that a complete listing did not find; what lies in folders that could not be listed is not
     *     among them
     * @param outOfOrder of the vanished those that are not among as many oldest known files: as many older ones are still there
     * @param newestVanishedTicks the newest modification time among the vanished
     * @param oldestSurvivorTicks the oldest modification time among the known files that are still there
     * @throws SyncException {@code SOURCE_UNREACHABLE} when no file is left; {@code SOURCE_CHANGED} when too many went and not the oldest
     */
    public static void checkFall(
            long filesKnown,
            long filesSeen,
            long filesVanished,
            long outOfOrder,
            OptionalLong newestVanishedTicks,
            OptionalLong oldestSurvivorTicks)
            throws SyncException {
        if (filesVanished < 0 || filesVanished > filesKnown) {
            throw new IllegalArgumentException(
                    "Of " + filesKnown + " files " + filesVanished + " cannot have vanished");
        }
        if (filesVanished == 0) {
            return;
        }
        if (filesSeen == 0) {
            throw SyncException.passing(
                    ErrorCode.SOURCE_UNREACHABLE, "The source holds no file, but " + filesKnown + " were known");
        }
        boolean byHalf = filesKnown >= FALL_FLOOR_FILES && filesVanished > filesKnown - filesVanished;
        if (byHalf && !isPurgeOrder(filesKnown, filesVanished, outOfOrder)) {
            throw SyncException.permanent(
                    ErrorCode.SOURCE_CHANGED,
                    filesVanished + " of " + filesKnown + " files vanished at once, and not the oldest: one of "
                            + text(newestVanishedTicks) + " is gone while " + outOfOrder
                            + " older ones are still there, the oldest of "
                            + text(oldestSurvivorTicks));
        }
    }

    /** Measured by the smaller group: when nearly all or nearly none went, chance alone puts most of the larger one in order. */
    private static boolean isPurgeOrder(long known, long vanished, long outOfOrder) {
        return outOfOrder * STRAYS_ONE_IN <= Math.min(vanished, known - vanished);
    }

    private static String text(OptionalLong ticks) {
        return ticks.isPresent() ? Ticks.toInstant(ticks.getAsLong()).toString() : "unknown time";
    }
}
