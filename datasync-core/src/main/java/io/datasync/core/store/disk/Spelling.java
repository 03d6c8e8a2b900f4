package io.datasync.core.store.disk;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/**
 * Tells two names apart that a file system takes for one, such as {@code A.txt} and {@code a.txt} (D-16).
 *
 * <p>A source may hold both. Where the archive's file system folds them, the one that came first has the name; the other is refused and
 * never takes its place. Thread-safe.
 */
public final class Spelling {
    private final Disk disk;
    private final BooleanSupplier folds;

    /**
     * Asks each time.
     *
     * @param folds whether the file system takes different spellings for one name
     */
    public Spelling(Disk disk, BooleanSupplier folds) {
        this.disk = disk;
        this.folds = folds;
    }

    /**
     * Looks at the name of something that is there. It costs a listing of its folder where names are folded, else nothing.
     *
     * @throws SyncException {@code NAME_EXISTS} when it is spelled otherwise
     */
    public void require(Path path) throws SyncException {
        if (!folds.getAsBoolean()) {
            return;
        }
        try {
            if (disk.lists(path)) {
                return;
            }
        } catch (NoSuchFileException gone) {
            return;
        } catch (DirectoryIteratorException e) {
            throw Failures.of(e, path);
        } catch (IOException e) {
            throw Failures.of(e, "list the folder of", path);
        }
        throw SyncException.permanent(
                ErrorCode.NAME_EXISTS,
                "The archive has this name in another spelling, and cannot tell them apart: " + path);
    }
}
