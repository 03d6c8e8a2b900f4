package io.datasync.testkit.transfer;

import static io.datasync.testkit.store.StoredContent.bytes;
import static io.datasync.testkit.store.StoredContent.digest;
import static io.datasync.testkit.store.StoredContent.list;
import static io.datasync.testkit.store.StoredContent.put;
import static io.datasync.testkit.store.StoredContent.read;
import static io.datasync.testkit.store.StoredContent.readVersion;
import static io.datasync.testkit.store.StoredContent.stage;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.ControlName;
import io.datasync.core.store.StagingName;
import io.datasync.core.store.StoredFile;
import io.datasync.core.store.VersionName;
import io.datasync.core.transfer.MachineIds;
import io.datasync.core.transfer.Recovered;
import io.datasync.core.transfer.Recovery;
import io.datasync.core.transfer.StagingNames;
import io.datasync.core.transfer.TransferSettings;
import io.datasync.core.transfer.UploadOutcome.Failed;
import io.datasync.core.transfer.UploadOutcome.Verified;
import io.datasync.core.transfer.Uploader;
import io.datasync.testkit.clock.MovableClock;
import io.datasync.testkit.fault.SimulatedCrash;
import io.datasync.testkit.fault.Verdict;
import io.datasync.testkit.source.InMemorySource;
import io.datasync.testkit.store.ArchiveStoreContract;
import io.datasync.testkit.store.fault.FaultyStore;
import io.datasync.testkit.store.fault.StoreMethod;
import io.datasync.testkit.store.memory.InMemoryShare;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Cuts an upload, and the recovery after it, before and after each step that changes the archive. */
class CrashTest {
    private static final RelativePath PATH = RelativePath.known("2026-04-23/part-0042.csv");
    private static final long TICKS = 17_770_000_000_000_000L;
    private static final byte[] OLD = bytes("the old content");
    private static final byte[] NEW = bytes("the new content, longer");
    private static final VersionName OLD_VERSION = new VersionName(TICKS, digest(OLD));

    private final MovableClock clock = MovableClock.at("2026-04-23T12:00:00Z");
    private final InMemorySource source = new InMemorySource();

    /** Whether something was cut; what it was cut from stays as it is. */
    private static boolean crashes(ThrowingRunnable work) throws SyncException {
        try {
            work.run();
            return false;
        } catch (SimulatedCrash crash) {
            return true;
        }
    }

    @FunctionalInterface
    private interface ThrowingRunnable {
        void run() throws SyncException;
    }

    private void upload(ArchiveStore store, SourceEntry entry) {
        upload(store, entry, TransferSettings.DEFAULTS);
    }

    private void upload(ArchiveStore store, SourceEntry entry, TransferSettings settings) {
        StagingNames names = new StagingNames("pc1", new RunId("run-1"), clock);
        assertThat(new Uploader(store, source, names, settings, clock).upload(entry))
                .isInstanceOf(Verified.class);
    }

    private Recovered recover(ArchiveStore store) throws SyncException {
        return new Recovery(store, MachineIds.of("pc1"), TransferSettings.DEFAULTS, clock).run();
    }

    private static Supplier<ArchiveStore> created(Supplier<ArchiveStore> handles, boolean withOld)
            throws SyncException {
        ArchiveStore store = handles.get();
        store.create(ArchiveStoreContract.MARKER);
        if (withOld) {
            put(store, PATH, OLD, TICKS);
        }
        return handles;
    }

    /** What must hold after a recovery, wherever the upload was cut. */
    private static void assertSound(ArchiveStore store, boolean withOld) throws SyncException {
        assertThat(store.staged(10)).isEmpty();
        assertThat(store.intents(10)).isEmpty();
        Optional<StoredFile> file = store.find(PATH);
        if (withOld) {
            assertThat(file).as("a file that was archived is there again").isPresent();
            boolean isCurrent = Arrays.equals(read(store, PATH), OLD);
            boolean isVersion = store.findVersion(PATH, OLD_VERSION).isPresent()
                    && Arrays.equals(readVersion(store, PATH, OLD_VERSION), OLD);
            assertThat(isCurrent || isVersion).as("the old content is kept").isTrue();
        }
        if (file.isPresent()) {
            assertThat(read(store, PATH)).as("whole or not at all").isIn(OLD, NEW);
        }
        assertThat(list(store).keySet()).isSubsetOf(PATH);
    }

    private void assertUploadsInTheEnd(ArchiveStore store, SourceEntry entry, boolean withOld) throws SyncException {
        upload(store, entry);
        assertThat(read(store, PATH)).isEqualTo(NEW);
        assertThat(store.find(PATH).orElseThrow().ticks()).isEqualTo(entry.ticks());
        assertSound(store, withOld);
    }

    @ParameterizedTest
    @EnumSource(Places.class)
    @DisplayName("D-6, I-2, I-12 an upload cut before or after any call of the store is healed by the next start")
    void anUploadCutAnywhereIsHealed(Places place, @TempDir Path folder) throws Exception {
        SourceEntry entry = source.put(PATH, NEW, TICKS + 1);
        for (boolean withOld : new boolean[] {false, true}) {
            int point = 0;
            for (boolean cut = true; cut; point++) {
                Path home = folder.resolve(withOld + "-" + point);
                Supplier<ArchiveStore> handles = created(place.at(home, step -> {}), withOld);
                ArchiveStore crashing = new FaultyStore(handles.get()).crashAt(point);
                cut = crashes(() -> upload(crashing, entry));

                ArchiveStore next = handles.get();
                assertThat(recover(next).left()).isEmpty();
                assertSound(next, withOld);
                assertUploadsInTheEnd(handles.get(), entry, withOld);
            }
            assertThat(point).as("points where it was cut").isGreaterThan(withOld ? 15 : 8);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Places.class,
            names = {"DIRECTORY", "DIRECTORY_WITHOUT_ATTRIBUTES"})
    @DisplayName("D-6 an upload to a directory cut between two steps inside a call is healed by the next start")
    void anUploadCutInsideACallIsHealed(Places place, @TempDir Path folder) throws Exception {
        SourceEntry entry = source.put(PATH, NEW, TICKS + 1);
        for (boolean withOld : new boolean[] {false, true}) {
            int point = 0;
            for (boolean cut = true; cut; point++) {
                Path home = folder.resolve(withOld + "-" + point);
                Supplier<ArchiveStore> handles = created(place.at(home, step -> {}), withOld);
                int[] left = {point};
                ArchiveStore crashing = place.at(home, step -> {
                            if (left[0]-- == 0) {
                                throw new SimulatedCrash("after " + step);
                            }
                        })
                        .get();
                cut = crashes(() -> upload(crashing, entry));

                ArchiveStore next = handles.get();
                assertThat(recover(next).left()).isEmpty();
                assertSound(next, withOld);
                assertUploadsInTheEnd(handles.get(), entry, withOld);
            }
            assertThat(point).as("points where it was cut").isGreaterThan(withOld ? 5 : 2);
        }
    }

    @ParameterizedTest
    @EnumSource(Places.class)
    @DisplayName("D-6 a recovery that is cut anywhere is finished by the next one")
    void aRecoveryCutAnywhereIsFinished(Places place, @TempDir Path folder) throws Exception {
        SourceEntry entry = source.put(PATH, NEW, TICKS + 1);
        int uploadPoint = 0;
        for (boolean uploadCut = true; uploadCut; uploadPoint++) {
            int point = 0;
            for (boolean cut = true; cut; point++) {
                Path home = folder.resolve(uploadPoint + "-" + point);
                Supplier<ArchiveStore> handles = created(place.at(home, step -> {}), true);
                ArchiveStore crashing = new FaultyStore(handles.get()).crashAt(uploadPoint);
                uploadCut = crashes(() -> upload(crashing, entry));
                ArchiveStore crashingToo = new FaultyStore(handles.get()).crashAt(point);
                cut = crashes(() -> recover(crashingToo));

                ArchiveStore next = handles.get();
                assertThat(recover(next).left()).isEmpty();
                assertSound(next, true);
            }
        }
        assertThat(uploadPoint).isGreaterThan(15);
    }

    @Test
    @DisplayName("D-7 after a power cut at any point, what a barrier covered is there, and uploading goes on")
    void aPowerCutKeepsWhatABarrierCovered() throws Exception {
        SourceEntry entry = source.put(PATH, NEW, TICKS + 1);
        int point = 0;
        for (boolean cut = true; cut; point++) {
            InMemoryShare share = InMemoryShare.likeADirectory();
            created(share::open, true);
            share.open().barrier();
            ArchiveStore crashing = new FaultyStore(share.open()).crashAt(point);
            cut = crashes(() -> {
                upload(crashing, entry);
                crashing.barrier();
            });
            boolean survives = !cut;
            share.powerCut();

            ArchiveStore next = share.open();
            assertThat(recover(next).left()).isEmpty();
            assertSound(next, true);
            if (survives) {
                assertThat(read(next, PATH)).isEqualTo(NEW);
            }
            assertUploadsInTheEnd(next, entry, true);
        }
    }

    @Test
    @DisplayName("D-6 between the two renames the source purged the file: the staged content is published")
    void aStagedFileIsPublishedThoughTheSourceIsGone() throws Exception {
        Supplier<ArchiveStore> handles = cutBetweenTheRenames();
        assertThat(recover(handles.get())).isEqualTo(new Recovered(1, 0, 0, List.of()));
        assertThat(read(handles.get(), PATH)).isEqualTo(NEW);
        assertThat(readVersion(handles.get(), PATH, OLD_VERSION)).isEqualTo(OLD);
    }

    @Test
    @DisplayName("D-6 between the two renames the staged content was lost: the old content has its name again")
    void theOldContentIsRestored() throws Exception {
        Supplier<ArchiveStore> handles = cutBetweenTheRenames();
        ArchiveStore store = handles.get();
        store.discard(store.staged(10).get(0));
        assertThat(recover(store)).isEqualTo(new Recovered(0, 1, 0, List.of()));
        assertThat(read(store, PATH)).isEqualTo(OLD);
        assertThat(store.find(PATH).orElseThrow().ticks()).isEqualTo(TICKS);
        assertThat(readVersion(store, PATH, OLD_VERSION)).isEqualTo(OLD);
        assertSound(store, true);
    }

    @Test
    @DisplayName(
            "D-6 a publish that fails for good after the old content made room leaves the staged file to the recovery")
    void whatMadeRoomForIsNotDiscarded() throws Exception {
        InMemoryShare share = InMemoryShare.likeADirectory();
        created(share::open, true);
        SourceEntry entry = source.put(PATH, NEW, TICKS + 1);
        FaultyStore store = new FaultyStore(share.open()).queue(StoreMethod.PUBLISH, Verdict.goOn());
        for (int i = 0; i < TransferSettings.DEFAULTS.triesMax(); i++) {
            store.queue(StoreMethod.PUBLISH, Verdict.fails(ErrorCode.SHARE_IO));
        }
        StagingNames names = new StagingNames("pc1", new RunId("run-1"), clock);
        assertThat(new Uploader(store, source, names, TransferSettings.DEFAULTS, clock).upload(entry))
                .isInstanceOf(Failed.class);
        assertThat(store.find(PATH)).isEmpty();
        source.purge(PATH);

        assertThat(recover(share.open()).finished()).isEqualTo(1);
        assertThat(read(share.open(), PATH)).isEqualTo(NEW);
        assertSound(share.open(), true);
    }

    /** The one moment in which the archive holds no file of the name. */
    private Supplier<ArchiveStore> cutBetweenTheRenames() throws SyncException {
        SourceEntry entry = source.put(PATH, NEW, TICKS + 1);
        int point = 0;
        while (true) {
            InMemoryShare share = InMemoryShare.likeADirectory();
            created(share::open, true);
            ArchiveStore crashing = new FaultyStore(share.open()).crashAt(point++);
            assertThat(crashes(() -> upload(crashing, entry)))
                    .as("it is cut at point %d", point)
                    .isTrue();
            if (share.open().find(PATH).isEmpty()) {
                source.purge(PATH);
                return share::open;
            }
        }
    }

    @Test
    @DisplayName("D-6 a recovery touches nothing of other machines, whatever their names begin with")
    void otherMachinesAreLeftAlone() throws Exception {
        InMemoryShare share = InMemoryShare.likeADirectory();
        created(share::open, false);
        ArchiveStore store = share.open();
        for (String machine : new String[] {"pc1", "pc10", "pc1.a", "pc2"}) {
            StagingNames names = new StagingNames(machine, new RunId("pc1-run"), clock);
            stage(store, names.next(), bytes(machine));
        }
        assertThat(recover(store).discarded()).isEqualTo(1);
        assertThat(store.staged(10)).hasSize(3).noneMatch(name -> name.text().startsWith("pc1-"));
    }

    @Test
    @DisplayName("D-6, D-27 a change cut under an id that the PC had before is finished under the one it has now")
    void aChangeUnderAFormerIdIsFinished() throws Exception {
        Supplier<ArchiveStore> handles = cutBetweenTheRenames();
        clock.advance(Duration.ofMinutes(1));
        MachineIds ids = MachineIds.of("pc1").replacedBy("pc2", clock.instant()).replacedBy("pc3", clock.instant());
        assertThat(new Recovery(handles.get(), ids, TransferSettings.DEFAULTS, clock).run())
                .isEqualTo(new Recovered(1, 0, 0, List.of()));
        assertThat(read(handles.get(), PATH)).isEqualTo(NEW);
        assertSound(handles.get(), true);
    }

    @Test
    @DisplayName("D-27 what comes under a former id after it was given up is another PC's: this one is its clone")
    void aCloneLeavesItsOriginalAlone() throws Exception {
        InMemoryShare share = InMemoryShare.likeADirectory();
        created(share::open, false);
        ArchiveStore store = share.open();
        StagingName before = new StagingNames("pc1", new RunId("run-1"), clock).next();
        stage(store, before, NEW);
        clock.advance(Duration.ofMinutes(1));
        MachineIds ids = MachineIds.of("pc1").replacedBy("pc2", clock.instant());
        clock.advance(Duration.ofMinutes(1));
        StagingName after = new StagingNames("pc1", new RunId("run-2"), clock).next();
        stage(store, after, NEW);
        stage(store, new StagingName("pc1-of-nobody"), NEW);
        assertThat(new Recovery(store, ids, TransferSettings.DEFAULTS, clock)
                        .run()
                        .discarded())
                .isEqualTo(1);
        assertThat(store.staged(10)).hasSize(2).contains(after).doesNotContain(before);
    }

    @Test
    @DisplayName("An intent that cannot be read is left with what is staged for it, and said")
    void anUnreadableIntentIsLeft() throws Exception {
        InMemoryShare share = InMemoryShare.likeADirectory();
        created(share::open, false);
        ArchiveStore store = share.open();
        StagingName staged = new StagingNames("pc1", new RunId("run-1"), clock).next();
        stage(store, staged, NEW);
        store.writeControl(ControlName.intentOf(staged), bytes("{}"));
        assertThat(recover(store).left())
                .singleElement(InstanceOfAssertFactories.throwable(SyncException.class))
                .hasMessageContaining(ControlName.intentOf(staged).text())
                .hasMessageContaining("An intent without path");
        assertThat(store.staged(10)).containsExactly(staged);
        assertThat(store.intents(10)).hasSize(1);
    }
}
