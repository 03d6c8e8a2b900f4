package io.datasync.testkit.corpus;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A file name as the bytes that a Unix file system keeps, whatever text they make or do not make (D-16).
 *
 * <p>It reaches the file system through a URI with every byte escaped, so that neither the locale nor the JVM's idea of
 * text touches it. Immutable.
 */
public final class RawName {
    private final Path path;

    private RawName(Path path) {
        this.path = path;
    }

    /** A name of these bytes, each 0 to 255; neither 0 nor a slash may be among them. */
    public static RawName ofBytes(int... bytes) {
        var uri = new StringBuilder("file:///");
        for (int value : bytes) {
            if (value <= 0 || value == '/' || value > 255) {
                throw new IllegalArgumentException("not a byte of a file name: " + value);
            }
            uri.append('%').append(String.format(Locale.ROOT, "%02X", value));
        }
        Path name = Path.of(URI.create(uri.toString())).getFileName();
        if (name == null) {
            throw new IllegalArgumentException("a name has at least one byte");
        }
        return new RawName(name);
    }

    /** A name of the UTF-8 bytes of the text, also where the locale knows only ASCII. */
    public static RawName ofText(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        int[] bytes = new int[utf8.length];
        for (int i = 0; i < utf8.length; i++) {
            bytes[i] = utf8[i] & 0xff;
        }
        return ofBytes(bytes);
    }

    /** The path of this name in the given folder; it holds the very bytes. */
    public Path in(Path folder) {
        return folder.resolve(path);
    }
}
