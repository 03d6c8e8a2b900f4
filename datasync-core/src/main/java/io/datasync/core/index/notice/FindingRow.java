package io.datasync.core.index.notice;

import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A disagreement that a repair found. It stays on record whatever is done about it; the file it is about stays where it is.
 *
 * @param folder where
 * @param path the file; empty when it is about the whole folder
 * @param expected what the index has, in words, at most {@value #TEXT_MAX} characters
 * @param found what was found instead, likewise
 * @param foundAt by the index's time
 */
public record FindingRow(
        Kind kind, FolderName folder, Optional<RelativePath> path, String expected, String found, Instant foundAt) {
    /** The longest text on either side. */
    public static final int TEXT_MAX = 200;

    /** What disagrees. Stored in lower case. */
    public enum Kind {
        /** The file on the share has another size than the record of it. */
        SIZE_DIFFERS,
        /** The bytes of the file, or another record of them, have another digest. */
        DIGEST_DIFFERS,
        /** What the index knows as a folder is a file on the share. */
        KIND_DIFFERS,
        /** The file is on record, and two listings did not have it. */
        FILE_MISSING,
        /** A folder's summary is not that of its rows. */
        SUMMARY_DIFFERS;

        /** As it is stored. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public FindingRow {
        if (expected.length() > TEXT_MAX || found.length() > TEXT_MAX) {
            throw new IllegalArgumentException("A finding's text is too long: " + expected + " / " + found);
        }
    }
}
