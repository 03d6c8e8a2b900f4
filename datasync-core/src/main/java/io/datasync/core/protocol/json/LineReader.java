package io.datasync.core.protocol.json;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import org.jspecify.annotations.Nullable;

/**
 * The lines of an NDJSON message up to its last, {@code {"end":n}}, which says how many came before it. Holds one line at a time. For one
 * thread; after a failure it is of no more use.
 */
final class LineReader {
    private final InputStream in;
    private final JsonLimits limits;
    private final byte[] bytes;
    private final CharBuffer chars;
    private final CharsetDecoder decoder = JsonReading.strictUtf8();
    private int start;
    private int filled;
    private long lines;
    private boolean ended;

    LineReader(InputStream in, JsonLimits limits) {
        this.in = in;
        this.limits = limits;
        bytes = new byte[limits.lineBytesMax() + 1];
        chars = CharBuffer.allocate(bytes.length);
    }

    /** The next line, or {@code null} after the last; then the stream has been read to its end. */
    @Nullable
    JsonFields next() throws SyncException {
        if (ended) {
            return null;
        }
        try {
            JsonFields fields = read();
            if (!fields.has("end")) {
                lines++;
                return fields;
            }
            end(fields);
            return null;
        } catch (IOException e) {
            throw JsonReading.failure(e, where());
        }
    }

    /** The name of the line that is read, in messages. */
    private String where() {
        return "line " + (lines + 1) + ": ";
    }

    private JsonFields read() throws IOException, SyncException {
        int scanned = start;
        while (true) {
            for (; scanned < filled; scanned++) {
                if (bytes[scanned] == '\n') {
                    JsonFields line = parse(scanned, true);
                    start = scanned + 1;
                    return line;
                }
            }
            if (start > 0) {
                System.arraycopy(bytes, start, bytes, 0, filled - start);
                filled -= start;
                scanned -= start;
                start = 0;
            }
            if (filled == bytes.length) {
                throw tooLarge("longer than " + limits.lineBytesMax() + " bytes");
            }
            int n = in.read(bytes, filled, bytes.length - filled);
            if (n < 0) {
                if (filled == 0) {
                    throw truncated("the message ends after " + lines + " lines, without its last");
                }
                JsonFields line = parse(filled, false);
                start = filled;
                return line;
            }
            filled += n;
        }
    }

    private JsonFields parse(int to, boolean terminated) throws IOException, SyncException {
        if (lines == limits.linesMax()) {
            throw tooLarge("more than " + limits.linesMax() + " lines");
        }
        chars.clear();
        decoder.reset();
        var result = decoder.decode(ByteBuffer.wrap(bytes, start, to - start), chars, true);
        if (result.isError()) {
            if (!terminated) {
                throw truncated("the line stops early");
            }
            result.throwException();
        }
        return JsonReading.line(chars.array(), chars.position(), where(), terminated);
    }

    private void end(JsonFields fields) throws IOException, SyncException {
        long said = fields.count("end");
        if (said != lines) {
            throw truncated("the message says " + said + " lines and holds " + lines);
        }
        if (start < filled || in.read() >= 0) {
            throw JsonReading.malformed(where(), "there is something after the last line", null);
        }
        ended = true;
    }

    private SyncException tooLarge(String fault) {
        return SyncException.permanent(ErrorCode.MESSAGE_TOO_LARGE, where() + fault);
    }

    private SyncException truncated(String fault) {
        return JsonReading.truncated(where(), fault, null);
    }
}
