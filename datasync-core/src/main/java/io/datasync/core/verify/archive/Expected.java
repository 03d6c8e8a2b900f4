package io.datasync.core.verify.archive;

import io.datasync.core.manifest.Fact;
import io.datasync.core.path.RelativePath;
import java.util.Optional;

/**
 * A file that the archive should have, or has.
 *
 * @param sizeBytes as it is on record, or where nothing is on record as it was listed
 * @param fact what is on record; empty for a file that the memory does not know
 */
record Expected(RelativePath path, long sizeBytes, Optional<Fact> fact) {
    static Expected of(Fact fact) {
        return new Expected(fact.entry().path(), fact.entry().sizeBytes(), Optional.of(fact));
    }
}
