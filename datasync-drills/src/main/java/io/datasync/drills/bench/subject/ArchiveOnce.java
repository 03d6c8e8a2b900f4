package io.datasync.drills.bench.subject;

import io.datasync.core.archiver.ArchiveResult;
import io.datasync.core.archiver.Archiver;
import io.datasync.core.failure.SyncException;
import java.nio.file.Path;

/** Archives a folder, by the public interface alone. Arguments: the source, the archive, a folder for the memory. */
public final class ArchiveOnce {
    private ArchiveOnce() {}

    /** Ends with 1 when not everything is archived. */
    public static void main(String[] args) throws SyncException {
        boolean whole;
        try (Archiver archiver = Archiver.of(Path.of(args[0]), Path.of(args[1]), Path.of(args[2]))
                .createArchive()
                .build()) {
            ArchiveResult result = archiver.archive();
            System.out.println(result.balance());
            whole = result.balance().isSuccess();
        }
        if (!whole) {
            System.exit(1);
        }
    }
}
