package io.datasync.core.purge;

import io.datasync.core.manifest.SourceEntry;
import java.util.Comparator;

/**
 * In which order a measurement PC deletes files, and so in which they are best archived: what is deleted first comes first (D-11).
 *
 * <p>Each is a total order of the entries of one source. Folders take part with their own place, so that pages of entries have one order;
 * no PC counts or deletes them.
 */
public enum PurgeOrder {
    /** The oldest modification time first, then by path. */
    TIME,

    /** By path, in the order of its bytes. */
    NAME,

    /** One first-level folder after the other by their names, the oldest file of each first; see {@link io.datasync.core.path.FolderName}. */
    FOLDER;

    /** A folder and a file that follow each other under one name: the folder first. */
    private static final Comparator<SourceEntry> BY_NAME = Comparator.comparing(SourceEntry::path)
            .thenComparing(entry -> entry.kind().letter());

    private static final Comparator<SourceEntry> BY_TIME =
            Comparator.comparingLong(SourceEntry::ticks).thenComparing(BY_NAME);

    private static final Comparator<SourceEntry> BY_FOLDER =
            Comparator.comparing((SourceEntry entry) -> entry.path().folder()).thenComparing(BY_TIME);

    /** The order itself. */
    public Comparator<SourceEntry> comparator() {
        return switch (this) {
            case TIME -> BY_TIME;
            case NAME -> BY_NAME;
            case FOLDER -> BY_FOLDER;
        };
    }

    /**
     * Whether a file is certain to be deleted before another: its place is an earlier one by what the order is about. Files of the same
     * time are in no certain order.
     */
    public boolean isAhead(SourceEntry file, SourceEntry of) {
        return switch (this) {
            case TIME -> file.ticks() < of.ticks();
            case NAME -> file.path().compareTo(of.path()) < 0;
            case FOLDER -> {
                int folders = file.path().folder().compareTo(of.path().folder());
                yield folders < 0 || (folders == 0 && file.ticks() < of.ticks());
            }
        };
    }
}
