package io.datasync.core.store.directory;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.store.disk.Disk;
import io.datasync.core.store.disk.Failures;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * A folder that holds nothing but folders, to be removed.
 *
 * <p>Nothing else is ever removed, whatever somebody puts there meanwhile: the system itself is asked to remove a folder, which it does
 * only when that is one and is empty.
 */
final class EmptyFolder {
    private EmptyFolder() {}

    /**
     * Removes it.
     *
     * @throws SyncException {@code NAME_EXISTS} when it holds anything but folders
     */
    static void remove(Path folder) throws SyncException {
        for (Path each : deepestFirst(folder)) {
            removeOne(each);
        }
    }

    private static List<Path> deepestFirst(Path folder) throws SyncException {
        List<Path> all = new ArrayList<>();
        Deque<Path> waiting = new ArrayDeque<>(List.of(folder));
        while (!waiting.isEmpty()) {
            Path each = waiting.pop();
            all.add(each);
            foldersIn(each).forEach(waiting::push);
        }
        Collections.reverse(all);
        return all;
    }

    private static List<Path> foldersIn(Path folder) throws SyncException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (!Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    throw holdsSomething(folder);
                }
                found.add(entry);
            }
            return found;
        } catch (NoSuchFileException gone) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw Failures.of(e, folder);
        } catch (IOException e) {
            throw Failures.of(e, "list", folder);
        }
    }

    private static void removeOne(Path folder) throws SyncException {
        try (DirectoryStream<Path> above = Files.newDirectoryStream(Disk.parent(folder))) {
            if (!(above instanceof SecureDirectoryStream<Path> secure)) {
                throw SyncException.permanent(
                        ErrorCode.SHARE_UNSUPPORTED, "Cannot remove a folder and nothing else here: " + folder);
            }
            secure.deleteDirectory(folder.getFileName());
        } catch (NoSuchFileException gone) {
            return;
        } catch (DirectoryNotEmptyException e) {
            throw holdsSomething(folder);
        } catch (IOException e) {
            throw Failures.of(e, "remove the folder", folder);
        }
    }

    private static SyncException holdsSomething(Path folder) {
        return SyncException.permanent(ErrorCode.NAME_EXISTS, "The folder is not empty: " + folder);
    }
}
