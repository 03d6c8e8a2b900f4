package io.datasync.drills.demo.home;

import io.datasync.core.failure.ErrorCode;
import io.datasync.drills.demo.ending.DemoFailure;
import io.datasync.drills.demo.ending.Ending;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which a demo keeps everything it needs, held by one demo at a time.
 *
 * <p>Who holds it is decided by a lock on {@code demo.lock}, which ends with the process however that ends; the file's content says
 * where the holder can be reached.
 */
public final class DemoHome implements AutoCloseable {
    private static final String LOCK = "demo.lock";

    private final Path folder;
    private final FileChannel channel;

    private DemoHome(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Makes the folder when it is missing, for the owner alone, and holds it until {@link #close}.
     *
     * @throws DemoFailure when another demo holds it, or when it cannot be made or written
     */
    public static DemoHome hold(Path folder) throws DemoFailure {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            FileChannel channel = FileChannel.open(
                    folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                Optional<Running> other = read(channel);
                channel.close();
                String where = other.map(running -> " at http://127.0.0.1:" + running.port())
                        .orElse("");
                throw DemoFailure.of(
                        Ending.ALREADY_RUNNING,
                        "A demo is running already under " + Places.shown(folder) + where
                                + ". Stop it with Ctrl-C, or use another --home.");
            }
            channel.truncate(0);
            return new DemoHome(folder, channel);
        } catch (IOException e) {
            throw DemoFailure.of(
                    ErrorCode.CONFIGURATION_INVALID,
                    "Cannot use " + Places.shown(folder) + " as --home: " + reason(e) + ".");
        }
    }

    /**
     * Where a running demo is.
     *
     * @param port its server's port on 127.0.0.1
     * @param archived the folder of the archive that it works on
     */
    public record Running(int port, Path archived) {}

    /** The demo that holds the folder and has come so far that it has an archive; empty when there is none. */
    public static Optional<Running> running(Path folder) throws IOException {
        Path file = folder.resolve(LOCK);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            FileLock free = lock(channel);
            if (free != null) {
                free.release();
                return Optional.empty();
            }
            return read(channel);
        }
    }

    /**
     * The demo that another command is to act on.
     *
     * @throws DemoFailure when no demo runs there, or is still starting
     */
    public static Running required(Path folder) throws DemoFailure, IOException {
        Optional<Running> running = running(folder);
        if (running.isEmpty()) {
            String shown = Places.shown(folder.toAbsolutePath().normalize());
            throw DemoFailure.of(
                    Ending.NOT_RUNNING, "No demo is running under " + shown + ". Start one: ./datasync demo");
        }
        return running.get();
    }

    /** Tells other commands where this demo is. */
    public void announce(Running running) throws IOException {
        byte[] text = FlatJson.write(Map.of(
                        "port", running.port(), "archived", running.archived().toString()))
                .getBytes(StandardCharsets.UTF_8);
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(text), 0);
    }

    /** The folder itself. */
    public Path folder() {
        return folder;
    }

    /** The state of the server node. */
    public Path server() {
        return folder.resolve("server");
    }

    /** The state of the agent. */
    public Path agent() {
        return folder.resolve("agent");
    }

    /** What its processes print. */
    public DemoLogs logs() {
        return new DemoLogs(folder.resolve("logs"), DemoLogs.BYTES_MAX);
    }

    /** The demo's own administrator and password, readable by the owner alone. */
    public Path secrets() {
        return folder.resolve("demo.json");
    }

    /** Lets another demo hold it. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The lock ends with the process at the latest.
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Held by this very JVM, as in tests.
            return null;
        }
    }

    private static Optional<Running> read(FileChannel channel) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(64 * 1024);
        channel.read(content, 0);
        Map<String, String> fields =
                FlatJson.read(new String(content.array(), 0, content.position(), StandardCharsets.UTF_8));
        String port = fields.get("port");
        String archived = fields.get("archived");
        return port == null || archived == null
                ? Optional.empty()
                : Optional.of(new Running(Integer.parseInt(port), Path.of(archived)));
    }

    private static String reason(IOException e) {
        return e instanceof java.nio.file.AccessDeniedException
                ? "permission denied for user " + System.getProperty("user.name")
                : String.valueOf(e.getMessage());
    }
}
