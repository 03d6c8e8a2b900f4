package io.datasync.core.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Golden files, and what becomes of them when bytes change, go or come: the same ones in every build. */
final class Seeds {
    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");
    private static final int CHANGED = 150;
    private static final String[] PIECES = {
        "\"",
        "\\",
        "\\u0000",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "null",
        "-1",
        "1e9",
        "9223372036854775808",
        "\u241B",
        "..",
        "/",
        "\n",
        "\0",
        "é"
    };

    private Seeds() {}

    static Stream<byte[]> of(String... names) {
        List<byte[]> golden = Arrays.stream(names).map(Seeds::read).toList();
        return Stream.concat(
                golden.stream(), IntStream.range(0, CHANGED).mapToObj(seed -> changed(golden, new Random(seed))));
    }

    private static byte[] read(String name) {
        try {
            return Files.readAllBytes(GOLDEN.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] changed(List<byte[]> golden, Random random) {
        byte[] bytes = golden.get(random.nextInt(golden.size())).clone();
        for (int times = 1 + random.nextInt(3); times > 0 && bytes.length > 0; times--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes = joined(bytes, at, new byte[0], Math.min(bytes.length, at + 1 + random.nextInt(8)));
                case 2 -> bytes = joined(bytes, at, PIECES[random.nextInt(PIECES.length)].getBytes(UTF_8), at);
                default -> bytes = joined(bytes, at, bytes, at);
            }
        }
        return bytes;
    }

    private static byte[] joined(byte[] bytes, int to, byte[] middle, int from) {
        byte[] result = Arrays.copyOf(bytes, to + middle.length + bytes.length - from);
        System.arraycopy(middle, 0, result, to, middle.length);
        System.arraycopy(bytes, from, result, to + middle.length, bytes.length - from);
        return result;
    }
}
