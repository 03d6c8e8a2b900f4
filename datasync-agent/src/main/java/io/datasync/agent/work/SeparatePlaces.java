package io.datasync.agent.work;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** Source, archive and the agent's home must not lie in each other: an archive in its own source would be archived into itself. */
final class SeparatePlaces {
    private SeparatePlaces() {}

    /**
     * Checks where things lie; an archive that is no folder of this PC lies elsewhere.
     *
     * @throws SyncException {@code CONFIGURATION_INVALID}
     */
    static void check(Path source, String archiveUrl, Path home) throws SyncException {
        if (archiveUrl.startsWith("file:")) {
            Path archive = real(folderOf(archiveUrl));
            if (archive.startsWith(source) || source.startsWith(archive)) {
                throw invalid("The source " + source + " and the archive " + archive + " lie in each other");
            }
        }
        if (real(home).startsWith(source)) {
            throw invalid("The agent's home " + home + " lies in the source " + source);
        }
    }

    private static Path folderOf(String archiveUrl) throws SyncException {
        try {
            return Path.of(URI.create(archiveUrl)).toAbsolutePath().normalize();
        } catch (IllegalArgumentException e) {
            throw new SyncException(
                    ErrorCode.CONFIGURATION_INVALID, false, "Not the address of an archive: " + archiveUrl, e);
        }
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            // What is not there lies nowhere but under its name.
            return path;
        }
    }

    private static SyncException invalid(String message) {
        return SyncException.permanent(ErrorCode.CONFIGURATION_INVALID, message);
    }
}
