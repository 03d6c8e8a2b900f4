package io.datasync.drills.bench.kill;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What kills of one tool left, all rounds added up.
 *
 * @param tool its name
 * @param kills how often it was killed
 * @param brokenAfterKill files under their own names whose content was another, after the kills
 * @param brokenInTheEnd the same after the next run
 * @param leftOver files that nobody needs, after the next run
 * @param filesAgain files that were whole at the kill and were written again; negative where that cannot be seen
 * @param bytesAgain the bytes of those
 * @param exitCodes how the next runs ended
 */
public record KillResult(
        String tool,
        int kills,
        long brokenAfterKill,
        long brokenInTheEnd,
        long leftOver,
        long filesAgain,
        long bytesAgain,
        List<Integer> exitCodes) {
    public KillResult {
        exitCodes = List.copyOf(exitCodes);
    }

    static KillResult none(String tool) {
        return new KillResult(tool, 0, 0, 0, 0, 0, 0, List.of());
    }

    KillResult plus(KillResult other) {
        List<Integer> codes = new ArrayList<>(new TreeSet<>(exitCodes));
        codes.addAll(other.exitCodes);
        return new KillResult(
                tool,
                kills + other.kills,
                brokenAfterKill + other.brokenAfterKill,
                brokenInTheEnd + other.brokenInTheEnd,
                leftOver + other.leftOver,
                filesAgain + other.filesAgain,
                bytesAgain + other.bytesAgain,
                List.copyOf(new TreeSet<>(codes)));
    }

    /** Whether nothing broken was ever to be seen, nothing is left, and only what was in flight was copied again. */
    public boolean isClean() {
        return brokenAfterKill == 0
                && brokenInTheEnd == 0
                && leftOver == 0
                && filesAgain == 0
                && exitCodes.stream().allMatch(code -> code == 0);
    }
}
