package io.datasync.testkit.transfer;

import static io.datasync.testkit.store.StoredContent.bytes;
import static io.datasync.testkit.store.StoredContent.digest;
import static io.datasync.testkit.store.StoredContent.list;
import static io.datasync.testkit.store.StoredContent.put;
import static io.datasync.testkit.store.StoredContent.read;
import static io.datasync.testkit.store.StoredContent.readVersion;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.manifest.Ticks;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.StoredFile;
import io.datasync.core.store.VersionName;
import io.datasync.core.transfer.FailureScope;
import io.datasync.core.transfer.MachineIds;
import io.datasync.core.transfer.Publication;
import io.datasync.core.transfer.Recovery;
import io.datasync.core.transfer.StagingNames;
import io.datasync.core.transfer.TransferSettings;
import io.datasync.core.transfer.UploadOutcome;
import io.datasync.core.transfer.UploadOutcome.Failed;
import io.datasync.core.transfer.UploadOutcome.StillChanging;
import io.datasync.core.transfer.UploadOutcome.Vanished;
import io.datasync.core.transfer.UploadOutcome.Verified;
import io.datasync.core.transfer.Uploader;
import io.datasync.testkit.clock.MovableClock;
import io.datasync.testkit.source.InMemorySource;
import io.datasync.testkit.store.ArchiveStoreContract;
import io.datasync.testkit.store.FaultyStore;
import io.datasync.testkit.store.InMemoryShare;
import io.datasync.testkit.store.StoreFault;
import io.datasync.testkit.store.StoreMethod;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class UploaderTest {
    private static final RelativePath PATH = RelativePath.known("2026-04-23/part-0042.csv");
    private static final long TICKS = Ticks.of(Instant.parse("2026-04-23T10:15:30.1234567Z"));
    private static final Instant NOW = Instant.parse("2026-04-23T12:00:00Z");

    private final InMemoryShare directory = InMemoryShare.likeADirectory();
    private final InMemorySource source = new InMemorySource();
    private final MovableClock clock = MovableClock.at(NOW);
    private FaultyStore store = new FaultyStore(directory.open());

    @BeforeEach
    void createTheArchive() throws SyncException {
        store.create(ArchiveStoreContract.MARKER);
    }

    @AfterEach
    void nothingIsLeftBehind() throws SyncException {
        source.assertNothingOpen();
        directory.assertNothingOpen();
        assertThat(directory.open().staged(10)).isEmpty();
        assertThat(directory.open().intents(10)).isEmpty();
    }

    private UploadOutcome upload(SourceEntry entry) {
        return upload(entry, TransferSettings.DEFAULTS);
    }

    private UploadOutcome upload(SourceEntry entry, TransferSettings settings) {
        StagingNames names = new StagingNames("pc1", new RunId("run-1"), clock);
        return new Uploader(store, source, names, settings, clock).upload(entry);
    }

    private Verified verified(SourceEntry entry) {
        return verified(entry, TransferSettings.DEFAULTS);
    }

    private Verified verified(SourceEntry entry, TransferSettings settings) {
        UploadOutcome outcome = upload(entry, settings);
        assertThat(outcome).isInstanceOf(Verified.class);
        return (Verified) outcome;
    }

    private Failed failed(SourceEntry entry) {
        UploadOutcome outcome = upload(entry);
        assertThat(outcome).isInstanceOf(Failed.class);
        return (Failed) outcome;
    }

    private void assertNothingPublished() throws SyncException {
        assertThat(list(store)).isEmpty();
    }

    private static byte[] pattern(int size) {
        byte[] content = new byte[size];
        for (int i = 0; i < size; i++) {
            content[i] = (byte) (i % 251);
        }
        return content;
    }

    @Test
    @DisplayName("I-1 a new file is verified: its fact, its bytes, its time")
    void aNewFileIsVerified() throws Exception {
        SourceEntry entry = source.put(PATH, bytes("content"), TICKS);
        assertThat(upload(entry))
                .isEqualTo(new Verified(new Fact(entry, digest(bytes("content")), NOW), 7, Publication.NEW));
        StoredFile file = store.find(PATH).orElseThrow();
        assertThat(file.ticks()).isEqualTo(TICKS);
        assertThat(file.digest()).contains(digest(bytes("content")));
        assertThat(read(store, PATH)).isEqualTo(bytes("content"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4095, 4096, 4097, 262_143, 262_144, 262_145, 1_000_000})
    @DisplayName("I-1 files of every size arrive whole, in ranges of one buffer")
    void everySizeArrivesWhole(int size) throws Exception {
        SourceEntry entry = source.put(PATH, pattern(size), TICKS);
        assertThat(verified(entry).bytesSent()).isEqualTo(size);
        assertThat(read(store, PATH)).isEqualTo(pattern(size));
    }

    @Test
    @DisplayName("D-15 an empty folder is made, and its fact has the digest of nothing")
    void aFolderIsMade() {
        Verified folder = verified(SourceEntry.folder(RelativePath.known("empty")));
        assertThat(folder.fact().digest()).isEqualTo(Digest.OF_NOTHING);
        assertThat(folder.bytesSent()).isZero();
        assertThat(store.calls()).contains(StoreMethod.MAKE_FOLDER);
    }

    @Test
    @DisplayName("CORE-2 a file that is not what the scan found is not even begun")
    void aFileThatGrewSinceTheScanWaits() {
        SourceEntry scanned = source.put(PATH, bytes("content"), TICKS);
        source.put(PATH, bytes("content and more"), TICKS + 1);
        assertThat(upload(scanned)).isEqualTo(new StillChanging(scanned));
        assertThat(store.calls()).doesNotContain(StoreMethod.STAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"grown", "shorter", "new time", "exchanged"})
    @DisplayName("I-1, CORE-2 a file that changes while it is read does not count, and nothing of it is published")
    void aFileThatChangesWhileReadDoesNotCount(String how) throws Exception {
        byte[] content = pattern(600_000);
        SourceEntry entry = source.put(PATH, content, TICKS);
        source.whenRead(PATH, 300_000, () -> {
            switch (how) {
                case "grown" -> source.overwrite(PATH, Arrays.copyOf(content, 700_000), TICKS);
                case "shorter" -> source.overwrite(PATH, Arrays.copyOf(content, 400_000), TICKS);
                case "new time" -> source.overwrite(PATH, pattern(600_000), TICKS + 1);
                case "exchanged" -> source.put(PATH, bytes("another file"), TICKS);
                default -> throw new IllegalArgumentException(how);
            }
        });
        assertThat(upload(entry)).isEqualTo(new StillChanging(entry));
        assertNothingPublished();
    }

    @Test
    @DisplayName("CORE-10 a file that was purged before it was opened vanished")
    void aPurgedFileVanished() throws Exception {
        SourceEntry entry = source.put(PATH, bytes("content"), TICKS);
        source.purge(PATH);
        assertThat(upload(entry)).isEqualTo(new Vanished(entry));
        assertNothingPublished();
    }

    @Test
    @DisplayName("I-1 a file that is purged while it is read is archived, for a second reading gives the same bytes")
    void aFilePurgedWhileReadIsSaved() throws Exception {
        byte[] content = pattern(600_000);
        SourceEntry entry = source.put(PATH, content, TICKS);
        source.whenRead(PATH, 300_000, () -> source.purge(PATH));
        assertThat(verified(entry).fact().digest()).isEqualTo(digest(content));
        assertThat(read(store, PATH)).isEqualTo(content);
    }

    @Test
    @DisplayName("I-1 a file that was overwritten and then purged while it was read is not archived")
    void aFileOverwrittenAndPurgedIsNotSaved() throws Exception {
        byte[] content = pattern(600_000);
        SourceEntry entry = source.put(PATH, content, TICKS);
        source.whenRead(PATH, 300_000, () -> {
            source.overwrite(PATH, new byte[600_000], TICKS);
            source.purge(PATH);
        });
        assertThat(upload(entry)).isEqualTo(new Vanished(entry));
        assertNothingPublished();
    }

    @Test
    @DisplayName("D-2 a source that is gone after the reading is a failure of the source, not a vanished file")
    void aSourceThatIsGoneIsNoVanishedFile() throws Exception {
        SourceEntry entry = source.put(PATH, bytes("content"), TICKS);
        source.whenRead(PATH, 0, () -> source.setAway(true));
        Failed failed = failed(entry);
        assertThat(failed.why().code()).isEqualTo(ErrorCode.SOURCE_UNREACHABLE);
        assertThat(failed.scope()).isEqualTo(FailureScope.SOURCE);
        assertNothingPublished();
    }

    @Test
    @DisplayName("CORE-2, RUN-8 a locked file fails alone, with its reason, after bounded tries")
    void aLockedFileFails() {
        SourceEntry entry = source.put(PATH, bytes("content"), TICKS);
        source.refuse(PATH, ErrorCode.FILE_UNREADABLE);
        Failed failed = failed(entry);
        assertThat(failed.why().code()).isEqualTo(ErrorCode.FILE_UNREADABLE);
        assertThat(failed.scope()).isEqualTo(FailureScope.FILE);
    }

    @ParameterizedTest
    @EnumSource(
            names = {"LIKE_A_DIRECTORY", "LIKE_A_SHARE"},
            value = Places.class)
    @DisplayName("CORE-6, D-5 a bit that is turned on its way is found, and never sent again silently")
    void aTurnedBitIsFound(Places place) throws Exception {
        store = new FaultyStore(place.at(Path.of("unused"), step -> {}).get());
        store.create(ArchiveStoreContract.MARKER);
        SourceEntry entry = source.put(PATH, pattern(600_000), TICKS);
        store.queue(StoreMethod.WRITE, StoreFault.flippedBit());
        Failed failed = failed(entry);
        assertThat(failed.why().code()).isEqualTo(ErrorCode.CONTENT_DIFFERS);
        assertThat(failed.scope()).isEqualTo(FailureScope.FILE);
        assertThat(store.calls().stream().filter(call -> call == StoreMethod.STAGE))
                .hasSize(1);
        assertNothingPublished();
        assertThat(store.staged(10)).isEmpty();
    }

    @Test
    @DisplayName("D-6 what is there already is adopted: nothing is sent")
    void whatIsThereIsAdopted() throws Exception {
        put(store, PATH, bytes("content"), TICKS);
        int before = store.calls().size();
        SourceEntry entry = source.put(PATH, bytes("content"), TICKS + 5);
        Verified adopted = verified(entry);
        assertThat(adopted.publication()).isEqualTo(Publication.ADOPTED);
        assertThat(adopted.bytesSent()).isZero();
        assertThat(adopted.fact()).isEqualTo(new Fact(entry, digest(bytes("content")), NOW));
        assertThat(store.calls().subList(before, store.calls().size()))
                .containsExactly(StoreMethod.FIND, StoreMethod.OPEN);
    }

    @Test
    @DisplayName("D-6 what is there already is adopted also when it is found only at publishing")
    void whatIsFoundAtPublishingIsAdopted() throws Exception {
        put(store, PATH, bytes("content"), TICKS);
        SourceEntry entry = source.put(PATH, bytes("content"), TICKS);
        Verified adopted = verified(entry, TransferSettings.DEFAULTS.withoutLookingFirst());
        assertThat(adopted.publication()).isEqualTo(Publication.ADOPTED);
        assertThat(list(store)).containsOnlyKeys(PATH);
    }

    @Test
    @DisplayName("I-1 what is there already is not adopted when the file changes while it is compared")
    void aFileThatChangesWhileComparedIsNotAdopted() throws Exception {
        byte[] content = pattern(600_000);
        put(store, PATH, content, TICKS);
        SourceEntry entry = source.put(PATH, content, TICKS);
        source.whenRead(PATH, 300_000, () -> source.overwrite(PATH, content, TICKS + 1));
        assertThat(upload(entry)).isEqualTo(new StillChanging(entry));
        assertThat(store.calls()).as("it was compared").contains(StoreMethod.OPEN);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName(
            "I-1, D-5 a promised digest is no proof: a damaged file is kept as a version and replaced by the good one")
    void aDamagedFileIsNotAdopted(boolean lookFirst) throws Exception {
        put(store, PATH, bytes("content"), TICKS);
        directory.damage(PATH);
        byte[] damaged = read(store, PATH);
        SourceEntry entry = source.put(PATH, bytes("content"), TICKS);
        TransferSettings settings =
                lookFirst ? TransferSettings.DEFAULTS : TransferSettings.DEFAULTS.withoutLookingFirst();
        assertThat(verified(entry, settings).publication()).isEqualTo(Publication.REPAIRED);
        assertThat(read(store, PATH)).isEqualTo(bytes("content"));
        assertThat(readVersion(store, PATH, new VersionName(TICKS, digest(damaged))))
                .isEqualTo(damaged);
    }

    @ParameterizedTest
    @EnumSource(Places.class)
    @DisplayName("CORE-11, I-2 changed content becomes the current version, and the old one is kept")
    void changedContentBecomesAVersion(Places place, @TempDir Path folder) throws Exception {
        store = new FaultyStore(place.at(folder, step -> {}).get());
        store.create(ArchiveStoreContract.MARKER);
        for (String content : List.of("first", "secnd", "third one")) {
            verified(source.put(PATH, bytes(content), TICKS + content.length()));
        }
        assertThat(read(store, PATH)).isEqualTo(bytes("third one"));
        assertThat(store.find(PATH).orElseThrow().ticks()).isEqualTo(TICKS + 9);
        assertThat(readVersion(store, PATH, new VersionName(TICKS + 5, digest(bytes("first")))))
                .isEqualTo(bytes("first"));
        assertThat(readVersion(store, PATH, new VersionName(TICKS + 5, digest(bytes("secnd")))))
                .isEqualTo(bytes("secnd"));
        assertThat(store.intents(10)).isEmpty();
        assertThat(store.staged(10)).isEmpty();
    }

    @Test
    @DisplayName("I-2 a file that goes back and forth between two contents and times keeps each of them")
    void contentThatComesBackIsKeptEachTime() throws Exception {
        for (int i = 0; i < 6; i++) {
            String content = i % 2 == 0 ? "one" : "two";
            verified(source.put(PATH, bytes(content), TICKS));
            assertThat(read(store, PATH)).isEqualTo(bytes(content));
        }
        for (int i = 0; i < 2; i++) {
            assertThat(readVersion(store, PATH, new VersionName(TICKS + i, digest(bytes("one")))))
                    .isEqualTo(bytes("one"));
            assertThat(readVersion(store, PATH, new VersionName(TICKS + i, digest(bytes("two")))))
                    .isEqualTo(bytes("two"));
        }
    }

    @Test
    @DisplayName("D-6 a folder that has the file's name is not replaced: the file fails and says so")
    void aFolderOfThatNameIsNotReplaced() throws Exception {
        store.makeFolder(PATH);
        Failed failed = failed(source.put(PATH, bytes("content"), TICKS));
        assertThat(failed.why().code()).isEqualTo(ErrorCode.NAME_EXISTS);
        assertThat(failed.why().retryable()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            value = StoreMethod.class,
            names = {
                "STAGE",
                "WRITE",
                "FINISH",
                "OPEN_STAGED",
                "PUBLISH",
                "FIND",
                "OPEN",
                "RETIRE",
                "WRITE_CONTROL",
                "REMOVE_CONTROL"
            })
    @DisplayName("I-12 a lost answer, or a failure that passes, costs another try and nothing else")
    void aPassingFailureCostsAnotherTry(StoreMethod method) throws Exception {
        for (StoreFault fault : List.of(
                StoreFault.lostAnswer(),
                StoreFault.before(ErrorCode.SHARE_IO),
                StoreFault.before(ErrorCode.OUTCOME_UNKNOWN))) {
            RelativePath path = RelativePath.known(method + "/" + fault.hashCode());
            put(store, path, bytes("old content"), TICKS);
            store.queue(method, fault);
            // Without a promised digest to compare, OPEN is needed too.
            verified(
                    source.put(path, bytes("new content"), TICKS + 1), TransferSettings.DEFAULTS.withoutLookingFirst());
            verified(source.put(path, bytes("new content"), TICKS + 1));
            assertThat(read(store, path)).isEqualTo(bytes("new content"));
            assertThat(readVersion(store, path, new VersionName(TICKS, digest(bytes("old content")))))
                    .isEqualTo(bytes("old content"));
            new Recovery(store, MachineIds.of("pc1"), TransferSettings.DEFAULTS).run();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorCode.class,
            names = {"SHARE_FULL", "SHARE_UNREACHABLE", "SHARE_AUTH", "SHARE_MISSING", "SHARE_FOREIGN"})
    @DisplayName("What concerns the whole share is said at once, and is not tried again for this file")
    void aFailureOfTheShareIsSaid(ErrorCode code) throws Exception {
        store.queue(StoreMethod.STAGE, StoreFault.before(code));
        Failed failed = failed(source.put(PATH, bytes("content"), TICKS));
        assertThat(failed.why().code()).isEqualTo(code);
        assertThat(failed.scope()).isEqualTo(FailureScope.SHARE);
        assertThat(store.calls().stream().filter(call -> call == StoreMethod.STAGE))
                .hasSize(1);
        assertNothingPublished();
    }

    @Test
    @DisplayName("A share that is full in the middle of a file keeps nothing of it")
    void aFullShareKeepsNothing() throws Exception {
        store.fullAfter(300_000);
        Failed failed = failed(source.put(PATH, pattern(600_000), TICKS));
        assertThat(failed.why().code()).isEqualTo(ErrorCode.SHARE_FULL);
        assertNothingPublished();
    }

    @Test
    @DisplayName("RUN-8 a file that never works ends after bounded tries")
    void triesAreBounded() {
        for (int i = 0; i < 10; i++) {
            store.queue(StoreMethod.PUBLISH, StoreFault.before(ErrorCode.SHARE_IO));
        }
        Failed failed = failed(source.put(PATH, bytes("content"), TICKS));
        assertThat(failed.why().code()).isEqualTo(ErrorCode.SHARE_IO);
        assertThat(store.calls().stream().filter(call -> call == StoreMethod.PUBLISH))
                .hasSize(TransferSettings.DEFAULTS.triesMax());
    }

    @Test
    @DisplayName("An interrupt stops an upload, leaves nothing, and is no fault of the file")
    void anInterruptStopsAnUpload() throws Exception {
        SourceEntry entry = source.put(PATH, pattern(600_000), TICKS);
        source.whenRead(PATH, 300_000, () -> Thread.currentThread().interrupt());
        Failed failed = failed(entry);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(failed.scope()).isEqualTo(FailureScope.STOP);
        new Recovery(store, MachineIds.of("pc1"), TransferSettings.DEFAULTS).run();
        assertNothingPublished();
    }
}
