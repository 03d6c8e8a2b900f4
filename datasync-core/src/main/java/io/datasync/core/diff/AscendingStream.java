package io.datasync.core.diff;

import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.SourceEntry;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A stream that refuses to go on when it is not strictly ascending: merging it would give wrong answers in silence. */
final class AscendingStream<T> implements EntryStream<T> {
    private final String name;
    private final EntryStream<T> stream;
    private final Function<T, SourceEntry> entryOf;
    private @Nullable SourceEntry last;

    AscendingStream(String name, EntryStream<T> stream, Function<T, SourceEntry> entryOf) {
        this.name = name;
        this.stream = stream;
        this.entryOf = entryOf;
    }

    @Override
    public @Nullable T next() throws SyncException {
        T next = stream.next();
        if (next == null) {
            return null;
        }
        SourceEntry entry = entryOf.apply(next);
        if (last != null && SourceEntry.CANONICAL_ORDER.compare(last, entry) >= 0) {
            throw new IllegalStateException("The stream of " + name + " is out of order: " + last.path() + " ("
                    + last.kind() + ") before " + entry.path() + " (" + entry.kind() + ")");
        }
        last = entry;
        return next;
    }
}
