package io.datasync.core.scan;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.NativeNames;
import io.datasync.core.path.PathFilter;
import io.datasync.core.path.RelativePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A small tree on disk, named by the text form of paths, and ways to scan it. */
final class SourceTreeOnDisk {
    static final Instant WRITTEN = Instant.parse("2026-04-23T10:00:00.1234567Z");

    private final Path root;

    SourceTreeOnDisk(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    /** The place of a path, found as the code under test finds it; {@link OddNamesTest} checks that way from outside. */
    Path at(String text) {
        return NativeNames.resolve(root, RelativePath.known(text));
    }

    SourceTreeOnDisk file(String text) throws IOException {
        return file(text, "content of " + text);
    }

    SourceTreeOnDisk file(String text, String content) throws IOException {
        Path path = at(text);
        folderOf(path);
        Files.writeString(path, content, UTF_8);
        Files.setLastModifiedTime(path, FileTime.from(WRITTEN));
        return this;
    }

    SourceTreeOnDisk folder(String text) throws IOException {
        Files.createDirectories(at(text));
        return this;
    }

    SourceTreeOnDisk link(String text, String target) throws IOException {
        folderOf(at(text));
        Files.createSymbolicLink(at(text), Path.of(target));
        return this;
    }

    SourceTreeOnDisk pipe(String text) throws Exception {
        folderOf(at(text));
        Commands.run("mkfifo", at(text).toString());
        return this;
    }

    private void folderOf(Path path) throws IOException {
        Path parent = path.getParent();
        Files.createDirectories(parent == null ? root : parent);
    }

    TreeScanner scanner() throws SyncException {
        return scanner(PathFilter.NOTHING);
    }

    TreeScanner scanner(PathFilter filter) throws SyncException {
        return new TreeScanner(SourceRoot.open(root), ScanSettings.DEFAULT.with(filter));
    }

    FolderScan scan(String folder) throws SyncException {
        return scanner().open(FolderName.parse(folder));
    }

    /** Reads a scan to its end: paths in text form, folders with {@code /} at the end. */
    static List<String> texts(FolderScan scan) throws SyncException {
        List<String> texts = new ArrayList<>();
        for (SourceEntry entry = scan.next(); entry != null; entry = scan.next()) {
            texts.add(entry.path().text() + (entry.kind() == EntryKind.FOLDER ? "/" : ""));
        }
        return texts;
    }
}
