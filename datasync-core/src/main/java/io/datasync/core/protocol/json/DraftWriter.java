package io.datasync.core.protocol.json;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.protocol.seal.DraftHead;
import io.datasync.core.protocol.seal.DraftVisitor;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;

/**
 * Writes a draft as lines: the head {@code {folder, folderRevision, certificateRevision, previousRevision?, previousDigest?, zone, count,
 * bytes, digest, losses}}, entries {@code {path, kind, size, ticks, digest, verifiedAt}}, losses {@code {path, kind, size, ticks,
 * noticedAt}}, and {@code {"end":n}}. For one thread. That nobody reads on is an {@code INTERRUPTED}.
 */
public final class DraftWriter implements DraftVisitor {
    private final LineWriter lines;

    /** Writes here; who opened the stream closes it. */
    public DraftWriter(OutputStream out) throws IOException {
        lines = new LineWriter(out);
    }

    private void line(JsonWriting.Content fields) throws SyncException {
        try {
            lines.line(fields);
        } catch (IOException e) {
            throw new SyncException(ErrorCode.INTERRUPTED, true, "The draft is not read to its end", e);
        }
    }

    @Override
    public void head(DraftHead head) throws SyncException {
        line(json -> SealJson.write(json, head));
    }

    @Override
    public void entry(Fact fact) throws SyncException {
        line(json -> EntryJson.write(json, fact));
    }

    @Override
    public void loss(SourceEntry entry, Instant noticedAt) throws SyncException {
        line(json -> {
            EntryJson.write(json, entry);
            JsonWriting.instant(json, "noticedAt", noticedAt);
        });
    }

    /** Writes the last line, without which the reader takes the draft for truncated. */
    public void finish() throws IOException {
        lines.finish();
    }
}
