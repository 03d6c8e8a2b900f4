package io.datasync.testkit.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.StagingName;
import io.datasync.core.store.directory.DirectoryOptions;
import io.datasync.core.store.directory.DirectoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A directory store in a folder of its own, on the machine's disk. */
abstract class OneArchive {
    static final RelativePath PATH = RelativePath.known("2026-04-23/part-0042.csv");
    static final StagingName STAGED = new StagingName("pc1-run1-1");
    static final long TICKS = 17_770_000_000_000_000L;

    @TempDir
    Path place;

    final Mounts mounts = new Mounts();
    Path root = Path.of("unset");
    Path outside = Path.of("unset");

    @BeforeEach
    void makePlaces() throws IOException {
        root = place.resolve("archive");
        outside = Files.createDirectory(place.resolve("outside"));
    }

    @AfterEach
    void unmount() {
        mounts.close();
    }

    DirectoryStore created() throws SyncException {
        return created(DirectoryOptions.DEFAULTS);
    }

    DirectoryStore created(DirectoryOptions options) throws SyncException {
        DirectoryStore store = DirectoryStore.at(root, options);
        store.create(ArchiveStoreContract.MARKER);
        return store;
    }

    static void assertFails(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(SyncException.class)
                .extracting(e -> ((SyncException) e).code())
                .isEqualTo(code);
    }
}
