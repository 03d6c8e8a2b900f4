package io.datasync.drills.mirror;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Trees that somebody works in while they are listed: what goes away meanwhile is not there. */
public final class LiveTree {
    private static final String CONTROL_FOLDER = ".datasync";

    private LiveTree() {}

    /** The regular files below a folder. */
    public static List<Path> files(Path root) throws IOException {
        return list(root, false);
    }

    /** The files that an archive holds under their own names. */
    public static List<Path> archivedFiles(Path archive) throws IOException {
        return list(archive, true);
    }

    private static List<Path> list(Path root, boolean withoutControlFolder) throws IOException {
        var files = new ArrayList<Path>();
        Path skipped = root.resolve(CONTROL_FOLDER);
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return withoutControlFolder && folder.equals(skipped)
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (file.equals(root)) {
                    throw failure;
                }
                return unlessGone(failure);
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                return failure == null ? FileVisitResult.CONTINUE : unlessGone(failure);
            }
        });
        return files;
    }

    private static FileVisitResult unlessGone(IOException failure) throws IOException {
        if (failure instanceof NoSuchFileException) {
            return FileVisitResult.CONTINUE;
        }
        throw failure;
    }
}
