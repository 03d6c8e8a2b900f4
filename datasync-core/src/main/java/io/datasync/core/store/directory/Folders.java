package io.datasync.core.store.directory;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.store.disk.Disk;
import io.datasync.core.store.disk.Durability;
import io.datasync.core.store.disk.Failures;
import io.datasync.core.store.disk.Spelling;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Knows which folders of the archive are real, so that no link planted on the share leads a write, or the proof of one, out of it.
 *
 * <p>A folder is looked at again after each {@link #forget}, which every barrier calls. Thread-safe.
 */
final class Folders {
    private static final int KNOWN_MAX = 20_000;

    /** How often a folder is made whose parent somebody removes meanwhile. */
    private static final int TRIES = 10;

    private final Path root;
    private final Durability durability;
    private final Spelling spelling;
    private final Set<Path> known = ConcurrentHashMap.newKeySet();

    Folders(Path root, Durability durability, Spelling spelling) {
        this.spelling = spelling;
        this.root = root;
        this.durability = durability;
    }

    void forget() {
        known.clear();
    }

    /**
     * Whether the folder is there, and every one above it, up to the root.
     *
     * @throws SyncException {@code NAME_EXISTS} when one of them is something else, or has another spelling
     */
    boolean isThere(Path folder) throws SyncException {
        if (folder.equals(root) || known.contains(folder)) {
            return true;
        }
        return isThere(Disk.parent(folder)) && isFolder(folder);
    }

    private boolean isFolder(Path folder) throws SyncException {
        try {
            if (!Files.readAttributes(folder, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .isDirectory()) {
                throw SyncException.permanent(ErrorCode.NAME_EXISTS, "Not a folder in the archive: " + folder);
            }
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw Failures.of(e, "look at", folder);
        }
        spelling.require(folder);
        remember(folder);
        return true;
    }

    private void remember(Path folder) {
        if (known.size() >= KNOWN_MAX) {
            known.clear();
        }
        known.add(folder);
    }

    /**
     * Makes the folder and those above it, up to the root, which must be there.
     *
     * @throws SyncException {@code NAME_EXISTS} when one of them is something else, or has another spelling
     */
    void make(Path folder) throws SyncException {
        for (int i = 1; !isThere(folder); i++) {
            make(Disk.parent(folder));
            if (makeOne(folder, i < TRIES)) {
                return;
            }
            forget();
        }
    }

    /** Says {@code false} when the folder above was removed just now, and that may be so. */
    private boolean makeOne(Path folder, boolean mayBeGone) throws SyncException {
        try {
            Files.createDirectory(folder);
            durability.changed(Disk.parent(folder));
            remember(folder);
            return true;
        } catch (NoSuchFileException e) {
            if (!mayBeGone) {
                throw Failures.of(e, "make", folder);
            }
            return false;
        } catch (FileAlreadyExistsException e) {
            if (isFolder(folder)) {
                return true;
            }
            if (!mayBeGone) {
                throw Failures.of(e, "make", folder);
            }
            return false;
        } catch (IOException e) {
            throw Failures.of(e, "make", folder);
        }
    }
}
