package io.datasync.core.protocol.json;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that refuses to give more than so many bytes. Closing it leaves the one beneath open. */
final class BoundedInput extends FilterInputStream {
    private final long bytesMax;
    private long bytesRead;

    BoundedInput(InputStream in, long bytesMax) {
        super(in);
        this.bytesMax = bytesMax;
    }

    @Override
    public int read() throws IOException {
        int b = in.read();
        if (b >= 0) {
            count(1);
        }
        return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int n = in.read(buffer, offset, length);
        if (n > 0) {
            count(n);
        }
        return n;
    }

    @Override
    public long skip(long n) throws IOException {
        long skipped = in.skip(n);
        count(skipped);
        return skipped;
    }

    private void count(long n) throws TooLongException {
        bytesRead += n;
        if (bytesRead > bytesMax) {
            throw new TooLongException(bytesMax);
        }
    }

    @Override
    public void close() {
        // The owner of the stream closes it.
    }

    /** The limit was passed. */
    static final class TooLongException extends IOException {
        private static final long serialVersionUID = 1L;

        TooLongException(long bytesMax) {
            super("the message is longer than " + bytesMax + " bytes");
        }
    }
}
