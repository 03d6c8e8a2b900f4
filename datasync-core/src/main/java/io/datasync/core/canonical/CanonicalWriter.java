package io.datasync.core.canonical;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;

/** Writes the parts of a text of one form. For one thread; the stream is never closed. */
public final class CanonicalWriter {
    private final OutputStream out;

    /** Writes there, in many small pieces: a buffer is the caller's business. */
    public CanonicalWriter(OutputStream out) {
        this.out = out;
    }

    /** Text of the format itself: names of fields, brackets, line feeds. */
    public CanonicalWriter literal(String text) throws IOException {
        out.write(text.getBytes(UTF_8));
        return this;
    }

    /**
     * A value in quotation marks.
     *
     * @throws IllegalArgumentException when it holds a control character or half of one, for which this format has no form
     */
    public CanonicalWriter text(String value) throws IOException {
        StringBuilder quoted = new StringBuilder(value.length() + 2).append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\');
            }
            quoted.append(c);
        }
        if (value.codePoints().anyMatch(CanonicalWriter::isRefused)) {
            throw new IllegalArgumentException("Not a text of one form: " + value);
        }
        return literal(quoted.append('"').toString());
    }

    static boolean isRefused(int point) {
        return Character.isISOControl(point) || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }

    /**
     * A time, in quotation marks.
     *
     * @throws IllegalArgumentException for one outside the years 1 to 9999
     */
    public CanonicalWriter instant(Instant value) throws IOException {
        if (!CanonicalReader.isInstant(value)) {
            throw new IllegalArgumentException("Not a time of the years 1 to 9999: " + value);
        }
        return text(value.toString());
    }

    /** A whole number, also below 0, in quotation marks: it may exceed what a JSON number holds exactly. */
    public CanonicalWriter numberText(long value) throws IOException {
        return text(Long.toString(value));
    }

    /** A whole number of 0 or more. */
    public CanonicalWriter number(long value) throws IOException {
        return literal(Long.toString(value));
    }
}
