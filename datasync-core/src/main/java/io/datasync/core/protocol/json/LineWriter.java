package io.datasync.core.protocol.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;

/** Lines of an NDJSON message and its last, {@code {"end":n}}. For one thread; buffers a few kilobytes until {@link #finish}. */
final class LineWriter {
    private final JsonGenerator json;
    private long lines;

    LineWriter(OutputStream out) throws IOException {
        json = JsonWriting.generator(out);
    }

    void line(JsonWriting.Content content) throws IOException {
        JsonWriting.object(json, content);
        lines++;
    }

    void finish() throws IOException {
        JsonWriting.object(json, end -> end.writeNumberField("end", lines));
        json.close();
    }

    /** Ends without the last line. */
    void abandon() throws IOException {
        json.close();
    }
}
