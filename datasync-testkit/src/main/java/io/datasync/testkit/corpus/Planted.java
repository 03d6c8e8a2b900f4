package io.datasync.testkit.corpus;

/**
 * What a tree holds: the truth that a scan is measured against.
 *
 * @param files regular files, readable or not
 * @param bytes the sizes of all files added up
 * @param folders folders without the root
 * @param links symbolic links, to whatever
 * @param specials named pipes
 * @param unreadable how many of the files only root may read
 */
public record Planted(long files, long bytes, long folders, long links, long specials, long unreadable) {
    static final Planted NOTHING = new Planted(0, 0, 0, 0, 0, 0);

    /** Both together. */
    public Planted plus(Planted other) {
        return new Planted(
                files + other.files,
                bytes + other.bytes,
                folders + other.folders,
                links + other.links,
                specials + other.specials,
                unreadable + other.unreadable);
    }
}
