package io.datasync.drills.bench.subject;

import io.datasync.core.archiver.Archiver;
import io.datasync.core.failure.SyncException;
import java.nio.file.Path;

/** Reads a whole archive back, by the public interface alone. Arguments as those of {@link ArchiveOnce}. */
public final class VerifyOnce {
    private VerifyOnce() {}

    /** Ends with 1 when not everything is as it should be. */
    public static void main(String[] args) throws SyncException {
        boolean good;
        try (Archiver archiver = Archiver.of(Path.of(args[0]), Path.of(args[1]), Path.of(args[2]))
                .build()) {
            var found = archiver.verify();
            System.out.println(found);
            good = found.isSound();
        }
        if (!good) {
            System.exit(1);
        }
    }
}
