package io.datasync.core.protocol.json;

import io.datasync.core.coordinator.CompareLines;
import io.datasync.core.digest.Digest;
import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.protocol.CompareLine;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a comparison as they arrive: {@code {"folder":f}}, entries {@code {path, kind, size, ticks, digest?}},
 * {@code {"folderEnd":f,"complete":b}}, and {@code {"end":n}}. Their order is checked by who compares. Holds one line; for one thread.
 */
public final class CompareLineReader implements CompareLines {
    private final LineReader lines;

    /** Reads from here; who opened the stream closes it. */
    public CompareLineReader(InputStream in, JsonLimits limits) {
        lines = new LineReader(in, limits);
    }

    @Override
    public @Nullable CompareLine next() throws SyncException {
        JsonFields fields = lines.next();
        if (fields == null) {
            return null;
        }
        if (fields.has("folder")) {
            return new CompareLine.Start(fields.parsed("folder", FolderName::parse));
        }
        if (fields.has("folderEnd")) {
            return new CompareLine.End(fields.parsed("folderEnd", FolderName::parse), fields.flag("complete"));
        }
        SourceEntry entry = EntryJson.entry(fields);
        return new CompareLine.Item(entry, fields.optional("digest", Digest::parse));
    }
}
