package io.datasync.testkit.transfer;

import static io.datasync.testkit.store.StoredContent.list;
import static io.datasync.testkit.store.StoredContent.read;
import static io.datasync.testkit.store.StoredContent.readStaged;
import static io.datasync.testkit.store.StoredContent.stage;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.StagingName;
import io.datasync.core.transfer.MachineIds;
import io.datasync.core.transfer.Recovery;
import io.datasync.core.transfer.Resumption;
import io.datasync.core.transfer.StagingNames;
import io.datasync.core.transfer.TransferSettings;
import io.datasync.core.transfer.UploadOutcome;
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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Going on with a large file after an interruption. */
class ResumeTest {
    private static final RelativePath PATH = RelativePath.known("day/large.bin");
    private static final long TICKS = 17_770_000_000_000_000L;
    private static final int RANGE = 4 << 10;
    private static final int SIZE = 5 * RANGE + 100;
    private static final TransferSettings SETTINGS = settings(1);

    private final MovableClock clock = MovableClock.at("2026-04-23T12:00:00Z");
    private final InMemorySource source = new InMemorySource();
    private int runs;

    @TempDir
    Path folder;

    /** With ranges of 4 KiB, and files that count as large from there on. */
    private static TransferSettings settings(int tries) {
        return new TransferSettings(
                1,
                tries,
                50,
                RANGE,
                10,
                1 << 20,
                Duration.ofSeconds(2),
                true,
                100,
                new Resumption(RANGE, Duration.ofDays(7), 2));
    }

    private static byte[] content(long seed) {
        byte[] content = new byte[SIZE];
        new Random(seed).nextBytes(content);
        return content;
    }

    private Supplier<ArchiveStore> archive(Places place) throws SyncException {
        Supplier<ArchiveStore> handles = place.at(folder, step -> {});
        handles.get().create(ArchiveStoreContract.MARKER);
        return handles;
    }

    /** Each time as another run, as after a restart. */
    private UploadOutcome upload(ArchiveStore store, SourceEntry entry, TransferSettings settings) {
        StagingNames names = new StagingNames("pc1", new RunId("run-" + ++runs), clock);
        clock.advance(Duration.ofSeconds(1));
        return new Uploader(store, source, names, settings, clock).upload(entry);
    }

    private Verified verified(ArchiveStore store, SourceEntry entry) {
        UploadOutcome outcome = upload(store, entry, SETTINGS);
        assertThat(outcome).isInstanceOf(Verified.class);
        return (Verified) outcome;
    }

    private void recover(ArchiveStore store) throws SyncException {
        assertThat(new Recovery(store, MachineIds.of("pc1"), SETTINGS, clock)
                        .run()
                        .left())
                .isEmpty();
    }

    /** Fails in the range of this number, from 0, and dies there. */
    private void cutAt(ArchiveStore store, SourceEntry entry, int range) {
        cutAt(store, entry, range, ErrorCode.SHARE_UNREACHABLE);
    }

    private void cutAt(ArchiveStore store, SourceEntry entry, int range, ErrorCode code) {
        FaultyStore faulty = new FaultyStore(store);
        for (int i = 0; i < range; i++) {
            faulty.queue(StoreMethod.WRITE, Verdict.goOn());
        }
        faulty.queue(StoreMethod.WRITE, Verdict.fails(code));
        assertThat(upload(faulty, entry, SETTINGS)).isInstanceOf(Failed.class);
    }

    @AfterEach
    void nothingIsOpen() {
        source.assertNothingOpen();
    }

    @ParameterizedTest
    @EnumSource(
            value = Places.class,
            names = {"WITHOUT_DIGESTS"},
            mode = EnumSource.Mode.EXCLUDE)
    @DisplayName("D-14 after an interruption and a restart only what is missing is sent")
    void onlyWhatIsMissingIsSent(Places place) throws Exception {
        Supplier<ArchiveStore> handles = archive(place);
        SourceEntry entry = source.put(PATH, content(1), TICKS);
        cutAt(handles.get(), entry, 2);
        ArchiveStore next = handles.get();
        recover(next);
        cutAt(next, entry, 4);
        recover(next);
        assertThat(verified(handles.get(), entry).bytesSent()).isEqualTo(SIZE - 4L * RANGE);
        assertThat(read(next, PATH)).isEqualTo(content(1));
        assertThat(next.staged(10)).isEmpty();
        assertThat(list(next)).containsOnlyKeys(PATH);
    }

    @Test
    @DisplayName("D-14 a further try of the same run goes on where the last one was interrupted")
    void anotherTryGoesOn() throws Exception {
        ArchiveStore store = archive(Places.LIKE_A_SHARE).get();
        SourceEntry entry = source.put(PATH, content(1), TICKS);
        FaultyStore faulty = new FaultyStore(store);
        for (int i = 0; i < 3; i++) {
            faulty.queue(StoreMethod.WRITE, Verdict.goOn());
        }
        faulty.queue(StoreMethod.WRITE, Verdict.fails(ErrorCode.SHARE_IO));
        UploadOutcome outcome = upload(faulty, entry, settings(3));
        assertThat(outcome).isInstanceOf(Verified.class);
        assertThat(((Verified) outcome).bytesSent()).isEqualTo(SIZE - 3L * RANGE);
        assertThat(read(store, PATH)).isEqualTo(content(1));
    }

    @ParameterizedTest
    @EnumSource(Places.class)
    @DisplayName(
            "D-14, I-12 a large upload cut before or after any call of the store is gone on with, whole and proven")
    void aLargeUploadCutAnywhereIsGoneOnWith(Places place) throws Exception {
        SourceEntry entry = source.put(PATH, content(1), TICKS);
        int point = 0;
        for (boolean cut = true; cut; point++) {
            Supplier<ArchiveStore> handles =
                    place.at(folder.resolve(place.name().toLowerCase(Locale.ROOT) + point), step -> {});
            handles.get().create(ArchiveStoreContract.MARKER);
            FaultyStore crashing = new FaultyStore(handles.get()).crashAt(point);
            cut = crashes(crashing, entry);
            ArchiveStore next = handles.get();
            recover(next);
            Verified outcome = verified(next, entry);
            assertThat(outcome.bytesSent()).isLessThanOrEqualTo(SIZE);
            assertThat(read(handles.get(), PATH)).isEqualTo(content(1));
            recover(next);
            assertThat(list(next)).containsOnlyKeys(PATH);
            assertThat(next.intents(10)).isEmpty();
        }
        assertThat(point).isGreaterThan(10);
    }

    private boolean crashes(ArchiveStore store, SourceEntry entry) {
        try {
            upload(store, entry, SETTINGS);
            return false;
        } catch (SimulatedCrash crash) {
            return true;
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Places.class,
            names = {"LIKE_A_DIRECTORY", "LIKE_A_SHARE", "DIRECTORY"})
    @DisplayName("D-14 a source that changed begins anew, and nothing of the earlier file comes into it")
    void aChangedSourceBeginsAnew(Places place) throws Exception {
        ArchiveStore store = archive(place).get();
        cutAt(store, source.put(PATH, content(1), TICKS), 4);
        recover(store);
        SourceEntry changed = source.put(PATH, content(2), TICKS + 1);
        assertThat(verified(store, changed).bytesSent()).isEqualTo(SIZE);
        assertThat(read(store, PATH)).isEqualTo(content(2));
    }

    @ParameterizedTest
    @EnumSource(
            value = Places.class,
            names = {"LIKE_A_DIRECTORY", "LIKE_A_SHARE", "DIRECTORY"})
    @DisplayName("D-14, I-1 what was damaged in staging meanwhile, or rewritten under an equal time, is sent again")
    void whatDiffersIsSentAgain(Places place) throws Exception {
        ArchiveStore store = archive(place).get();
        SourceEntry entry = source.put(PATH, content(1), TICKS);
        cutAt(store, entry, 4);
        StagingName left = store.staged(10).get(0);
        byte[] damaged = readStaged(store, left);
        damaged[RANGE + 7] ^= 4;
        stage(store, left, damaged);
        assertThat(verified(store, entry).bytesSent()).isEqualTo(SIZE - 3L * RANGE);
        assertThat(read(store, PATH)).isEqualTo(content(1));
    }

    @Test
    @DisplayName("D-14 what failed by its own fault, or for want of space, is not kept")
    void notEverythingIsKept() throws Exception {
        ArchiveStore store = archive(Places.LIKE_A_SHARE).get();
        SourceEntry entry = source.put(PATH, content(1), TICKS);
        for (ErrorCode code : List.of(ErrorCode.CONTENT_DIFFERS, ErrorCode.SHARE_FULL, ErrorCode.NAME_EXISTS)) {
            cutAt(store, entry, 3, code);
            assertThat(store.staged(10)).as(code.text()).isEmpty();
        }
        for (ErrorCode code : List.of(ErrorCode.INTERRUPTED, ErrorCode.SHARE_THROTTLED, ErrorCode.OUTCOME_UNKNOWN)) {
            cutAt(store, entry, 3, code);
            assertThat(store.staged(10)).as(code.text()).hasSize(1);
        }
        source.whenRead(PATH, 2L * RANGE, () -> source.overwrite(PATH, content(3), TICKS + 5));
        assertThat(upload(store, entry, SETTINGS)).isInstanceOf(UploadOutcome.StillChanging.class);
        assertThat(store.staged(10)).isEmpty();
    }

    @Test
    @DisplayName("D-14 small files are not kept")
    void smallFilesAreNotKept() throws Exception {
        ArchiveStore store = archive(Places.LIKE_A_SHARE).get();
        SourceEntry small = source.put(PATH, new byte[RANGE - 1], TICKS);
        cutAt(store, small, 0);
        assertThat(store.staged(10)).isEmpty();
    }

    @Test
    @DisplayName("D-14, I-11 a start keeps the newest unfinished files of this machine, so many and so long as is set")
    void whatIsKeptIsBounded() throws Exception {
        ArchiveStore store = archive(Places.LIKE_A_SHARE).get();
        for (int i = 0; i < 4; i++) {
            cutAt(store, source.put(RelativePath.known("day/" + i), content(i), TICKS), 3);
            clock.advance(Duration.ofDays(1));
        }
        List<StagingName> left = store.staged(10);
        assertThat(left).hasSize(4);
        StagingName foreign = new StagingName("pc2-resume." + "0".repeat(32) + "-1");
        stage(store, foreign, new byte[10]);
        recover(store);
        assertThat(store.staged(10)).hasSize(3).contains(foreign);
        assertThat(verified(store, source.put(RelativePath.known("day/3"), content(3), TICKS))
                        .bytesSent())
                .isEqualTo(SIZE - 3L * RANGE);
        clock.advance(Duration.ofDays(4));
        recover(store);
        assertThat(store.staged(10)).hasSize(2);
        clock.advance(Duration.ofDays(2));
        recover(store);
        assertThat(store.staged(10)).containsExactly(foreign);
    }

    @Test
    @DisplayName("D-14 names from the future, as of a clock that was put back, are not kept for ever")
    void namesFromTheFutureAreNotKept() throws Exception {
        ArchiveStore store = archive(Places.LIKE_A_SHARE).get();
        cutAt(store, source.put(PATH, content(1), TICKS), 3);
        clock.advance(Duration.ofHours(-5));
        recover(store);
        assertThat(store.staged(10)).isEmpty();
    }
}
