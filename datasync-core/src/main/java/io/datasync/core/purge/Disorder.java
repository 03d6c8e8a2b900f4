package io.datasync.core.purge;

/**
 * How badly each order explains which files vanished: of the vanished, those that are not among as many first files in that order, since
 * as many others that stand before them are still there.
 *
 * @param byTime as {@link PurgeOrder#TIME} has it; files of one time are taken as it suits
 * @param byName as {@link PurgeOrder#NAME} has it
 * @param byFolder as {@link PurgeOrder#FOLDER} has it; files of one folder and time are taken as it suits
 */
public record Disorder(long byTime, long byName, long byFolder) {
    /** Nothing vanished, or every order explains it. */
    public static final Disorder NONE = new Disorder(0, 0, 0);

    public Disorder {
        if (byTime < 0 || byName < 0 || byFolder < 0) {
            throw new IllegalArgumentException("Not possible: " + byTime + ", " + byName + ", " + byFolder);
        }
    }

    /** That of the order that explains most. */
    public long least() {
        return Math.min(byTime, Math.min(byName, byFolder));
    }

    /** That of one order. */
    public long of(PurgeOrder order) {
        return switch (order) {
            case TIME -> byTime;
            case NAME -> byName;
            case FOLDER -> byFolder;
        };
    }
}
