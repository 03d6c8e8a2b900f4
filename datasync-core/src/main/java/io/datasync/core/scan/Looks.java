package io.datasync.core.scan;

import io.datasync.core.path.NativeNames;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at the names of one directory, in their order, a stretch at a time: relative to the open directory where the system can, which spares
 * it the way there for each name, and never looks into another directory that was put in its place. Holds nothing open between calls. For one
 * thread.
 */
final class Looks {
    /** How many names are looked at at once. */
    static final int STRETCH = 500;

    private static final LinkOption[] NOT_FOLLOWING = {LinkOption.NOFOLLOW_LINKS};
    private static final Path HERE = Path.of("");

    private final Path directory;
    private final BasicFileAttributes expected;
    private final byte[][] names;
    private final List<Look> stretch = new ArrayList<>();
    private int first;

    /**
     * Looks at what is in a directory.
     *
     * @param expected what the directory was when it was looked at itself
     * @param names of which only usable ones may be asked for
     */
    Looks(Path directory, BasicFileAttributes expected, byte[][] names) {
        this.directory = directory;
        this.expected = expected;
        this.names = names;
    }

    private interface Look {
        BasicFileAttributes get() throws IOException;
    }

    /** What a name is; links are not followed. */
    static BasicFileAttributes at(Path onDisk) throws IOException {
        return Files.readAttributes(onDisk, BasicFileAttributes.class, NOT_FOLLOWING);
    }

    /**
     * What the name of this index is.
     *
     * @throws IOException as looking at it
     */
    BasicFileAttributes of(int index) throws IOException {
        if (index < first || index >= first + stretch.size()) {
            stretch.clear();
            first = index;
            look(Math.min(names.length, index + STRETCH));
        }
        return stretch.get(index - first).get();
    }

    private void look(int end) {
        try (DirectoryStream<Path> open = Files.newDirectoryStream(directory)) {
            if (open instanceof SecureDirectoryStream<Path> secure) {
                look(secure, end);
                return;
            }
        } catch (IOException unknown) {
            // Each name says for itself why it cannot be looked at.
            stretch.clear();
        }
        for (int i = first; i < end; i++) {
            byte[] name = names[i];
            stretch.add(() -> at(NativeNames.resolve(directory, name)));
        }
    }

    private void look(SecureDirectoryStream<Path> open, int end) throws IOException {
        BasicFileAttributes found =
                open.getFileAttributeView(BasicFileAttributeView.class).readAttributes();
        boolean isSame = DirectoryListing.isSame(expected, found);
        for (int i = first; i < end; i++) {
            stretch.add(isSame ? seen(open, i) : exchanged());
        }
    }

    private Look seen(SecureDirectoryStream<Path> open, int index) {
        try {
            BasicFileAttributes attributes = open.getFileAttributeView(
                            NativeNames.resolve(HERE, names[index]), BasicFileAttributeView.class, NOT_FOLLOWING)
                    .readAttributes();
            return () -> attributes;
        } catch (IOException e) {
            return () -> {
                throw e;
            };
        }
    }

    private Look exchanged() {
        return () -> {
            throw new FileSystemException(directory.toString(), null, "exchanged after it was listed");
        };
    }
}
