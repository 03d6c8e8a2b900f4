package io.datasync.agent.work;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * The folders that this PC lets the agent read: a list of its own, which nothing that the server says can widen (I-14, AGT-8).
 *
 * <p>Paths are compared after links in them are followed, so that a link inside an allowed folder leads nowhere else. Thread-safe.
 */
public final class AllowedRoots {
    private final List<Path> roots;

    /** These folders, absolute; those that are not there allow nothing. */
    public AllowedRoots(List<Path> roots) {
        this.roots = List.copyOf(roots);
    }

    /**
     * The path of a job's source, with links followed as far as it is there. One that is not there is for its execution to find out (D-2).
     *
     * @throws SyncException {@code ROOT_FORBIDDEN} when it is outside
     */
    public Path check(String source) throws SyncException {
        Path path = parsed(source);
        if (roots.stream().noneMatch(path::startsWith)) {
            throw forbidden(source);
        }
        Path real = real(path);
        if (roots.stream().noneMatch(root -> real.startsWith(real(root)))) {
            throw forbidden(source);
        }
        return real;
    }

    private static Path parsed(String source) throws SyncException {
        try {
            Path path = Path.of(source);
            if (path.isAbsolute()) {
                return path.normalize();
            }
        } catch (InvalidPathException e) {
            throw new SyncException(ErrorCode.ROOT_FORBIDDEN, false, "Not a path of this PC: " + source, e);
        }
        throw forbidden(source);
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

    private static SyncException forbidden(String source) {
        return SyncException.permanent(
                ErrorCode.ROOT_FORBIDDEN,
                "The source " + source + " is not among the folders that this PC allows to be read");
    }
}
