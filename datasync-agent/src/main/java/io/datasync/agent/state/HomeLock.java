package io.datasync.agent.state;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Keeps a second agent out of a home. The system frees it when the process ends, however it ends. */
public final class HomeLock implements AutoCloseable {
    private final FileChannel channel;

    private HomeLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock and notes the process id in it, for people.
     *
     * @throws SyncException {@code HOME_BUSY} when another process has it; {@code CONFIGURATION_INVALID} when the file cannot be made
     */
    public static HomeLock take(AgentHome home) throws SyncException {
        Path file = home.lock();
        boolean taken = false;
        @Nullable FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!tryLock(channel)) {
                throw SyncException.permanent(
                        ErrorCode.HOME_BUSY,
                        "Another agent works in " + home.folder() + " (process " + holder(file) + ")");
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
            taken = true;
            return new HomeLock(channel);
        } catch (IOException e) {
            throw new SyncException(ErrorCode.CONFIGURATION_INVALID, false, "Cannot lock " + file + ": " + e, e);
        } finally {
            if (!taken && channel != null) {
                closeQuietly(channel);
            }
        }
    }

    /** Whether an agent works in a home. */
    public static boolean isTaken(AgentHome home) throws SyncException {
        if (!Files.exists(home.lock())) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(home.lock(), StandardOpenOption.WRITE)) {
            return !tryLock(channel);
        } catch (IOException e) {
            throw new SyncException(
                    ErrorCode.CONFIGURATION_INVALID, false, "Cannot look at " + home.lock() + ": " + e, e);
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            // This very process has it.
            return false;
        }
    }

    private static String holder(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
        return text.isEmpty() ? "unknown" : text;
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // The lock ends with the process at the latest.
        }
    }
}
