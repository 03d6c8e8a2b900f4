package io.datasync.core.path;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Random;

/** Names as they are found on real disks, and worse. */
public final class RandomNames {
    private static final String[] PIECES = {
        "a", "b", "A", "-", ".", "!", " ", "0", "~", "%", "ü", "é", "e\u0301", "漢", "\uFFFD", "\uE000", "\uFFFF", "😀",
        "\u241B", "\u0085", "\u0001", "\n", "\u007F", "\u202E", "␛41", "part-"
    };

    private static final int[][] BROKEN = {
        {0xFC},
        {0xFF},
        {0x80},
        {0xC3},
        {0xE2, 0x90},
        {0xE2, 0x28, 0xA1},
        {0xC0, 0xAE},
        {0xE0, 0x80, 0xAF},
        {0xED, 0xA0, 0x80},
        {0xED, 0xB0, 0x80},
        {0xF0, 0x82, 0x82, 0xAC},
        {0xF4, 0x90, 0x80, 0x80},
        {0xF0, 0x9F, 0x98},
        {0xF5}
    };

    private RandomNames() {}

    /** One name that is neither empty nor dots: up to five pieces, some of them no text. */
    public static byte[] name(Random random) {
        ByteArrayOutputStream name = new ByteArrayOutputStream();
        int pieces = 1 + random.nextInt(5);
        for (int i = 0; i < pieces; i++) {
            if (random.nextInt(4) == 0) {
                for (int b : BROKEN[random.nextInt(BROKEN.length)]) {
                    name.write(b);
                }
            } else {
                name.writeBytes(PIECES[random.nextInt(PIECES.length)].getBytes(UTF_8));
            }
        }
        String text = name.toString(UTF_8);
        if (text.equals(".") || text.equals("..")) {
            name.write('x');
        }
        return name.toByteArray();
    }

    /** A path of one to three such names. */
    public static RelativePath path(Random random) throws Exception {
        RelativePath path = RelativePath.of(name(random));
        for (int i = random.nextInt(3); i > 0; i--) {
            path = path.child(name(random));
        }
        return path;
    }
}
