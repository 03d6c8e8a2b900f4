package io.datasync.core.canonical;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a text of one form, part by part, and refuses everything else with the number of the byte at fault.
 *
 * <p>What it took, {@link CanonicalWriter} writes again byte for byte, provided that whoever asks for a text checks that it is the only
 * one of its value. Holds one value at a time. For one thread; the stream is never closed.
 *
 * <p>Each method throws the {@code IOException} of the stream, and {@code SyncException} with the code that was given to the constructor:
 * the text is another, stops early, or is longer than allowed. After either the reader is of no more use.
 */
public final class CanonicalReader {
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    /** The digits of the largest number. */
    private static final int DIGITS_MAX = 19;

    /** Something from text. */
    @FunctionalInterface
    public interface Parser<T> {
        /** The value of this text; whatever it throws, the text is refused. */
        T parse(String text) throws SyncException;
    }

    private final InputStream in;
    private final long bytesMax;
    private final ErrorCode refusal;
    private final String what;
    private final byte[] buffer = new byte[8 << 10];
    private int start;
    private int filled;
    private long consumed;
    private byte[] value = new byte[256];

    /**
     * Reads from here.
     *
     * @param bytesMax where the text must have ended
     * @param refusal the code of every refusal
     * @param what what is read, for messages
     */
    public CanonicalReader(InputStream in, long bytesMax, ErrorCode refusal, String what) {
        this.in = in;
        this.bytesMax = bytesMax;
        this.refusal = refusal;
        this.what = what;
    }

    /** Passes over text of the format itself, which must be there. */
    public void literal(String expected) throws IOException, SyncException {
        for (byte b : expected.getBytes(UTF_8)) {
            if (next() != b) {
                throw refused("it should read " + expected.replace('\n', ' ').strip(), null);
            }
        }
    }

    /** Whether the next byte is this one, which stays where it is. */
    public boolean at(char ascii) throws IOException, SyncException {
        return peek() == ascii;
    }

    /** Whether the value that follows is {@code null}, which is then passed over. */
    public boolean isNull() throws IOException, SyncException {
        boolean none = at('n');
        if (none) {
            literal("null");
        }
        return none;
    }

    /**
     * A value in quotation marks.
     *
     * @param lengthMax in bytes as they are written
     */
    public String text(int lengthMax) throws IOException, SyncException {
        literal("\"");
        int length = 0;
        for (int read = 0; ; read++) {
            int b = next();
            if (b == '"') {
                break;
            }
            if (b == '\\') {
                b = next();
                read++;
                if (b != '"' && b != '\\') {
                    throw refused("an escape that is not needed", null);
                }
            }
            if (read >= lengthMax) {
                throw refused("a text of more than " + lengthMax + " bytes", null);
            }
            if (length == value.length) {
                value = Arrays.copyOf(value, 2 * length);
            }
            value[length++] = (byte) b;
        }
        return decoded(length);
    }

    private String decoded(int length) throws SyncException {
        String text;
        try {
            text = UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(value, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw refused("a text that is not UTF-8", e);
        }
        if (text.codePoints().anyMatch(CanonicalWriter::isRefused)) {
            throw refused("a control character", null);
        }
        return text;
    }

    /** A value in quotation marks that stands for something; what its parser refuses is refused here. */
    public <T> T parsed(int lengthMax, Parser<T> parser) throws IOException, SyncException {
        String text = text(lengthMax);
        try {
            return parser.parse(text);
        } catch (SyncException e) {
            throw refused(e.getMessage(), e);
        }
    }

    /** A time of ISO 8601 in UTC, in quotation marks, in the one form that {@link Instant#toString} gives. */
    public Instant instant() throws IOException, SyncException {
        String text = text(30);
        try {
            Instant instant = Instant.parse(text);
            if (instant.toString().equals(text) && isInstant(instant)) {
                return instant;
            }
        } catch (DateTimeException e) {
            throw refused("not a time of ISO 8601 in UTC: " + text, e);
        }
        throw refused("not the one form of a time: " + text, null);
    }

    /** Whether it lies in the years 1 to 9999, the only ones that can be read again. */
    public static boolean isInstant(Instant instant) {
        return !instant.isBefore(EARLIEST) && !instant.isAfter(LATEST);
    }

    /** A whole number of 0 or more. */
    public long number() throws IOException, SyncException {
        StringBuilder digits = new StringBuilder(DIGITS_MAX);
        while (peek() >= '0' && peek() <= '9' && digits.length() <= DIGITS_MAX) {
            digits.append((char) next());
        }
        return whole(digits.toString());
    }

    /** A whole number, also below 0, in quotation marks. */
    public long numberText() throws IOException, SyncException {
        return whole(text(DIGITS_MAX + 1));
    }

    private long whole(String digits) throws SyncException {
        try {
            long number = Long.parseLong(digits);
            if (Long.toString(number).equals(digits)) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw refused("not a whole number: " + digits, e);
        }
        throw refused("not the one form of a number: " + digits, null);
    }

    /** The text must end here. */
    public void end() throws IOException, SyncException {
        if (peek() >= 0) {
            throw refused("there is something after its end", null);
        }
    }

    /** A refusal of what was read last. */
    public SyncException refused(String fault, @Nullable Throwable cause) {
        return new SyncException(refusal, false, what + " at byte " + consumed + ": " + fault, cause);
    }

    private int peek() throws IOException, SyncException {
        if (start == filled) {
            start = 0;
            filled = Math.max(in.read(buffer), 0);
        }
        return start == filled ? -1 : buffer[start] & 0xFF;
    }

    private int next() throws IOException, SyncException {
        int b = peek();
        if (b < 0) {
            throw refused("it stops early", null);
        }
        if (consumed == bytesMax) {
            throw refused("it is longer than " + bytesMax + " bytes", null);
        }
        start++;
        consumed++;
        return b;
    }
}
