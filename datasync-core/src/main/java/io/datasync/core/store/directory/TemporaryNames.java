package io.datasync.core.store.directory;

import io.datasync.core.store.disk.Disk;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Names of files that live for one call. They begin with a dot, which no staging or control name does.
 *
 * <p>What lies beside an intent has one name, for only its own upload ever writes it, and a crash leaves nothing that cannot be found
 * again. All other names are used once; two machines might choose the same one, so whoever makes the file makes it anew or asks again.
 */
final class TemporaryNames {
    static final String ENDING = ".tmp";
    static final String INTENT_ENDING = ".intent";

    private static final AtomicLong COUNT = new AtomicLong();
    private static final long PROCESS = ProcessHandle.current().pid();

    private TemporaryNames() {}

    static Path next(Path folder, String purpose) {
        return folder.resolve("." + purpose + "." + PROCESS + "-" + COUNT.incrementAndGet() + ENDING);
    }

    static Path beside(Path file) {
        String name = String.valueOf(file.getFileName());
        return isOurs(file) ? file.resolveSibling("." + name + ENDING) : next(Disk.parent(file), name);
    }

    /** Whether nobody else writes what is beside this file. */
    static boolean isOurs(Path file) {
        return String.valueOf(file.getFileName()).endsWith(INTENT_ENDING);
    }
}
