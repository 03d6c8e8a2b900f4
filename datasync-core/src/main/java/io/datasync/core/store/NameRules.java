package io.datasync.core.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.path.NameText;
import io.datasync.core.path.RelativePath;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which names a store takes as they are, and how it writes the others (D-16, CORE-12).
 *
 * <p>An escaped byte is U+241B and two upper-case hexadecimal digits, the alphabet of {@link NameText}. Escaping is reversible: no two
 * names of a source share a name in a store. The segment {@code .datasync} is the archive's own, so a source's first segment of that
 * name is always escaped.
 */
public enum NameRules {
    /** A POSIX file system: any bytes; only {@code .datasync} and the escape character are escaped. Lengths are in bytes. */
    POSIX {
        @Override
        byte[] escapeOne(byte[] segment) {
            return indexOfEscape(segment, 0) < 0 ? segment : escapedEscapes(segment);
        }

        @Override
        int length(byte[] name) {
            return name.length;
        }
    },

    /**
     * What Windows, SMB and Azure Files all take: text, without their forbidden characters, without a blank or dot at the end, and
     * without the names of devices. Lengths are in UTF-16 units.
     */
    PORTABLE {
        @Override
        byte[] escapeOne(byte[] segment) {
            return portable(NameText.encode(segment)).getBytes(UTF_8);
        }

        @Override
        int length(byte[] name) {
            return new String(name, UTF_8).length();
        }
    };

    /** The name of the archive's own folder. */
    public static final String OWN_FOLDER = ".datasync";

    /** The longest name that a store takes, counted as the rules say. */
    public static final int NAME_MAX = 255;

    private static final byte[] ESCAPE = String.valueOf(NameText.ESCAPE).getBytes(UTF_8);
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final String FORBIDDEN = "\"\\:|<>*?";
    private static final Set<String> DEVICES = Set.of(
            "CON",
            "PRN",
            "AUX",
            "NUL",
            "CLOCK$",
            "CONIN$",
            "CONOUT$",
            "COM0",
            "COM1",
            "COM2",
            "COM3",
            "COM4",
            "COM5",
            "COM6",
            "COM7",
            "COM8",
            "COM9",
            "COM\u00B9",
            "COM\u00B2",
            "COM\u00B3",
            "LPT0",
            "LPT1",
            "LPT2",
            "LPT3",
            "LPT4",
            "LPT5",
            "LPT6",
            "LPT7",
            "LPT8",
            "LPT9",
            "LPT\u00B9",
            "LPT\u00B2",
            "LPT\u00B3");

    abstract byte[] escapeOne(byte[] segment);

    abstract int length(byte[] name);

    /**
     * The names of a path in the store, with {@code /} between them.
     *
     * @throws SyncException {@code PATH_TOO_LONG} when one of them is longer than {@value #NAME_MAX}
     */
    public byte[] escape(RelativePath path) throws SyncException {
        byte[] bytes = path.bytes();
        if (isHarmless(bytes)) {
            return bytes;
        }
        ByteArrayOutputStream names = new ByteArrayOutputStream(bytes.length + 16);
        List<byte[]> segments = path.segments();
        for (int i = 0; i < segments.size(); i++) {
            byte[] name = i == 0 ? escapeFirst(segments.get(i)) : escapeOne(segments.get(i));
            if (length(name) > NAME_MAX) {
                throw SyncException.permanent(
                        ErrorCode.PATH_TOO_LONG, "A name longer than " + NAME_MAX + " in the archive: " + path);
            }
            if (i > 0) {
                names.write('/');
            }
            names.writeBytes(name);
        }
        return names.toByteArray();
    }

    /** Whether the whole path is short and made of letters, digits, hyphens and underscores, as most are, so that nothing applies. */
    private static boolean isHarmless(byte[] bytes) {
        if (bytes.length > NAME_MAX || bytes[0] == '.') {
            return false;
        }
        boolean portable = true;
        int start = 0;
        for (int i = 0; i < bytes.length && portable; i++) {
            byte b = bytes[i];
            if (b == '/') {
                // Each device has a name of three letters or more, alone or before a dot; dates and longer names pass.
                portable = isSafeSegment(bytes, start, i);
                start = i + 1;
            } else {
                portable = (b >= '0' && b <= '9')
                        || (b >= 'a' && b <= 'z')
                        || (b >= 'A' && b <= 'Z')
                        || b == '-'
                        || b == '_'
                        || b == '.';
            }
        }
        return portable && isSafeSegment(bytes, start, bytes.length);
    }

    private static boolean isSafeSegment(byte[] bytes, int from, int to) {
        return bytes[to - 1] != '.' && !isDevice(new String(bytes, from, Math.min(to - from, 8), US_ASCII));
    }

    private byte[] escapeFirst(byte[] segment) {
        byte[] name = escapeOne(segment);
        boolean own = this == PORTABLE
                ? OWN_FOLDER.equalsIgnoreCase(new String(name, UTF_8))
                : Arrays.equals(name, OWN_FOLDER.getBytes(US_ASCII));
        return own ? (NameText.ESCAPE + "2E" + new String(name, 1, name.length - 1, UTF_8)).getBytes(UTF_8) : name;
    }

    /** The path of these names, or empty when they are not what {@link #escape} gives for any path: then it is no file of a source. */
    public Optional<RelativePath> unescape(byte[] names) {
        try {
            RelativePath path = RelativePath.of(indexOfEscape(names, 0) < 0 ? names : unescaped(names));
            return Arrays.equals(escape(path), names) ? Optional.of(path) : Optional.empty();
        } catch (SyncException notOurs) {
            return Optional.empty();
        }
    }

    private static byte[] unescaped(byte[] name) throws SyncException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(name.length);
        int start = 0;
        for (int at = indexOfEscape(name, 0); at >= 0; at = indexOfEscape(name, start)) {
            bytes.write(name, start, at - start);
            int digits = at + ESCAPE.length;
            if (digits + 2 > name.length
                    || !HexFormat.isHexDigit(name[digits])
                    || !HexFormat.isHexDigit(name[digits + 1])) {
                throw SyncException.permanent(ErrorCode.PATH_INVALID, "A broken escape: " + NameText.encode(name));
            }
            bytes.write(HexFormat.fromHexDigit(name[digits]) << 4 | HexFormat.fromHexDigit(name[digits + 1]));
            start = digits + 2;
        }
        bytes.write(name, start, name.length - start);
        return bytes.toByteArray();
    }

    private static byte[] escapedEscapes(byte[] segment) {
        ByteArrayOutputStream name = new ByteArrayOutputStream(segment.length + 32);
        int start = 0;
        for (int at = indexOfEscape(segment, 0); at >= 0; at = indexOfEscape(segment, start)) {
            name.write(segment, start, at - start);
            start = at + ESCAPE.length;
            for (byte b : ESCAPE) {
                name.writeBytes(escaped(b));
            }
        }
        name.write(segment, start, segment.length - start);
        return name.toByteArray();
    }

    private static byte[] escaped(byte b) {
        return (NameText.ESCAPE + HEX.toHexDigits(b)).getBytes(UTF_8);
    }

    private static int indexOfEscape(byte[] bytes, int from) {
        for (int i = from; i + ESCAPE.length <= bytes.length; i++) {
            if (bytes[i] == ESCAPE[0] && bytes[i + 1] == ESCAPE[1] && bytes[i + 2] == ESCAPE[2]) {
                return i;
            }
        }
        return -1;
    }

    private static String portable(String text) {
        StringBuilder name = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean last = i == text.length() - 1;
            if (FORBIDDEN.indexOf(c) >= 0 || (last && (c == '.' || c == ' '))) {
                name.append(NameText.ESCAPE).append(HEX.toHexDigits((byte) c));
            } else {
                name.append(c);
            }
        }
        if (isDevice(name.toString())) {
            name.replace(0, 1, NameText.ESCAPE + HEX.toHexDigits((byte) name.charAt(0)));
        }
        return name.toString();
    }

    /** Devices are meant whatever the case and whatever follows a dot or blanks. */
    private static boolean isDevice(String name) {
        int dot = name.indexOf('.');
        String base = dot < 0 ? name : name.substring(0, dot);
        return DEVICES.contains(base.stripTrailing().toUpperCase(Locale.ROOT));
    }
}
