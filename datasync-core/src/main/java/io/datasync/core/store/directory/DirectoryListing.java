package io.datasync.core.store.directory;

import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.Ticks;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.NativeNames;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.NameRules;
import io.datasync.core.store.StoredFile;
import io.datasync.core.store.StoredFileVisitor;
import io.datasync.core.store.disk.Failures;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Visits the files of an archive, or of a part of it, folder by folder; keeps in memory the folders still to be visited. For one use. */
final class DirectoryListing {
    private final Path root;
    private final Path own;
    private final NameRules names;
    private final StoredFileVisitor visitor;
    private final Deque<Folder> waiting = new ArrayDeque<>();

    /** A folder, and its names below the root as the disk has them; none for the root itself. */
    private record Folder(Path path, @Nullable RelativePath names) {
        RelativePath child(byte[] name) throws SyncException {
            return names == null ? RelativePath.of(name) : names.child(name);
        }
    }

    DirectoryListing(ArchiveRoot root, NameRules names, StoredFileVisitor visitor) {
        this.root = root.root();
        this.own = root.own();
        this.names = names;
        this.visitor = visitor;
    }

    void run() throws SyncException {
        waiting.push(new Folder(root, null));
        work();
    }

    /** Visits what lies directly under the root. */
    void runOnRoot() throws SyncException {
        list(new Folder(root, null));
        waiting.clear();
    }

    /** Visits the files of one folder, which is there. */
    void run(Path folder, FolderName name) throws SyncException {
        waiting.push(new Folder(folder, RelativePath.of(names.escape(name.path()))));
        work();
    }

    /** The folders of the first level, at most {@code max}. */
    List<FolderName> folders(int max) throws SyncException {
        list(new Folder(root, null));
        List<FolderName> found = new ArrayList<>();
        for (Folder folder : waiting) {
            Optional<RelativePath> path = folder.names() == null
                    ? Optional.empty()
                    : names.unescape(folder.names().bytes());
            if (path.isPresent() && found.size() < max) {
                found.add(FolderName.parse(path.get().text()));
            }
        }
        waiting.clear();
        return found;
    }

    private void work() throws SyncException {
        while (!waiting.isEmpty()) {
            list(waiting.pop());
        }
    }

    private void list(Folder folder) throws SyncException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder.path())) {
            for (Path entry : entries) {
                visit(folder, entry);
            }
        } catch (NoSuchFileException gone) {
            return;
        } catch (DirectoryIteratorException e) {
            throw Failures.of(e, folder.path());
        } catch (IOException e) {
            throw Failures.of(e, "list", folder.path());
        }
    }

    private void visit(Folder folder, Path entry) throws SyncException {
        BasicFileAttributes found;
        try {
            found = Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException gone) {
            return;
        } catch (IOException e) {
            throw Failures.of(e, "look at", entry);
        }
        if (found.isDirectory()) {
            if (!entry.equals(own)) {
                waiting.push(new Folder(entry, folder.child(NativeNames.name(entry))));
            }
        } else if (found.isRegularFile()) {
            Optional<RelativePath> path =
                    names.unescape(folder.child(NativeNames.name(entry)).bytes());
            if (path.isPresent()) {
                visitor.visit(
                        new StoredFile(path.get(), found.size(), Ticks.of(found.lastModifiedTime()), Optional.empty()));
            }
        }
    }
}
