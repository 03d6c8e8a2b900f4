package io.datasync.core.path;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.HexFormat;

/**
 * The reversible text form of a name that is bytes (D-16).
 *
 * <p>Valid UTF-8 stands for itself. Each byte that is not part of valid UTF-8, each byte of a control character (C0, DEL, C1) and each
 * byte of the escape character U+241B itself is written as U+241B and two upper-case hexadecimal digits. So a name with a line feed
 * stays one line, and no two names share a text.
 */
public final class NameText {
    /** SYMBOL FOR ESCAPE: visible, rare, and allowed in every file system and database. */
    public static final char ESCAPE = '\u241B';

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private NameText() {}

    /** The text of these bytes. */
    public static String encode(byte[] bytes) {
        if (isPlain(bytes)) {
            return new String(bytes, UTF_8);
        }
        StringBuilder text = new StringBuilder(bytes.length + 16);
        CharsetDecoder decoder = UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        while (in.hasRemaining()) {
            decoder.reset();
            CoderResult result = decoder.decode(in, out, true);
            out.flip().codePoints().forEach(point -> append(text, point));
            out.clear();
            if (result.isError()) {
                for (int i = 0; i < result.length(); i++) {
                    appendByte(text, in.get());
                }
            }
        }
        return text.toString();
    }

    private static boolean isPlain(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0x20 || b == 0x7F) {
                return false;
            }
        }
        return true;
    }

    private static void append(StringBuilder text, int point) {
        if (point == ESCAPE || Character.getType(point) == Character.CONTROL) {
            for (byte b : new String(Character.toChars(point)).getBytes(UTF_8)) {
                appendByte(text, b);
            }
        } else {
            text.appendCodePoint(point);
        }
    }

    private static void appendByte(StringBuilder text, byte b) {
        text.append(ESCAPE).append(HEX.toHexDigits(b));
    }

    /**
     * The bytes of this text.
     *
     * @throws SyncException {@code PATH_INVALID} for a broken escape, a lone surrogate, and every text that {@link #encode} does not
     *     give, so that one name has one text
     */
    public static byte[] decode(String text) throws SyncException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() + 16);
        int start = 0;
        for (int at = text.indexOf(ESCAPE); at >= 0; at = text.indexOf(ESCAPE, start)) {
            bytes.writeBytes(text.substring(start, at).getBytes(UTF_8));
            if (at + 3 > text.length()
                    || !HexFormat.isHexDigit(text.charAt(at + 1))
                    || !HexFormat.isHexDigit(text.charAt(at + 2))) {
                throw SyncException.permanent(ErrorCode.PATH_INVALID, "A broken escape in the name " + text);
            }
            bytes.write(HexFormat.fromHexDigits(text, at + 1, at + 3));
            start = at + 3;
        }
        bytes.writeBytes(text.substring(start).getBytes(UTF_8));
        byte[] result = bytes.toByteArray();
        if (!encode(result).equals(text)) {
            throw SyncException.permanent(ErrorCode.PATH_INVALID, "Not the one text of a name: " + text);
        }
        return result;
    }
}
