package io.datasync.testkit.source;

import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import java.nio.ByteBuffer;

/** A file, apart from its name. Thread-safe. */
final class InMemoryFile {
    private byte[] bytes;
    private long ticks;

    InMemoryFile(byte[] content, long ticks) {
        this.bytes = content.clone();
        this.ticks = ticks;
    }

    synchronized void write(byte[] content, long time) {
        bytes = content.clone();
        ticks = time;
    }

    synchronized SourceEntry entry(RelativePath path) {
        return SourceEntry.file(path, bytes.length, ticks);
    }

    synchronized byte[] content() {
        return bytes.clone();
    }

    synchronized long size() {
        return bytes.length;
    }

    /** Copies what is there from a position on; says how much, or -1 at the end. */
    synchronized int read(long position, ByteBuffer into) {
        if (position >= bytes.length) {
            return -1;
        }
        int n = (int) Math.min(into.remaining(), bytes.length - position);
        into.put(bytes, (int) position, n);
        return n;
    }
}
