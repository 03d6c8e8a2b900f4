package io.datasync.testkit.proxy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Copies the body of one HTTP/1.1 request as it came, chunk marks included, and stops at its end. */
final class RequestBody {
    private static final int LINE_MAX = 8 * 1024;

    private final InputStream in;
    private final Sink out;
    private final byte[] buffer = new byte[16 * 1024];

    /** Takes bytes as they come. */
    @FunctionalInterface
    interface Sink {
        /** Takes the first bytes of the array; false when no more are wanted. */
        boolean take(byte[] bytes, int length) throws IOException;
    }

    RequestBody(InputStream in, Sink out) {
        this.in = in;
        this.out = out;
    }

    /** Returns true at the end of the body, false when the sink wanted no more. */
    boolean copy(RequestHead head) throws IOException {
        return head.chunked() ? copyChunks() : copyBytes(head.contentLength());
    }

    private boolean copyChunks() throws IOException {
        while (true) {
            String mark = copyLine();
            if (mark.isEmpty()) {
                return false;
            }
            long size = Long.parseLong(mark.split("[;\r]", 2)[0].strip(), 16);
            if (size == 0) {
                return copyTrailer();
            }
            // Two more for the line end behind the bytes of a chunk.
            if (!copyBytes(size + 2)) {
                return false;
            }
        }
    }

    private boolean copyTrailer() throws IOException {
        String line;
        do {
            line = copyLine();
        } while (line.length() > 2);
        return !line.isEmpty();
    }

    /** Copies a line with its end and returns it; empty when the sink wanted no more. */
    private String copyLine() throws IOException {
        var line = new StringBuilder();
        while (line.length() < LINE_MAX) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the body ended inside a chunk");
            }
            line.append((char) next);
            if (next == '\n') {
                byte[] bytes = line.toString().getBytes(StandardCharsets.ISO_8859_1);
                return out.take(bytes, bytes.length) ? line.toString() : "";
            }
        }
        throw new IOException("a chunk mark of more than " + LINE_MAX + " bytes");
    }

    private boolean copyBytes(long count) throws IOException {
        long left = count;
        while (left > 0) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new EOFException("the body ended " + left + " bytes early");
            }
            left -= read;
            if (!out.take(buffer, read)) {
                return false;
            }
        }
        return true;
    }
}
