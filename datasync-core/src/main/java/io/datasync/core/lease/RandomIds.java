package io.datasync.core.lease;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * New ids that nobody else has: 128 random bits, as 32 hexadecimal digits.
 *
 * <p>That they are never the same twice is the generator's merit: of a {@link java.security.SecureRandom} in operation, where machines must
 * not guess each other's, of a seeded one in a simulation. Thread-safe as that. Does not block, unless the generator does; never fails.
 */
public final class RandomIds {
    private static final int BYTES = 16;

    private final RandomGenerator random;

    /** Ids by this generator. */
    public RandomIds(RandomGenerator random) {
        this.random = random;
    }

    /** A new id, good for a run and for a machine. */
    public String text() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** A new id of a run (RUN-3). */
    public RunId run() {
        return new RunId(text());
    }
}
