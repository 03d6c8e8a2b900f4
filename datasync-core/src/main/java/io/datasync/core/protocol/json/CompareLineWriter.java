package io.datasync.core.protocol.json;

import io.datasync.core.digest.Digest;
import io.datasync.core.protocol.CompareLine;
import java.io.IOException;
import java.io.OutputStream;

/** Writes what {@link CompareLineReader} reads. For one thread. */
public final class CompareLineWriter {
    private final LineWriter lines;

    /** Writes here; who opened the stream closes it. */
    public CompareLineWriter(OutputStream out) throws IOException {
        lines = new LineWriter(out);
    }

    /** Writes one line. */
    public void write(CompareLine line) throws IOException {
        lines.line(json -> {
            if (line instanceof CompareLine.Start start) {
                json.writeStringField("folder", start.folder().text());
            } else if (line instanceof CompareLine.End end) {
                json.writeStringField("folderEnd", end.folder().text());
                json.writeBooleanField("complete", end.complete());
            } else if (line instanceof CompareLine.Item item) {
                EntryJson.write(json, item.entry());
                JsonWriting.optional(json, "digest", item.digest().map(Digest::hex));
            }
        });
    }

    /** Writes the last line, without which the reader takes the message for truncated. */
    public void finish() throws IOException {
        lines.finish();
    }
}
