package io.datasync.testkit.store.fault;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream in whose first byte a bit is turned. */
final class FlippedStream extends FilterInputStream {
    private boolean done;

    FlippedStream(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        if (next < 0 || done) {
            return next;
        }
        done = true;
        return next ^ 0x10;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int n = super.read(bytes, offset, length);
        if (n > 0 && !done) {
            done = true;
            bytes[offset] ^= 0x10;
        }
        return n;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
