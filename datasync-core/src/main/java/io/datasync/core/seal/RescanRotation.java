package io.datasync.core.seal;

import io.datasync.core.path.FolderName;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * On which days a sealed folder is listed again although nothing hints at a change (CORE-5): each on one day of n, chosen by its name, so
 * that about one n-th of them has its turn each day.
 *
 * <p>What a probe cannot see, such as a file that was rewritten in place, is found so within n days of the agent's being at work (D-10). A
 * turn that was missed because the PC was off is taken on the next day it is on. Pure.
 */
public final class RescanRotation {
    private final int days;

    /**
     * A rotation over so many days.
     *
     * @throws IllegalArgumentException for fewer than one
     */
    public RescanRotation(int days) {
        if (days < 1) {
            throw new IllegalArgumentException("A rotation takes at least one day, not " + days);
        }
        this.days = days;
    }

    /**
     * Whether the folder's turn has come and is not taken.
     *
     * @param lastListed the day on which it was last listed to its end; one in the future, which a clock put back leaves behind, is no
     *     listing
     */
    public boolean isDue(FolderName folder, LocalDate lastListed, LocalDate today) {
        return lastListed.isAfter(today) || lastListed.isBefore(lastTurn(folder, today));
    }

    /** The latest day, today or before, on which the folder has its turn. */
    LocalDate lastTurn(FolderName folder, LocalDate today) {
        // By the name's own day where it is one, so that the folders of neighbouring days have neighbouring turns.
        long slot = FolderDate.of(folder) instanceof FolderDate.Day day
                ? day.date().toEpochDay()
                : folder.text().hashCode();
        long since = Math.floorMod(today.toEpochDay() - slot, days);
        return today.minus(since, ChronoUnit.DAYS);
    }
}
