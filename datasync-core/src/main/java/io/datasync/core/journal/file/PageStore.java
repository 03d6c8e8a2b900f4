package io.datasync.core.journal.file;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.file.page.Known;
import io.datasync.core.journal.file.page.Page;
import io.datasync.core.journal.file.page.PageFile;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The file in which the pages of a journal lie now, {@code journal-<number>.pages}, with those of its pages in memory that were read last. For one
 * thread at a time; what it reads for cursors aside.
 */
final class PageStore implements AutoCloseable {
    private static final int PAGES_IN_MEMORY = 16;
    private static final String PREFIX = "journal-";
    private static final String SUFFIX = ".pages";

    private final Path folder;
    private final Map<Long, List<Known>> recent = new LinkedHashMap<>(2 * PAGES_IN_MEMORY, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, List<Known>> eldest) {
            return size() > PAGES_IN_MEMORY;
        }
    };
    private long number = 1;
    private PageFile file;

    PageStore(Path folder) {
        this.folder = folder;
        file = new PageFile(path(folder, number));
    }

    private static Path path(Path folder, long number) {
        return folder.resolve(PREFIX + number + SUFFIX);
    }

    long number() {
        return number;
    }

    PageFile file() {
        return file;
    }

    /** From now on the pages of this number count. */
    void use(long otherNumber) {
        if (otherNumber != number) {
            use(otherNumber, new PageFile(path(folder, otherNumber)));
        }
    }

    void use(long otherNumber, PageFile other) {
        file.close();
        file = other;
        number = otherNumber;
        recent.clear();
    }

    /** A file to be written in place of this one; empty, whatever a cut left there. */
    PageFile fresh() throws SyncException {
        Path next = path(folder, number + 1);
        try {
            Files.deleteIfExists(next);
        } catch (IOException e) {
            throw new SyncException(
                    ErrorCode.JOURNAL_IO, true, "Cannot write the journal " + next + ": " + e.getMessage(), e);
        }
        return new PageFile(next);
    }

    /** The entries of a page, for reading only. */
    List<Known> entries(Page page) throws SyncException {
        List<Known> read = recent.get(page.offset());
        if (read == null) {
            read = file.read(page);
            recent.put(page.offset(), read);
        }
        return read;
    }

    /** Removes page files that do not count, which cuts left; what cannot be removed is tried again at the next opening. */
    void removeOthers() {
        try {
            for (Path other : filesIn(folder)) {
                if (!other.equals(file.path())) {
                    Files.deleteIfExists(other);
                }
            }
        } catch (IOException | DirectoryIteratorException left) {
            // They take room and are never read.
        }
    }

    /** The files of pages in a folder. */
    static List<Path> filesIn(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
            files.forEach(found::add);
        }
        return found;
    }

    @Override
    public void close() {
        file.close();
    }
}
