package io.datasync.server.security.control;

import io.datasync.server.platform.settings.ServerSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where the first administrator's password waits for its only reader: a file in the home, mode 0600 from the start, gone after
 * the first login: at once on the node where it was, at the next start on the others. Never in a log.
 */
@ApplicationScoped
public class InitialPasswordFile {
    static final String NAME = "initial-admin-password";

    private static final System.Logger LOG = System.getLogger(InitialPasswordFile.class.getName());

    private final ServerSettings settings;

    @Inject
    InitialPasswordFile(ServerSettings settings) {
        this.settings = settings;
    }

    /** Writes it, in place of an older one. */
    void write(String password) throws IOException {
        Path file = path();
        Files.deleteIfExists(file);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            FileAttribute<?> onlyOwner =
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            Files.createFile(file, onlyOwner);
        } else {
            Files.createFile(file);
        }
        Files.writeString(file, password + "\n", StandardCharsets.UTF_8, StandardOpenOption.WRITE);
    }

    /** Removes it if it is there. */
    void remove() {
        try {
            Files.deleteIfExists(path());
        } catch (IOException failure) {
            // The password is of no use to the person any more, but may still be good: somebody must know.
            LOG.log(System.Logger.Level.ERROR, "event=password_file_left path=" + path(), failure);
        }
    }

    /** Where it is. */
    Path path() {
        return settings.home().resolve(NAME).toAbsolutePath();
    }
}
