package io.datasync.agent.work;

import io.datasync.agent.journal.SqliteJournal;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A copy of the journal, for looking only: opening the journal itself would change its file. It lies in a folder for temporary files, for its
 * owner alone, until it is closed. Nobody may work with the journal while it is copied.
 */
final class JournalCopy implements AutoCloseable {
    private final Path folder;
    private final SqliteJournal journal;

    private JournalCopy(Path folder, SqliteJournal journal) {
        this.folder = folder;
        this.journal = journal;
    }

    /**
     * Copies a journal, or opens an empty one where there is none.
     *
     * @throws SyncException {@code JOURNAL_IO} when it cannot be copied; {@code JOURNAL_CORRUPT} when it is damaged
     */
    static JournalCopy of(Path file, InstantSource clock) throws SyncException {
        Path folder;
        try {
            folder = Files.createTempDirectory("datasync-look-");
        } catch (IOException e) {
            throw failure(file, e);
        }
        boolean opened = false;
        try {
            Path copy = folder.resolve("journal.db");
            for (String part : List.of("", "-wal")) {
                Path original = file.resolveSibling(file.getFileName() + part);
                if (Files.exists(original)) {
                    Files.copy(original, folder.resolve(copy.getFileName() + part));
                }
            }
            JournalCopy look = new JournalCopy(folder, SqliteJournal.open(copy, clock));
            opened = true;
            return look;
        } catch (IOException e) {
            throw failure(file, e);
        } finally {
            if (!opened) {
                delete(folder);
            }
        }
    }

    private static SyncException failure(Path file, IOException e) {
        return new SyncException(
                ErrorCode.JOURNAL_IO, true, "Cannot copy the journal " + file + " to look at it: " + e, e);
    }

    /** What was copied. */
    Journal journal() {
        return journal;
    }

    /** Deletes the copy. Repeating it changes nothing. */
    @Override
    public void close() {
        journal.close();
        delete(folder);
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // What cannot be deleted now lies where the system clears up by itself.
        }
    }
}
