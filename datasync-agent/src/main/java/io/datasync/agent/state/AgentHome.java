package io.datasync.agent.state;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The folder in which an agent keeps everything of its own.
 *
 * @param folder absolute
 */
public record AgentHome(Path folder) {
    private static final String POSIX = "posix";

    /** The home of a path, which need not be there. */
    public static AgentHome of(Path path) {
        return new AgentHome(path.toAbsolutePath().normalize());
    }

    /**
     * Makes the folder, for its owner alone, when it is not there.
     *
     * @throws SyncException {@code CONFIGURATION_INVALID} when that cannot be done
     */
    public void make() throws SyncException {
        try {
            if (!Files.isDirectory(folder)) {
                Path above = folder.getParent();
                if (above != null) {
                    Files.createDirectories(above);
                }
                if (folder.getFileSystem().supportedFileAttributeViews().contains(POSIX)) {
                    Files.createDirectory(
                            folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                } else {
                    Files.createDirectory(folder);
                }
            }
        } catch (IOException e) {
            throw new SyncException(
                    ErrorCode.CONFIGURATION_INVALID, false, "Cannot make the agent's home " + folder + ": " + e, e);
        }
    }

    /** The identity, encrypted. */
    public Path state() {
        return folder.resolve("state.dat");
    }

    /** The key of the state. */
    public Path key() {
        return folder.resolve("state.key");
    }

    /** Held by the agent that works here. */
    public Path lock() {
        return folder.resolve("lock");
    }

    /** What was seen, sent, verified and reported. */
    public Path journal() {
        return folder.resolve("journal.db");
    }

    /** What a running agent says about itself. */
    public Path status() {
        return folder.resolve("status.json");
    }

    /** What does not fit in memory while it is worked on; nothing of it is kept. */
    public Path scratch() {
        return folder.resolve("scratch");
    }

    /** One log a day. */
    public Path logs() {
        return folder.resolve("logs");
    }
}
