package io.datasync.testkit.store;

import static io.datasync.testkit.store.StoredContent.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.directory.DirectoryOptions;
import io.datasync.core.store.directory.DirectoryStore;
import io.datasync.core.transfer.StagingNames;
import io.datasync.core.transfer.TransferSettings;
import io.datasync.core.transfer.UploadOutcome;
import io.datasync.core.transfer.UploadOutcome.Verified;
import io.datasync.core.transfer.Uploads;
import io.datasync.testkit.clock.MovableClock;
import io.datasync.testkit.source.InMemorySource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk that takes bytes into its cache and cannot write them, as a thin volume that ran out of room. */
class FailingDiskTest {
    private static final int FILES = 30;
    private static final int FILE_BYTES = 300_000;

    @TempDir
    Path place;

    private final Mounts mounts = new Mounts();
    private final InMemorySource source = new InMemorySource();
    private final MovableClock clock = MovableClock.at("2026-04-23T12:00:00Z");

    @AfterEach
    void unmount() {
        mounts.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName(
            "I-1, D-7 after a barrier that failed only what the disk has is verified, not what its cache remembers")
    void whatTheDiskLostIsNotVerified(boolean wholeFileSystem) throws Exception {
        Path room = Files.createDirectory(place.resolve("room"));
        Path disk = Files.createDirectory(place.resolve("disk"));
        Path image = room.resolve("image");
        mounts.memory(room, "tmpfs", "size=40m");
        mounts.thinDisk(disk, image, "32m");
        Random random = new Random(1);
        for (int i = 0; i < FILES; i++) {
            byte[] content = new byte[FILE_BYTES];
            random.nextBytes(content);
            source.put(RelativePath.known("day/file-" + i), content, 10_000_000L + i);
        }
        DirectoryOptions options =
                wholeFileSystem ? DirectoryOptions.DEFAULTS : DirectoryOptions.DEFAULTS.forcingEachFile();
        Path root = disk.resolve("archive");
        DirectoryStore.at(root, options).create(ArchiveStoreContract.MARKER);
        DirectoryStore.at(root, options).makeFolder(RelativePath.known("day"));
        DirectoryStore.at(root, options).barrier();
        mounts.remount(room, "size=9m");

        assertThat(verified(DirectoryStore.at(root, options))).isEmpty();

        mounts.remount(room, "size=40m");
        List<SourceEntry> verified = verified(DirectoryStore.at(root, options));
        mounts.unmount(disk);
        mounts.again(disk, image);

        assertThat(verified).isNotEmpty();
        DirectoryStore after = DirectoryStore.at(root, options);
        for (SourceEntry entry : verified) {
            assertThat(read(after, entry.path())).as("%s", entry.path()).isEqualTo(source.content(entry.path()));
        }
    }

    private List<SourceEntry> verified(DirectoryStore store) throws SyncException {
        StagingNames names = new StagingNames("pc1", new RunId("run-1"), clock);
        List<SourceEntry> verified = new ArrayList<>();
        Iterator<SourceEntry> entries = source.entries().iterator();
        new Uploads(store, source, names, TransferSettings.DEFAULTS.withThreads(1), clock)
                .run(
                        () -> entries.hasNext() ? Optional.of(entries.next()) : Optional.empty(),
                        batch -> batch.stream()
                                .filter(Verified.class::isInstance)
                                .map(UploadOutcome::entry)
                                .forEach(verified::add),
                        () -> false);
        return verified;
    }
}
