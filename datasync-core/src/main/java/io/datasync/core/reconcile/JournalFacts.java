package io.datasync.core.reconcile;

import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.Fact;
import io.datasync.core.path.RelativePath;
import java.util.List;

/** What an agent has proven, where its journal is at hand. A server has none: agents tell it at their next compare. What it
 * throws ends the rebuild and is passed on. */
@FunctionalInterface
public interface JournalFacts {
    /** Knows nothing. */
    JournalFacts NONE = paths -> List.of();

    /** The facts of these paths, each once, in no order. */
    List<Fact> find(List<RelativePath> paths) throws SyncException;
}
