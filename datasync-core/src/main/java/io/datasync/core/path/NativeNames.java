package io.datasync.core.path;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Between the bytes of names and the {@link Path} of the machine, without loss (D-16).
 *
 * <p>A {@link Path} is made of text, and text cannot hold every name that a disk can. Where a name is not plain text in the encoding of
 * the Java platform, both directions go through the path's URI, which holds the bytes as they are. Only paths of the default file
 * system are supported. Nothing here touches the disk, except that {@link #name} may ask whether an oddly named path is a folder.
 */
public final class NativeNames {
    /** Whether the platform turns text into names by UTF-8, as it does under LC_ALL=C.UTF-8. */
    private static final boolean UTF_8_NAMES = "UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding"));

    private static final char REPLACEMENT = '\uFFFD';

    private NativeNames() {}

    /** The path of these bytes, with {@code /} between segments, below a folder. */
    public static Path resolve(Path folder, byte[] relative) {
        if (isAscii(relative)) {
            return folder.resolve(new String(relative, ISO_8859_1));
        }
        if (UTF_8_NAMES) {
            String text = new String(relative, UTF_8);
            if (Arrays.equals(text.getBytes(UTF_8), relative)) {
                return folder.resolve(text);
            }
        }
        String above = folder.toUri().getRawPath();
        return Path.of(URI.create("file://" + above + (above.endsWith("/") ? "" : "/") + percent(relative)));
    }

    /** The path of {@code path} below a folder. */
    public static Path resolve(Path folder, RelativePath path) {
        return resolve(folder, path.bytes());
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
        if (UTF_8_NAMES && text.indexOf(REPLACEMENT) < 0) {
            return text.getBytes(UTF_8);
        }
        String raw = path.toUri().getRawPath();
        int end = raw.endsWith("/") ? raw.length() - 1 : raw.length();
        return fromPercent(raw.substring(raw.lastIndexOf('/', end - 1) + 1, end));
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
