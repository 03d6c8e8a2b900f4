package io.datasync.core.journal.file.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * How a log is written: a line that names the format, then records, each {@code DSJR}, its number (8 bytes), the length of its content (4), the
 * CRC-32C of number, length and content (4), all big-endian, and the content.
 */
final class Records {
    static final byte[] FORMAT = "datasync journal 1\n".getBytes(StandardCharsets.US_ASCII);
    static final int HEAD_BYTES = 20;
    static final int MAGIC = 0x44534A52;

    /** Larger than what a call on the largest journal writes, smaller than the largest array. */
    static final int CONTENT_BYTES_MAX = 1 << 30;

    private Records() {}

    /** The first part of a record. */
    record Head(int magic, long number, int length, int crc) {
        static Head of(byte[] head) {
            ByteBuffer in = ByteBuffer.wrap(head);
            return new Head(in.getInt(), in.getLong(), in.getInt(), in.getInt());
        }

        /** Whether a record of this head fits into so many bytes, itself included. */
        boolean fits(long bytes) {
            return magic == MAGIC && length >= 0 && length <= CONTENT_BYTES_MAX && HEAD_BYTES + (long) length <= bytes;
        }

        boolean vouchesFor(byte[] content) {
            return crc == checksum(number, content);
        }
    }

    static byte[] record(long number, byte[] content) {
        if (content.length > CONTENT_BYTES_MAX) {
            throw new IllegalArgumentException("A record of " + content.length + " bytes");
        }
        return ByteBuffer.allocate(HEAD_BYTES + content.length)
                .putInt(MAGIC)
                .putLong(number)
                .putInt(content.length)
                .putInt(checksum(number, content))
                .put(content)
                .array();
    }

    private static int checksum(long number, byte[] content) {
        CRC32C crc = new CRC32C();
        crc.update(
                ByteBuffer.allocate(12).putLong(number).putInt(content.length).flip());
        crc.update(content);
        return (int) crc.getValue();
    }
}
