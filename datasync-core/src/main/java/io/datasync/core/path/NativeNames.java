package io.datasync.core.path;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Between the bytes of names and the {@link Path} of the machine, without loss (D-16).
 *
 * <p>A {@link Path} shows its names as text, and text cannot hold every name that a disk can. On Unix, where a name is not plain text in
 * the encoding of the Java platform, both directions go through the path's URI, which holds the bytes as they are; so the locale does
 * not matter. On Windows names are text already, but for halves of surrogate pairs: they become bytes that are not UTF-8, and such bytes
 * name nothing there. Only paths of the default file system are supported. Nothing here looks at the source or the archive on disk.
 */
public final class NativeNames {
    private static final boolean UNIX = File.separatorChar == '/';

    /** Whether the platform turns text into names without loss of letters: by UTF-8, as under LC_ALL=C.UTF-8, or not at all. */
    private static final boolean UNICODE_NAMES =
            !UNIX || "UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding"));

    private static final char REPLACEMENT = '\uFFFD';

    private NativeNames() {}

    /**
     * The path of these bytes, with {@code /} between segments, below a folder.
     *
     * @throws IllegalArgumentException when {@link #isUsable} does not hold
     */
    public static Path resolve(Path folder, byte[] relative) {
        if (isAscii(relative)) {
            return folder.resolve(new String(relative, ISO_8859_1));
        }
        if (UNICODE_NAMES && isUtf8(relative)) {
            return folder.resolve(new String(relative, UTF_8));
        }
        if (!UNIX) {
            throw new IllegalArgumentException("Not a name of this system: " + NameText.encode(relative));
        }
        Path absolute = Path.of(URI.create("file:///" + percent(relative)));
        return folder.resolve(absolute.subpath(0, absolute.getNameCount()));
    }

    /** The path of {@code path} below a folder. */
    public static Path resolve(Path folder, RelativePath path) {
        return resolve(folder, path.raw());
    }

    /** Whether something can have this name on this system: on Unix anything, on Windows what is text. */
    public static boolean isUsable(byte[] relative) {
        return UNIX || isUtf8(relative);
    }

    /** The bytes of the last segment of a path. */
    public static byte[] name(Path path) {
        Path name = path.getFileName();
        if (name == null) {
            throw new IllegalArgumentException("A root has no name: " + path);
        }
        String text = name.toString();
        if (isAscii(text)) {
            return text.getBytes(ISO_8859_1);
        }
        if (!UNIX) {
            return bytesOfUtf16(text);
        }
        if (UNICODE_NAMES && text.indexOf(REPLACEMENT) < 0) {
            return text.getBytes(UTF_8);
        }
        // The name alone: for the URI of a whole path the JDK asks the disk whether it is a folder, and follows links
        // for that.
        String raw = name.toUri().getRawPath();
        int end = raw.endsWith("/") ? raw.length() - 1 : raw.length();
        return fromPercent(raw.substring(raw.lastIndexOf('/', end - 1) + 1, end));
    }

    private static boolean isUtf8(byte[] bytes) {
        return Arrays.equals(new String(bytes, UTF_8).getBytes(UTF_8), bytes);
    }

    private static boolean isAscii(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    static byte[] bytesOfUtf16(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(3 * text.length());
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

    private static String percent(byte[] bytes) {
        StringBuilder text = new StringBuilder(3 * bytes.length);
        for (byte b : bytes) {
            if (b == '/') {
                text.append('/');
            } else {
                text.append('%').append(HexFormat.of().toHexDigits(b));
            }
        }
        return text.toString();
    }

    private static byte[] fromPercent(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                bytes.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
                i += 2;
            } else {
                bytes.write(c);
            }
        }
        return bytes.toByteArray();
    }
}
