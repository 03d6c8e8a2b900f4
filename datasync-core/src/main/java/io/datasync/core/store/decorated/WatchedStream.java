package io.datasync.core.store.decorated;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that is told how many bytes were read from it. */
abstract class WatchedStream extends FilterInputStream {
    WatchedStream(InputStream in) {
        super(in);
    }

    abstract void passed(int bytes) throws IOException;

    @Override
    public int read() throws IOException {
        int one = super.read();
        if (one >= 0) {
            passed(1);
        }
        return one;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int n = super.read(bytes, offset, length);
        if (n > 0) {
            passed(n);
        }
        return n;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
