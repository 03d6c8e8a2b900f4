package io.datasync.core.store.disk;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Queue;

/** A file read with {@code O_DIRECT}: whole blocks, into memory that begins at a multiple of the block size. For one thread. */
final class DirectStream extends InputStream {
    private static final int READ_BYTES = 256 << 10;

    private final Path file;
    private final FileChannel channel;
    private final int blockBytes;
    private final Queue<ByteBuffer> idle;
    private final ByteBuffer buffer;
    private long position;
    private boolean ended;
    private boolean closed;

    private DirectStream(Path file, FileChannel channel, int blockBytes, Queue<ByteBuffer> idle) {
        this.file = file;
        this.channel = channel;
        this.blockBytes = blockBytes;
        this.idle = idle;
        buffer = bufferFor(blockBytes, idle).clear().limit(0);
    }

    /**
     * Opens a file and reads its first bytes, since some file systems refuse only then.
     *
     * @param idle where buffers come from and go to: memory outside the heap is freed late
     * @throws UnsupportedOperationException where Java cannot do it
     */
    static DirectStream open(Path file, int blockBytes, Queue<ByteBuffer> idle) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS, ExtendedOpenOption.DIRECT);
        DirectStream stream = new DirectStream(file, channel, blockBytes, idle);
        try {
            stream.fill();
            return stream;
        } catch (IOException e) {
            stream.closeAfter(e);
            throw e;
        }
    }

    private static ByteBuffer bufferFor(int blockBytes, Queue<ByteBuffer> idle) {
        ByteBuffer used = idle.poll();
        if (used != null && used.capacity() % blockBytes == 0 && used.alignmentOffset(0, blockBytes) == 0) {
            return used;
        }
        int size = Math.max(READ_BYTES, blockBytes);
        return ByteBuffer.allocateDirect(size + blockBytes - 1)
                .alignedSlice(blockBytes)
                .slice(0, size);
    }

    private void closeAfter(IOException why) {
        try {
            close();
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    private void fill() throws IOException {
        buffer.clear();
        int n = Math.max(channel.read(buffer, position), 0);
        buffer.flip();
        position += n;
        // A part of a block is the last one; asking for what follows it would not be at a multiple of the block size.
        ended = n == 0 || n % blockBytes != 0;
        if (ended && position < channel.size()) {
            throw new IOException("Only " + position + " of " + channel.size() + " bytes could be read: " + file);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        if (!buffer.hasRemaining() && !ended) {
            fill();
        }
        if (!buffer.hasRemaining()) {
            return -1;
        }
        int n = Math.min(length, buffer.remaining());
        buffer.get(bytes, offset, n);
        return n;
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            idle.offer(buffer);
            channel.close();
        }
    }
}
