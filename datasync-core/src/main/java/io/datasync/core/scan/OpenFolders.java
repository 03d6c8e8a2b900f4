package io.datasync.core.scan;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The folders above the file that was opened last, open still, so that the next file of the same folder need not be reached anew.
 *
 * <p>Each is looked at again before it is used: it is the folder that its name leads to from the open folder above it, and the first one is the root.
 * So what is opened in it lies where its path says, as if every folder had been opened for this file. For one thread at a time.
 */
final class OpenFolders implements AutoCloseable {
    /** Deeper folders are opened anew for each file, so that a bounded number is open. */
    static final int KEPT_MAX = 16;

    private final SourceRoot root;
    private final List<Level> levels = new ArrayList<>();
    private @Nullable SecureDirectoryStream<Path> top;

    /** An open folder, by its name in the one above it. */
    private record Level(Path name, Object key, SecureDirectoryStream<Path> stream) {}

    OpenFolders(SourceRoot root) {
        this.root = root;
    }

    /** Whether folders can be opened relative to an open one here. */
    static boolean arePossible(SourceRoot root) throws IOException {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(root.path())) {
            return stream instanceof SecureDirectoryStream<Path>;
        }
    }

    /**
     * The folder of these names, the outermost first; stays open.
     *
     * @throws NoSuchFileException when the root is another one, or something that is no folder has one of the names
     */
    SecureDirectoryStream<Path> reach(List<byte[]> names) throws IOException {
        SecureDirectoryStream<Path> folder = top();
        for (int i = 0; i < names.size(); i++) {
            Path name = NioSourceTree.relative(root, names.get(i));
            Object key = keyIn(folder, name);
            if (i >= levels.size()
                    || !levels.get(i).name().equals(name)
                    || !levels.get(i).key().equals(key)) {
                closeFrom(i);
                levels.add(enter(folder, name));
            }
            folder = levels.get(i).stream();
        }
        return folder;
    }

    @SuppressWarnings("StreamResourceLeak") // stays open until close()
    private SecureDirectoryStream<Path> top() throws IOException {
        SecureDirectoryStream<Path> open = top;
        if (open == null) {
            open = (SecureDirectoryStream<Path>) Files.newDirectoryStream(root.path());
            top = open;
            if (!DirectoryListing.isSame(root.attributes(), attributesOf(open))) {
                throw new NoSuchFileException(root.path().toString());
            }
        } else if (!DirectoryListing.isSame(
                root.attributes(),
                Files.readAttributes(root.path(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS))) {
            throw new NoSuchFileException(root.path().toString());
        }
        return open;
    }

    private static Object keyIn(SecureDirectoryStream<Path> folder, Path name) throws IOException {
        BasicFileAttributes found = NioSourceTree.attributesIn(folder, name);
        if (!found.isDirectory()) {
            throw new NoSuchFileException(name.toString());
        }
        return keyOf(found);
    }

    private static Level enter(SecureDirectoryStream<Path> above, Path name) throws IOException {
        SecureDirectoryStream<Path> stream = NioSourceTree.enter(above, name);
        try {
            return new Level(name, keyOf(attributesOf(stream)), stream);
        } catch (IOException e) {
            stream.close();
            throw e;
        }
    }

    private static BasicFileAttributes attributesOf(SecureDirectoryStream<Path> folder) throws IOException {
        return folder.getFileAttributeView(BasicFileAttributeView.class).readAttributes();
    }

    private static Object keyOf(BasicFileAttributes folder) {
        return Objects.requireNonNull(
                folder.fileKey(), "Where folders can be opened relative to others, they have keys");
    }

    private void closeFrom(int level) {
        for (int i = levels.size() - 1; i >= level; i--) {
            close(levels.remove(i).stream());
        }
    }

    private static void close(DirectoryStream<Path> stream) {
        try {
            stream.close();
        } catch (IOException e) {
            // It was only read.
            return;
        }
    }

    /** Closes them all; they are opened anew when wanted. Never throws. */
    @Override
    public void close() {
        closeFrom(0);
        if (top != null) {
            close(top);
            top = null;
        }
    }
}
