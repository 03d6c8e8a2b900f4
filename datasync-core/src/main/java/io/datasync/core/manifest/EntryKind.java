package io.datasync.core.manifest;

/** What an entry of a manifest is (D-15). Links and special files are never entries: they are counted and left out. */
public enum EntryKind {
    /** A regular file. */
    FILE('f'),
    /** A folder that holds nothing that is archived; it is kept for the tree's sake and never counts in the balance (D-3). */
    FOLDER('d');

    private final char letter;

    EntryKind(char letter) {
        this.letter = letter;
    }

    /** The letter by which it is written in digests, journals, tables and messages. */
    public char letter() {
        return letter;
    }

    /** The kind of a letter. */
    public static EntryKind ofLetter(char letter) {
        for (EntryKind kind : values()) {
            if (kind.letter == letter) {
                return kind;
            }
        }
        throw new IllegalArgumentException("No kind of entry has the letter " + letter);
    }
}
