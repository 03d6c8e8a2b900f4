package io.datasync.testkit.transfer;

import static io.datasync.testkit.store.StoredContent.bytes;
import static io.datasync.testkit.store.StoredContent.digest;
import static io.datasync.testkit.store.StoredContent.list;
import static io.datasync.testkit.store.StoredContent.put;
import static io.datasync.testkit.store.StoredContent.read;
import static io.datasync.testkit.store.StoredContent.readVersion;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.VersionName;
import io.datasync.core.transfer.MachineIds;
import io.datasync.core.transfer.Recovery;
import io.datasync.core.transfer.StagingNames;
import io.datasync.core.transfer.TransferSettings;
import io.datasync.core.transfer.UploadOutcome;
import io.datasync.core.transfer.UploadOutcome.Failed;
import io.datasync.core.transfer.UploadOutcome.Verified;
import io.datasync.core.transfer.Uploader;
import io.datasync.testkit.clock.MovableClock;
import io.datasync.testkit.fault.SimulatedCrash;
import io.datasync.testkit.source.InMemorySource;
import io.datasync.testkit.store.ArchiveStoreContract;
import io.datasync.testkit.store.fault.FaultyStore;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Folders of the source that became files, and files that became folders. */
class GivingWayTest {
    private static final RelativePath NAME = RelativePath.known("day/thing");
    private static final RelativePath BELOW = RelativePath.known("day/thing/part/file");
    private static final long TICKS = 17_770_000_000_000_000L;
    private static final VersionName OLD = new VersionName(TICKS, digest(bytes("old")));

    private final MovableClock clock = MovableClock.at("2026-04-23T12:00:00Z");
    private final InMemorySource source = new InMemorySource();

    @TempDir
    Path folder;

    private Supplier<ArchiveStore> archive(Places place, String name) throws SyncException {
        Supplier<ArchiveStore> handles = place.at(folder.resolve(name.toLowerCase(Locale.ROOT)), step -> {});
        handles.get().create(ArchiveStoreContract.MARKER);
        return handles;
    }

    private UploadOutcome upload(ArchiveStore store, SourceEntry entry) {
        StagingNames names = new StagingNames("pc1", new RunId("run-1"), clock);
        return new Uploader(store, source, names, TransferSettings.DEFAULTS, clock).upload(entry);
    }

    @ParameterizedTest
    @EnumSource(Places.class)
    @DisplayName("D-6 a file takes the place of an empty folder")
    void aFileTakesThePlaceOfAnEmptyFolder(Places place) throws Exception {
        ArchiveStore store = archive(place, "archive").get();
        assertThat(upload(store, SourceEntry.folder(NAME))).isInstanceOf(Verified.class);
        assertThat(upload(store, SourceEntry.folder(RelativePath.known("day/thing/a/b"))))
                .isInstanceOf(Verified.class);
        assertThat(upload(store, source.put(NAME, bytes("new"), TICKS))).isInstanceOf(Verified.class);
        assertThat(read(store, NAME)).isEqualTo(bytes("new"));
        assertThat(store.staged(10)).isEmpty();
        store.barrier();
    }

    @ParameterizedTest
    @EnumSource(Places.class)
    @DisplayName(
            "I-2 a folder with an archived file does not give way: the file fails by its name, and nothing is lost")
    void aFolderWithAFileDoesNotGiveWay(Places place) throws Exception {
        ArchiveStore store = archive(place, "archive").get();
        put(store, BELOW, bytes("kept"), TICKS);
        UploadOutcome outcome = upload(store, source.put(NAME, bytes("new"), TICKS));
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.why().code()).isEqualTo(ErrorCode.NAME_EXISTS));
        assertThat(list(store)).containsOnlyKeys(BELOW);
        assertThat(read(store, BELOW)).isEqualTo(bytes("kept"));
        assertThat(store.staged(10)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Places.class)
    @DisplayName("I-2 a folder takes the place of a file, which becomes a version; wherever it is cut, nothing is lost")
    void aFolderTakesThePlaceOfAFile(Places place) throws Exception {
        for (boolean empty : new boolean[] {false, true}) {
            SourceEntry entry = empty ? SourceEntry.folder(BELOW) : source.put(BELOW, bytes("new"), TICKS + 1);
            int point = 0;
            for (boolean cut = true; cut; point++) {
                Supplier<ArchiveStore> handles = archive(place, place + "-" + empty + point);
                put(handles.get(), NAME, bytes("old"), TICKS);
                cut = crashes(new FaultyStore(handles.get()).crashAt(point), entry);
                ArchiveStore store = handles.get();
                assertThat(new Recovery(store, MachineIds.of("pc1"), TransferSettings.DEFAULTS, clock)
                                .run()
                                .left())
                        .isEmpty();
                assertThat(kept(store)).as("cut at " + point).contains("old");
                assertThat(upload(store, entry)).isInstanceOf(Verified.class);
                assertThat(readVersion(store, NAME, OLD)).isEqualTo(bytes("old"));
                assertThat(store.find(BELOW).isPresent()).isEqualTo(!empty);
                assertThat(store.staged(10)).isEmpty();
            }
            assertThat(point).isGreaterThan(4);
        }
    }

    private boolean crashes(ArchiveStore store, SourceEntry entry) {
        try {
            upload(store, entry);
            return false;
        } catch (SimulatedCrash crash) {
            return true;
        }
    }

    /** What the archive has of the old file, by its name or as a version. */
    private static Optional<String> kept(ArchiveStore store) throws SyncException {
        if (store.find(NAME).isPresent()) {
            return Optional.of(new String(read(store, NAME), UTF_8));
        }
        return store.findVersion(NAME, OLD).isPresent()
                ? Optional.of(new String(readVersion(store, NAME, OLD), UTF_8))
                : Optional.empty();
    }
}
