package io.datasync.core.archiver;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Where an archiver works; absolute.
 *
 * @param archive empty when it is no folder of this computer
 */
record Places(Path source, Optional<Path> archive, Path memory) {
    Places {
        source = absolute("source", source);
        archive = archive.map(folder -> absolute("archive", folder));
        memory = absolute("memory", memory);
    }

    private static Path absolute(String what, Path path) {
        Objects.requireNonNull(path, what);
        if (!path.getFileSystem().equals(FileSystems.getDefault())) {
            throw new IllegalArgumentException("The " + what + " is not a path of the default file system: " + path);
        }
        return path.toAbsolutePath().normalize();
    }

    /**
     * An archive in its own source would be archived into itself, a memory too; one in the archive would be taken for a file of it.
     *
     * @throws SyncException {@code CONFIGURATION_INVALID}
     */
    void requireApart() throws SyncException {
        List<Path> all = new ArrayList<>(List.of(real(source), real(memory)));
        archive.ifPresent(folder -> all.add(real(folder)));
        for (Path one : all) {
            for (Path other : all) {
                if (one != other && one.startsWith(other)) {
                    throw SyncException.permanent(
                            ErrorCode.CONFIGURATION_INVALID,
                            "Source, archive and memory must not lie in each other: " + one + " lies in " + other);
                }
            }
        }
    }

    /** With links followed as far as the path is there. */
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException notThere) {
            Path above = path.getParent();
            Path name = path.getFileName();
            return above == null || name == null ? path : real(above).resolve(name);
        }
    }
}
