package io.datasync.drills.docs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * The text files of a repository: all but what is built, fetched, or not text.
 *
 * @param root the folder that holds {@code .mvn}
 */
record Repository(Path root) {
    private static final Set<String> SKIPPED_FOLDERS = Set.of("target", "node_modules", "dist");
    private static final Set<String> READ_DOT_FOLDERS = Set.of(".mvn", ".ci", ".github");
    private static final long SIZE_BYTES_MAX = 2 << 20;
    private static final int FILES_MAX = 20_000;

    /** A file and what it says, its path relative to the root and with {@code /}. */
    record Text(String path, String content) {}

    /** The repository around the working directory. */
    static Repository around() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve(".mvn"))) {
                return new Repository(at);
            }
        }
        throw new IllegalStateException("No folder .mvn above " + Path.of("").toAbsolutePath());
    }

    String read(String path) throws IOException {
        return Files.readString(root.resolve(path));
    }

    List<Text> texts() throws IOException {
        List<Text> texts = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return folder.equals(root) || isRead(folder) ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                // A file of a build that runs beside this one may vanish or be half written: those are all in skipped
                // folders.
                if (attributes.isRegularFile() && attributes.size() <= SIZE_BYTES_MAX && !isSkipped(file)) {
                    byte[] bytes = Files.readAllBytes(file);
                    if (isText(bytes)) {
                        texts.add(new Text(relative(file), new String(bytes, UTF_8)));
                    }
                }
                if (texts.size() > FILES_MAX) {
                    throw new IllegalStateException("More than " + FILES_MAX + " files below " + root);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        texts.sort(Comparator.comparing(Text::path));
        return texts;
    }

    private static boolean isRead(Path folder) {
        String name = folder.getFileName().toString();
        return name.startsWith(".") ? READ_DOT_FOLDERS.contains(name) : !SKIPPED_FOLDERS.contains(name);
    }

    /** {@code .git} is a file in a second working tree of one clone. */
    private static boolean isSkipped(Path file) {
        String name = file.getFileName().toString();
        return name.equals(".git") || name.endsWith(".log");
    }

    private static boolean isText(byte[] bytes) {
        for (byte b : bytes) {
            if (b == 0) {
                return false;
            }
        }
        return true;
    }

    private String relative(Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }
}
