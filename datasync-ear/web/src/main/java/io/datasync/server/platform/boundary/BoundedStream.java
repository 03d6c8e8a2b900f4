package io.datasync.server.platform.boundary;

import io.datasync.server.platform.problem.BodyTooLargeException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that fails when more than so many bytes are read from it. */
final class BoundedStream extends FilterInputStream {
    private final long bytesMax;
    private long bytesRead;

    BoundedStream(InputStream in, long bytesMax) {
        super(in);
        this.bytesMax = bytesMax;
    }

    @Override
    public int read() throws IOException {
        int one = super.read();
        count(one < 0 ? 0 : 1);
        return one;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = super.read(into, offset, length);
        count(Math.max(0, read));
        return read;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = super.skip(count);
        count(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(long more) throws BodyTooLargeException {
        bytesRead += more;
        if (bytesRead > bytesMax) {
            throw new BodyTooLargeException(bytesMax);
        }
    }
}
