package io.datasync.core.path;

/** A pattern for one name: {@code *} and {@code ?}, letters from A to Z in either case. */
final class NameGlob {
    private final byte[] pattern;

    NameGlob(byte[] pattern) {
        this.pattern = pattern.clone();
    }

    /** Whether the bytes from {@code start} to before {@code end} match, all of them. */
    boolean matches(byte[] path, int start, int end) {
        int at = start;
        int next = 0;
        int retryAt = -1;
        int retryNext = -1;
        while (at < end) {
            if (next < pattern.length && pattern[next] == '*') {
                next++;
                retryNext = next;
                retryAt = at;
            } else if (next < pattern.length && pattern[next] == '?') {
                next++;
                at = endOfCharacter(path, at, end);
            } else if (next < pattern.length && folded(pattern[next]) == folded(path[at])) {
                next++;
                at++;
            } else if (retryNext >= 0) {
                retryAt = endOfCharacter(path, retryAt, end);
                at = retryAt;
                next = retryNext;
            } else {
                return false;
            }
        }
        while (next < pattern.length && pattern[next] == '*') {
            next++;
        }
        return next == pattern.length;
    }

    /** The end of the character at this place, by UTF-8's first byte; a byte that begins none is a character of its own. */
    private static int endOfCharacter(byte[] path, int at, int end) {
        int first = path[at] & 0xFF;
        int length = first < 0xC2 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 1;
        int next = at + 1;
        while (next < end && next < at + length && (path[next] & 0xC0) == 0x80) {
            next++;
        }
        return next;
    }

    private static byte folded(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + ('a' - 'A')) : b;
    }
}
