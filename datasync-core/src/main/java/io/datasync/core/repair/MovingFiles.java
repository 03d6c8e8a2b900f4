package io.datasync.core.repair;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.ControlName;
import io.datasync.core.transfer.publish.Intent;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The files that an agent is about to replace, by the intents on the share: between its two renames such a file has no name (D-6).
 *
 * @param paths those that are known
 * @param unknown whether there may be others: more intents than are read, or one that cannot be read
 */
public record MovingFiles(Set<RelativePath> paths, boolean unknown) {
    /** How many intents are read. */
    static final int INTENTS_MAX = 1_000;

    public MovingFiles {
        paths = Set.copyOf(paths);
    }

    /**
     * Reads the intents of an archive.
     *
     * @throws SyncException as {@link ArchiveStore#intents}
     */
    public static MovingFiles of(ArchiveStore store, Pacing pacing) throws SyncException {
        pacing.await(0);
        List<ControlName> names = store.intents(INTENTS_MAX);
        boolean unknown = names.size() == INTENTS_MAX;
        Set<RelativePath> paths = new HashSet<>();
        for (ControlName name : names) {
            pacing.await(0);
            Optional<byte[]> content = store.control(name);
            if (content.isEmpty()) {
                continue;
            }
            try {
                paths.add(Intent.parse(content.get()).path());
            } catch (SyncException unreadable) {
                if (unreadable.code() != ErrorCode.MESSAGE_MALFORMED && unreadable.code() != ErrorCode.PATH_INVALID) {
                    throw unreadable;
                }
                unknown = true;
            }
        }
        return new MovingFiles(paths, unknown);
    }

    /** Whether a file may be without a name just now. */
    public boolean maybe(RelativePath path) {
        return unknown || paths.contains(path);
    }

    /** Those of either. */
    public MovingFiles and(MovingFiles other) {
        Set<RelativePath> both = new HashSet<>(paths);
        both.addAll(other.paths);
        return new MovingFiles(both, unknown || other.unknown);
    }
}
