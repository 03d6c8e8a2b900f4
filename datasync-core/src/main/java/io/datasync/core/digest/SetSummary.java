package io.datasync.core.digest;

import java.math.BigInteger;

/**
 * A set of entries in three numbers: how many, how many bytes, and the sum of their entry digests modulo 2^256 (D-8, CORE-4).
 *
 * <p>It does not depend on the order in which entries came and went, so both sides keep it up to date entry by entry and compare whole
 * folders by it. It finds faults, not attackers. Immutable and thread-safe.
 *
 * @param count the number of entries
 * @param bytes the sum of their sizes
 * @param sum the sum of their entry digests modulo 2^256, read as big-endian numbers
 */
public record SetSummary(long count, long bytes, Digest sum) {
    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);

    /** No entries. */
    public static final SetSummary EMPTY = new SetSummary(0, 0, Digest.of(new byte[Digest.BYTES]));

    public SetSummary {
        if (count < 0 || bytes < 0) {
            throw new IllegalArgumentException("A set cannot hold " + count + " entries of " + bytes + " bytes");
        }
    }

    /** This set and one entry more. */
    public SetSummary plus(long sizeBytes, Digest entryDigest) {
        requireSize(sizeBytes);
        return new SetSummary(count + 1, bytes + sizeBytes, added(sum, entryDigest, false));
    }

    /**
     * This set without one of its entries. That it is one of them is not checked, but that there are as many entries and bytes is.
     *
     * @throws IllegalArgumentException when fewer would be left than none
     */
    public SetSummary minus(long sizeBytes, Digest entryDigest) {
        requireSize(sizeBytes);
        return new SetSummary(count - 1, bytes - sizeBytes, added(sum, entryDigest, true));
    }

    private static void requireSize(long sizeBytes) {
        if (sizeBytes < 0) {
            throw new IllegalArgumentException("A size cannot be negative: " + sizeBytes);
        }
    }

    private static Digest added(Digest left, Digest right, boolean subtract) {
        BigInteger a = new BigInteger(1, left.bytes());
        BigInteger b = new BigInteger(1, right.bytes());
        byte[] result = (subtract ? a.subtract(b) : a.add(b)).mod(MODULUS).toByteArray();
        byte[] whole = new byte[Digest.BYTES];
        int length = Math.min(result.length, Digest.BYTES);
        System.arraycopy(result, result.length - length, whole, Digest.BYTES - length, length);
        return Digest.of(whole);
    }
}
