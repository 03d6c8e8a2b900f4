package io.datasync.core.scan;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.datasync.core.failure.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The way between the JDK's paths and names as bytes (D-16).
 *
 * <p>A path of the JDK on Unix holds bytes too, but shows them as text in the locale's encoding, in which bytes may get lost. Where they
 * would, they are taken from the path's URI, which has them raw, and given back the same way. So the locale does not matter.
 */
final class FileNames {
    private static final boolean UNIX = File.separatorChar == '/';
    private static final boolean UTF_8_NAMES =
            !UNIX || "UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding"));
    private static final char REPLACEMENT = '\uFFFD';
    private static final int UNIX_PATH_MAX = 4095;

    private FileNames() {}

    /** The bytes of a path's last name. */
    static byte[] bytesOf(Path path) {
        Path last = path.getFileName();
        if (last == null) {
            throw new IllegalArgumentException("No name: " + path);
        }
        String text = last.toString();
        if (isAscii(text)) {
            return text.getBytes(US_ASCII);
        }
        if (!UNIX) {
            return bytesOfUtf16(text);
        }
        // As text, bytes that cannot be read have become replacement characters.
        return UTF_8_NAMES && text.indexOf(REPLACEMENT) < 0 ? text.getBytes(UTF_8) : rawBytesOf(last);
    }

    /** UTF-8, and for half a pair of surrogates, which is no text, the three bytes it would have: they are not UTF-8 and get escaped. */
    private static byte[] bytesOfUtf16(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() * 3);
        text.codePoints().forEach(point -> {
            if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                bytes.write(0xE0 | (point >> 12));
                bytes.write(0x80 | ((point >> 6) & 0x3F));
                bytes.write(0x80 | (point & 0x3F));
            } else {
                bytes.writeBytes(Character.toString(point).getBytes(UTF_8));
            }
        });
        return bytes.toByteArray();
    }

    private static byte[] rawBytesOf(Path name) {
        // Relative on purpose: an absolute path would be looked up on disk for its URI, and a link in it followed.
        String uri = name.toUri().getRawPath();
        int end = uri.endsWith("/") ? uri.length() - 1 : uri.length();
        int at = uri.lastIndexOf('/', end - 1) + 1;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(end - at);
        while (at < end) {
            char c = uri.charAt(at);
            if (c == '%') {
                bytes.write(Integer.parseInt(uri, at + 1, at + 3, 16));
                at += 3;
            } else {
                bytes.write(c);
                at++;
            }
        }
        return bytes.toByteArray();
    }

    /** The path of the name below the folder, which is absolute. */
    static Path resolve(Path folder, byte[] name) {
        if (isAscii(name)) {
            return folder.resolve(new String(name, US_ASCII));
        }
        if (UTF_8_NAMES) {
            String text = new String(name, UTF_8);
            if (text.indexOf(REPLACEMENT) < 0) {
                return folder.resolve(text);
            }
        }
        if (!UNIX) {
            throw new IllegalArgumentException("Not a name of this system: " + new String(name, UTF_8));
        }
        return folder.resolve(Path.of(URI.create("file:///" + percent(name))).getFileName());
    }

    private static String percent(byte[] name) {
        StringBuilder text = new StringBuilder(name.length * 3);
        for (byte b : name) {
            text.append(String.format(Locale.ROOT, "%%%02X", b));
        }
        return text.toString();
    }

    /** Whether the name can be given to this system at all. On Windows, one that is not text cannot. */
    static boolean isUsable(byte[] name) {
        return UNIX || new String(name, UTF_8).indexOf(REPLACEMENT) < 0;
    }

    /** What to call a failure to look at this path: the system's own limit on lengths is told from all other reasons. */
    static ErrorCode codeOf(Path path) {
        return UNIX && path.toString().getBytes(UTF_8).length > UNIX_PATH_MAX
                ? ErrorCode.PATH_TOO_LONG
                : ErrorCode.FILE_UNREADABLE;
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7F) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAscii(byte[] name) {
        for (byte b : name) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }
}
