package io.datasync.server.sync.boundary.people;

import io.datasync.core.failure.SyncException;
import io.datasync.core.purge.PurgePool;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The pool of a job's source with its limits, as people give and see it (D-11). */
public record PoolLimit(
        @Nullable String name,
        @Nullable Long filesMax,
        @Nullable Long bytesMax) {
    static PoolLimit of(PurgePool pool) {
        return new PoolLimit(pool.name(), number(pool.filesMax()), number(pool.bytesMax()));
    }

    private static @Nullable Long number(OptionalLong limit) {
        return limit.isPresent() ? limit.getAsLong() : null;
    }

    PurgePool pool() throws SyncException {
        return PurgePool.parse(name == null ? "" : name, limit(filesMax), limit(bytesMax));
    }

    private static OptionalLong limit(@Nullable Long given) {
        return given == null ? OptionalLong.empty() : OptionalLong.of(given);
    }
}
