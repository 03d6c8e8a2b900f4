package io.datasync.core.archiver;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.file.FileJournal;
import io.datasync.core.lease.JobId;
import io.datasync.core.transfer.MachineIds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * What an archiver remembers between its calls: the journal, the id of whoever writes to the archive's staging, and that the archive was made,
 * after which it is never made again (D-6).
 */
final class Memory implements AutoCloseable {
    private static final String WRITER = "writer";
    private static final String MADE = "archive-made";

    private final Path folder;
    private final FileJournal journal;

    private Memory(Path folder, FileJournal journal) {
        this.folder = folder;
        this.journal = journal;
    }

    /**
     * Opens it for one user.
     *
     * @throws SyncException {@code HOME_BUSY}, {@code JOURNAL_IO}, {@code JOURNAL_CORRUPT}
     */
    static Memory open(Path folder, InstantSource clock) throws SyncException {
        return new Memory(folder, FileJournal.open(folder, clock));
    }

    JobJournal journal(JobId job) throws SyncException {
        return journal.job(job);
    }

    /** Leaves little to read for the next who opens it; never fails. */
    void shorten() {
        journal.shorten();
    }

    /** The id by which names in staging are told from those of others that archive to the same place. */
    MachineIds writer(Supplier<String> newId) throws SyncException {
        Path file = folder.resolve(WRITER);
        try {
            if (!Files.exists(file)) {
                write(file, newId.get());
            }
            return MachineIds.of(
                    Files.readString(file, StandardCharsets.US_ASCII).strip());
        } catch (IllegalArgumentException e) {
            throw new SyncException(ErrorCode.JOURNAL_CORRUPT, false, "Not the id of a writer: " + file, e);
        } catch (IOException e) {
            throw failure("read or write", file, e);
        }
    }

    boolean archiveIsMade() {
        return Files.exists(folder.resolve(MADE));
    }

    void noteArchiveMade(String where) throws SyncException {
        Path file = folder.resolve(MADE);
        try {
            write(file, where);
        } catch (IOException e) {
            throw failure("write", file, e);
        }
    }

    /** Whole and durable, or not at all. */
    private static void write(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel out = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static SyncException failure(String what, Path file, IOException e) {
        return new SyncException(ErrorCode.JOURNAL_IO, true, "Cannot " + what + " " + file + ": " + e.getMessage(), e);
    }

    @Override
    public void close() {
        journal.close();
    }
}
