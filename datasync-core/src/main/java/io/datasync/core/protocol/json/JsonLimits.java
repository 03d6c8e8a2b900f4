package io.datasync.core.protocol.json;

/**
 * How much of a message is read before it is refused with {@code MESSAGE_TOO_LARGE} (I-11); all in bytes after decompression.
 *
 * @param openBytesMax of an open request or its answer, which name every folder of a job
 * @param documentBytesMax of any other single document
 * @param lineBytesMax of one line of NDJSON; at most 64 MiB, since a reader holds as much
 * @param linesMax of the lines of one NDJSON message
 */
public record JsonLimits(long openBytesMax, long documentBytesMax, int lineBytesMax, long linesMax) {
    /** 64 MiB, 1 MiB, 32 KiB, and 20 million lines. */
    public static final JsonLimits DEFAULTS = new JsonLimits(64L << 20, 1L << 20, 32 << 10, 20_000_000);

    private static final int LINE_BYTES_MOST = 64 << 20;

    public JsonLimits {
        if (openBytesMax < 1 || documentBytesMax < 1 || lineBytesMax < 1 || linesMax < 1) {
            throw new IllegalArgumentException("A limit is at least 1");
        }
        if (lineBytesMax > LINE_BYTES_MOST) {
            throw new IllegalArgumentException("A line of " + lineBytesMax + " bytes is too long to be held");
        }
    }
}
