package io.datasync.core.store.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.ArchiveMarker;
import io.datasync.core.store.ControlName;
import io.datasync.core.store.StagedFile;
import io.datasync.core.store.StagingName;
import io.datasync.core.store.StoredFacts;
import io.datasync.core.store.VersionName;
import io.datasync.core.store.disk.Durability;
import io.datasync.core.store.disk.SystemDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a barrier makes durable, and that its failures are told. */
@Timeout(60)
class DurabilityTest {
    private static final ArchiveMarker MARKER =
            new ArchiveMarker(1, "runner-1", "job-1", "plain", "Europe/Berlin", List.of("C:\\data"));
    private static final RelativePath PATH = RelativePath.known("day/run/part.csv");
    private static final StoredFacts FACTS = new StoredFacts(10_000_000L, Digest.OF_NOTHING);

    @TempDir
    Path place;

    private final RecordingDisk disk = new RecordingDisk();
    private Path root = Path.of("unset");

    @BeforeEach
    void createTheArchive() throws SyncException {
        root = place.resolve("archive");
        forcing().create(MARKER);
        disk.clear();
    }

    private DirectoryStore forcing() {
        return DirectoryStore.at(root, DirectoryOptions.DEFAULTS.forcingEachFile(), disk);
    }

    private DirectoryStore syncing() {
        return DirectoryStore.at(root, DirectoryOptions.DEFAULTS, disk);
    }

    /** An empty file. */
    private static void publish(DirectoryStore store, String name, RelativePath path) throws SyncException {
        StagingName staged = new StagingName(name);
        try (StagedFile file = store.stage(staged, 0)) {
            file.write(ByteBuffer.allocate(0));
            file.finish();
        }
        store.publish(staged, path, FACTS);
    }

    private Path at(String name) {
        return root.resolve(name);
    }

    private static void assertFails(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(SyncException.class)
                .extracting(e -> ((SyncException) e).code())
                .isEqualTo(code);
    }

    @Test
    @DisplayName("D-7 a barrier forces each published file, and every folder on its way to the root of the archive")
    void aBarrierForcesFilesAndFolders() throws Exception {
        DirectoryStore store = forcing();
        publish(store, "pc1-1", PATH);
        publish(store, "pc1-2", RelativePath.known("day/other.csv"));
        assertThat(disk.forced()).isEmpty();
        store.barrier();
        assertThat(disk.forced())
                .containsExactlyInAnyOrder(at("day/run/part.csv"), at("day/other.csv"), at("day/run"), at("day"), root);
        disk.clear();
        store.barrier();
        assertThat(disk.forced()).as("nothing new").isEmpty();
    }

    @Test
    @DisplayName("D-7 what this process only read back is forced too: an earlier one may not have come to its barrier")
    void whatIsAdoptedIsForced() throws Exception {
        publish(forcing(), "pc1-1", PATH);
        DirectoryStore later = forcing();
        later.open(PATH).close();
        later.makeFolder(RelativePath.known("day/run"));
        later.barrier();
        assertThat(disk.forced()).containsExactlyInAnyOrder(at("day/run/part.csv"), at("day/run"), at("day"), root);
    }

    @Test
    @DisplayName("D-7 a folder that is there already is forced with those above it")
    void aFolderThatIsThereIsForced() throws Exception {
        forcing().makeFolder(RelativePath.known("day/empty"));
        DirectoryStore later = forcing();
        later.makeFolder(RelativePath.known("day/empty"));
        later.barrier();
        assertThat(disk.forced()).containsExactlyInAnyOrder(at("day/empty"), at("day"), root);
    }

    @Test
    @DisplayName("D-6, D-7 a version and the folder that lost the file are forced")
    void aVersionIsForced() throws Exception {
        DirectoryStore store = forcing();
        publish(store, "pc1-1", PATH);
        store.barrier();
        disk.clear();
        VersionName version = new VersionName(FACTS.ticks(), FACTS.digest());
        store.retire(PATH, version);
        store.barrier();
        Path kept = at(".datasync/versions/day/run/part.csv");
        assertThat(disk.forced()).contains(kept.resolve(version.text()), kept, at(".datasync/versions"), at("day/run"));
    }

    @Test
    @DisplayName("D-6 an intent is durable when its call returns: its bytes, then the name of it")
    void anIntentIsDurable() throws Exception {
        forcing().writeControl(ControlName.intentOf(new StagingName("pc1-1")), new byte[] {1});
        assertThat(disk.forced()).hasSize(2);
        assertThat(disk.forced().get(0).getFileName()).hasToString(".pc1-1.intent.tmp");
        assertThat(disk.forced().get(1)).isEqualTo(at(".datasync/staging"));
    }

    @Test
    @DisplayName("D-7 where sync -f fails each file is forced instead, and a file that cannot be is a failure")
    void whereSyncFailsEachFileIsForced() throws Exception {
        disk.syncFails();
        DirectoryStore store = syncing();
        publish(store, "pc1-1", PATH);
        store.barrier();
        assertThat(disk.syncs()).isEqualTo(1);
        assertThat(disk.forced()).contains(at("day/run/part.csv"), at("day/run"), at("day"), root);
        publish(store, "pc1-2", RelativePath.known("full"));
        disk.failOnce(at("full"));
        assertFails(ErrorCode.SHARE_FULL, store::barrier);
    }

    @Test
    @DisplayName("D-7 one sync -f makes a batch durable; when it takes too long, the barrier fails")
    void aSyncThatTakesTooLongFails() throws Exception {
        DirectoryStore store = syncing();
        publish(store, "pc1-1", PATH);
        store.barrier();
        assertThat(disk.syncs()).isEqualTo(1);
        disk.nextSyncTimesOut();
        assertFails(ErrorCode.SHARE_UNREACHABLE, store::barrier);
    }

    @Test
    @DisplayName("D-7 what a failed barrier did not make durable is forced by the next one")
    void aFailedBarrierForgetsNothing() throws Exception {
        DirectoryStore store = forcing();
        publish(store, "pc1-1", PATH);
        disk.failOnce(at("day/run/part.csv"));
        assertFails(ErrorCode.SHARE_FULL, store::barrier);
        disk.clear();
        store.barrier();
        assertThat(disk.forced()).contains(at("day/run/part.csv"), at("day/run"), at("day"), root);
    }

    @Test
    @DisplayName(
            "D-9 a control file in a new folder is durable with every folder on its way, also when it is found there")
    void aCreatedControlFileIsDurable() throws Exception {
        ControlName name = new ControlName("certificates/2026-04-23/1.json");
        DirectoryStore store = forcing();
        store.createControl(name, new byte[] {1});
        assertThat(disk.forced())
                .contains(at(".datasync/certificates/2026-04-23"), at(".datasync/certificates"), at(".datasync"));
        disk.clear();
        store.createControl(new ControlName("certificates/2026-04-23/2.json"), new byte[] {2});
        assertThat(disk.forced()).hasSize(2).contains(at(".datasync/certificates/2026-04-23"));
        disk.clear();
        forcing().createControl(name, new byte[] {1});
        assertThat(disk.forced())
                .contains(
                        at(".datasync/" + name), at(".datasync/certificates/2026-04-23"), at(".datasync/certificates"));
    }

    @Test
    @DisplayName("D-7 a barrier between batches that failed is told by the next one, for files of each caller")
    void anEarlyBarrierThatFailedIsTold() throws Exception {
        Durability durability = new Durability(disk, root, true, DirectoryOptions.DEFAULTS.syncTimeout());
        disk.nextSyncTimesOut();
        int named = 0;
        try {
            for (; named < 100_000; named++) {
                durability.named(at("file-" + named));
            }
        } catch (SyncException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.SHARE_UNREACHABLE);
        }
        assertThat(named).isLessThan(100_000);
        assertFails(ErrorCode.SHARE_UNREACHABLE, durability::barrier);
        assertThat(disk.syncs()).isEqualTo(1);
        durability.barrier();
        assertThat(disk.syncs()).isEqualTo(2);
    }

    @Test
    @DisplayName("D-7 the real disk tells when a file cannot be forced")
    void theRealDiskTells() throws IOException {
        Path unreadable = Files.createDirectory(place.resolve("folder")).resolve("file");
        assertThatThrownBy(() -> new SystemDisk().force(unreadable)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> new SystemDisk().force(Path.of("/dev/null"))).isInstanceOf(IOException.class);
    }

    @Test
    @DisplayName("D-7 the real disk knows whether sync -f failed")
    void theRealDiskKnowsWhetherSyncFailed() throws SyncException {
        assertThat(new SystemDisk().sync(place.resolve("missing"), DirectoryOptions.DEFAULTS.syncTimeout()))
                .isFalse();
        assertThat(new SystemDisk().sync(place, DirectoryOptions.DEFAULTS.syncTimeout()))
                .isTrue();
    }

    @Test
    @DisplayName("D-7 a barrier waits for one that is still forcing what it would cover")
    void aBarrierWaitsForAnother() throws Exception {
        DirectoryStore store = forcing();
        publish(store, "pc1-1", PATH);
        CountDownLatch forcing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicBoolean first = new AtomicBoolean(true);
        disk.beforeForce(() -> {
            if (first.getAndSet(false)) {
                forcing.countDown();
                awaitSurely(goOn);
            }
        });
        FutureTask<List<Path>> one = barrier(store);
        awaitSurely(forcing);
        FutureTask<List<Path>> other = barrier(store);
        awaitBlockedOrDone(other);
        goOn.countDown();
        one.get(30, TimeUnit.SECONDS);
        assertThat(other.get(30, TimeUnit.SECONDS)).contains(at("day/run/part.csv"), at("day/run"), at("day"), root);
    }

    private Thread last = Thread.currentThread();

    /** What was forced when the barrier returned. */
    private FutureTask<List<Path>> barrier(DirectoryStore store) {
        FutureTask<List<Path>> task = new FutureTask<>(() -> {
            store.barrier();
            return disk.forced();
        });
        last = new Thread(task, "barrier");
        last.start();
        return task;
    }

    private void awaitBlockedOrDone(FutureTask<?> task) {
        while (!task.isDone() && last.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }

    private static void awaitSurely(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
