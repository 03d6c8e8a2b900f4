package io.datasync.core.path;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The text form once more, written after the Unicode standard's table of well-formed sequences instead of the JDK's decoder. */
final class ReferenceNameText {
    private ReferenceNameText() {}

    static String encode(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < bytes.length) {
            int length = wellFormed(bytes, at);
            int point = length == 0 ? -1 : new String(bytes, at, length, UTF_8).codePointAt(0);
            boolean control = point >= 0 && (point < 0x20 || (point >= 0x7F && point <= 0x9F));
            if (length == 0 || control || point == 0x241B) {
                for (int i = 0; i < Math.max(1, length); i++) {
                    text.append('\u241B').append(String.format("%02X", bytes[at + i]));
                }
            } else {
                text.appendCodePoint(point);
            }
            at += Math.max(1, length);
        }
        return text.toString();
    }

    private static int wellFormed(byte[] bytes, int at) {
        int first = bytes[at] & 0xFF;
        if (first <= 0x7F) {
            return 1;
        }
        if (first >= 0xC2 && first <= 0xDF) {
            return in(bytes, at + 1, 0x80, 0xBF) ? 2 : 0;
        }
        int low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        int high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        if (!in(bytes, at + 1, low, high) || !in(bytes, at + 2, 0x80, 0xBF)) {
            return 0;
        }
        if (first >= 0xE0 && first <= 0xEF) {
            return 3;
        }
        return first >= 0xF0 && first <= 0xF4 && in(bytes, at + 3, 0x80, 0xBF) ? 4 : 0;
    }

    private static boolean in(byte[] bytes, int at, int low, int high) {
        return at < bytes.length && (bytes[at] & 0xFF) >= low && (bytes[at] & 0xFF) <= high;
    }
}
