package io.datasync.core.protocol.json;

import io.datasync.core.protocol.Report;
import java.io.IOException;
import java.io.OutputStream;

/** Writes what {@link LossLineReader} reads. For one thread. */
public final class LossLineWriter {
    private final LineWriter lines;

    /** Writes here; who opened the stream closes it. */
    public LossLineWriter(OutputStream out) throws IOException {
        lines = new LineWriter(out);
    }

    /** Writes a lost file. */
    public void write(Report.Lost loss) throws IOException {
        lines.line(json -> {
            json.writeStringField("path", loss.path().text());
            json.writeNumberField("size", loss.entry().sizeBytes());
            JsonWriting.ticks(json, "ticks", loss.entry().ticks());
            JsonWriting.instant(json, "noticedAt", loss.noticedAt());
            json.writeNumberField("scanSeq", loss.scanSeq());
            EntryJson.writeArchived(json, loss);
        });
    }

    /** Writes the last line, without which the reader takes the file for truncated. */
    public void finish() throws IOException {
        lines.finish();
    }
}
