package io.datasync.core.seal;

/**
 * The cheap look at a sealed folder (CORE-5): how many names are directly in it, and the folder's own modification time. Both change when a
 * name is added or removed; neither changes when a file is rewritten in place or when something happens further down, which the rotating
 * rescan is for.
 *
 * @param entries the names directly in it; 0 when it is not there
 * @param ticks its modification time, in ticks; 0 when it is not there
 */
public record FolderProbe(long entries, long ticks) {
    /** There is no such folder. */
    public static final FolderProbe ABSENT = new FolderProbe(0, 0);

    public FolderProbe {
        if (entries < 0) {
            throw new IllegalArgumentException("A folder cannot have " + entries + " names");
        }
    }
}
