package io.datasync.testkit.transfer;

import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.NameRules;
import io.datasync.core.store.StoreCapabilities;
import io.datasync.core.store.directory.DirectoryOptions;
import io.datasync.core.store.directory.DirectoryStep;
import io.datasync.core.store.directory.DirectoryStore;
import io.datasync.testkit.store.memory.InMemoryShare;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The kinds of archives that transfers are tested with. */
enum Places {
    LIKE_A_DIRECTORY,
    LIKE_A_SHARE,
    WITHOUT_DIGESTS,
    DIRECTORY,
    DIRECTORY_WITHOUT_ATTRIBUTES;

    /** Gives handles on one new archive; a directory lies below {@code folder} and tells its steps. */
    Supplier<ArchiveStore> at(Path folder, Consumer<DirectoryStep> steps) {
        DirectoryOptions options = DirectoryOptions.DEFAULTS.withSteps(steps);
        return switch (this) {
            case LIKE_A_DIRECTORY -> inMemory(InMemoryShare.LIKE_A_DIRECTORY);
            case LIKE_A_SHARE -> inMemory(InMemoryShare.LIKE_A_SHARE);
            case WITHOUT_DIGESTS -> inMemory(new StoreCapabilities(false, false, true, true, 1 << 10, NameRules.POSIX));
            case DIRECTORY -> () -> DirectoryStore.at(folder.resolve("archive"), options);
            case DIRECTORY_WITHOUT_ATTRIBUTES ->
                () -> DirectoryStore.at(folder.resolve("archive"), options.withoutAttributes());
        };
    }

    private static Supplier<ArchiveStore> inMemory(StoreCapabilities capabilities) {
        InMemoryShare share = new InMemoryShare(capabilities);
        return share::open;
    }
}
