package io.datasync.core.protocol;

import io.datasync.core.digest.Digest;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import java.util.Optional;

/** One line of what an agent sends to be compared: folders one after the other, each with its entries. */
public sealed interface CompareLine {
    /** The folder whose entries follow. */
    record Start(FolderName folder) implements CompareLine {}

    /**
     * An entry of the folder that was started.
     *
     * @param digest the digest of its content, when the journal holds it as verified
     */
    record Item(SourceEntry entry, Optional<Digest> digest) implements CompareLine {}

    /**
     * The folder has no more entries.
     *
     * @param complete whether it was listed to its end, without an error, under a root known before: only then is what was not named in
     *     this scan, here or in an earlier part, gone from the source (D-2)
     */
    record End(FolderName folder, boolean complete) implements CompareLine {}
}
