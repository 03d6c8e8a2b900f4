package io.datasync.core.preview;

import io.datasync.core.path.RelativePath;
import io.datasync.core.purge.Volume;
import java.util.List;
import java.util.Map;

/**
 * What archiving would do now. A moment's picture: the source goes on changing, and where {@link Fate#ADOPT} and {@link Fate#COMPARE} say that
 * something is read back, only reading tells how it ends.
 *
 * @param archive what lies where the archive is or will be
 * @param fates how many files, of how many bytes, would have each fate; every fate is there. The bytes of what is excluded or failed are not
 *     known and count as none
 * @param named the first files of each fate, at most {@link #NAMED_MAX} of one; of excluded files none
 * @param incompleteFolders folders that could not be listed to their end, whose files are therefore not all counted
 */
public record Preview(
        Place archive, Map<Fate, Volume> fates, Map<Fate, List<RelativePath>> named, long incompleteFolders) {
    /** How many files of a fate are named. */
    public static final int NAMED_MAX = 20;

    /** What lies where the archive is or will be. */
    public enum Place {
        /** The archive. */
        ARCHIVE,
        /** Nothing: the archive is yet to be made. */
        VACANT,
        /** Files, but no archive: it is made only when told to take them over. */
        OCCUPIED
    }

    public Preview {
        fates = Map.copyOf(fates);
        named = Map.copyOf(named);
        if (fates.size() != Fate.values().length) {
            throw new IllegalArgumentException("Some fates are missing: " + fates.keySet());
        }
    }

    /** The files of a fate. */
    public Volume of(Fate fate) {
        return fates.getOrDefault(fate, Volume.NONE);
    }

    /** The first files of a fate. */
    public List<RelativePath> named(Fate fate) {
        return named.getOrDefault(fate, List.of());
    }
}
