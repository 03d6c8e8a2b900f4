package io.datasync.testkit.corpus;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.SplittableRandom;

/** Contents that look like what an instrument writes: lines of numbers, cut at the size asked for. */
final class Measurement {
    private Measurement() {}

    static byte[] lines(SplittableRandom random, int bytes) {
        var text = new StringBuilder(bytes + 64);
        while (text.length() < bytes) {
            text.append(random.nextInt(1_000_000)).append(';');
            text.append(random.nextInt(1_000_000)).append(';');
            text.append(Long.toHexString(random.nextLong()).toUpperCase(Locale.ROOT))
                    .append('\n');
        }
        text.setLength(bytes);
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
