package io.datasync.testkit.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.function.LongConsumer;

/** A channel for reading, which like that of a disk is closed when its thread is interrupted. */
final class InMemoryChannel implements SeekableByteChannel {
    private final InMemoryFile file;
    private final LongConsumer reached;
    private final Runnable closed;
    private long position;
    private boolean isOpen = true;

    InMemoryChannel(InMemoryFile file, LongConsumer reached, Runnable closed) {
        this.file = file;
        this.reached = reached;
        this.closed = closed;
    }

    private void requireOpen() throws IOException {
        if (!isOpen) {
            throw new ClosedChannelException();
        }
        if (Thread.currentThread().isInterrupted()) {
            close();
            throw new ClosedByInterruptException();
        }
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        requireOpen();
        reached.accept(position);
        int n = file.read(position, into);
        position += Math.max(n, 0);
        return n;
    }

    @Override
    public int write(ByteBuffer from) {
        throw new NonWritableChannelException();
    }

    @Override
    public long position() throws IOException {
        requireOpen();
        return position;
    }

    @Override
    public SeekableByteChannel position(long to) throws IOException {
        requireOpen();
        position = to;
        return this;
    }

    @Override
    public long size() throws IOException {
        requireOpen();
        return file.size();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
        throw new NonWritableChannelException();
    }

    @Override
    public boolean isOpen() {
        return isOpen;
    }

    @Override
    public void close() {
        if (isOpen) {
            isOpen = false;
            closed.run();
        }
    }
}
