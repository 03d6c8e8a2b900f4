package io.datasync.core.protocol.json;

import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.Report;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The losses of a run as they lie on the share (D-13): {@code {path, size, ticks, noticedAt, scanSeq}} for each lost file, ticks as a
 * string, with {@code archived} behind where an earlier content of the file is archived, its digest; and {@code {"end":n}}. Holds one line; for one thread. A path may be longer than the index can hold.
 */
public final class LossLineReader {
    private final LineReader lines;

    /** Reads from here; who opened the stream closes it. */
    public LossLineReader(InputStream in, JsonLimits limits) {
        lines = new LineReader(in, limits);
    }

    /**
     * The next loss, or {@code null} after the last.
     *
     * @throws SyncException {@code MESSAGE_MALFORMED}, {@code PATH_INVALID}, {@code MESSAGE_TRUNCATED}, {@code MESSAGE_TOO_LARGE}; it is of
     *     no more use then
     */
    public Report.@Nullable Lost next() throws SyncException {
        JsonFields fields = lines.next();
        if (fields == null) {
            return null;
        }
        SourceEntry entry = SourceEntry.file(
                fields.parsed("path", RelativePath::parse), fields.count("size"), fields.ticks("ticks"));
        return new Report.Lost(
                EntryJson.scanSeq(fields), entry, fields.instant("noticedAt"), EntryJson.archived(fields));
    }
}
