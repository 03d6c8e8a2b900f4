package io.datasync.testkit.store;

import static io.datasync.testkit.store.StoredContent.bytes;
import static io.datasync.testkit.store.StoredContent.digest;
import static io.datasync.testkit.store.StoredContent.facts;
import static io.datasync.testkit.store.StoredContent.list;
import static io.datasync.testkit.store.StoredContent.put;
import static io.datasync.testkit.store.StoredContent.read;
import static io.datasync.testkit.store.StoredContent.readStaged;
import static io.datasync.testkit.store.StoredContent.readVersion;
import static io.datasync.testkit.store.StoredContent.stage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.Ticks;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.ArchiveMarker;
import io.datasync.core.store.ArchiveMarkerJson;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.ControlName;
import io.datasync.core.store.StagedFile;
import io.datasync.core.store.StagingName;
import io.datasync.core.store.StoredFacts;
import io.datasync.core.store.StoredFile;
import io.datasync.core.store.VersionName;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What every {@link ArchiveStore} must do, sentence by sentence of its contract.
 *
 * <p>A store joins by a test class that implements this interface: it says how a handle on the test's archive is made, and how the archive
 * is taken away and brought back. What a store cannot do is read from its capabilities, and the test is skipped visibly.
 */
public interface ArchiveStoreContract {
    /** The owner of the archive of these tests. */
    ArchiveMarker MARKER = new ArchiveMarker(
            ArchiveMarker.FORMAT_VERSION, "lab-7", "lab-7-geometry", "geometry", "Europe/Berlin", List.of("/data"));

    /** Somebody else. */
    ArchiveMarker OTHER = new ArchiveMarker(
            ArchiveMarker.FORMAT_VERSION, "lab-8", "lab-8-geometry", "geometry", "Europe/Berlin", List.of("/data"));

    /** A time with all seven digits. */
    long TICKS = Ticks.of(Instant.parse("2026-04-23T10:15:30.1234567Z"));

    RelativePath PATH = RelativePath.known("2026-04-23/part-0042.csv");
    StagingName STAGED = new StagingName("pc1-run1-1");
    StagingName STAGED_TOO = new StagingName("pc1-run1-2");

    /** A new handle on the test's archive, which is not there before it is created. Each test has another archive. */
    ArchiveStore open();

    /** Takes the archive from where it is, as when a share is unmounted or exchanged; then another can be created there. */
    void takeAway() throws Exception;

    /** Brings the archive back, with what it held, and removes what took its place meanwhile. */
    void bringBack() throws Exception;

    /** A handle on a new archive. */
    private ArchiveStore created() throws SyncException {
        ArchiveStore store = open();
        store.create(MARKER);
        return store;
    }

    /** A handle on a new archive, in a test that needs to publish. */
    private ArchiveStore publishing() throws SyncException {
        ArchiveStore store = created();
        assumeTrue(store.capabilities().publishesWithoutReplacing(), "this store publishes nothing");
        return store;
    }

    private static void assertFails(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(SyncException.class)
                .extracting(e -> ((SyncException) e).code())
                .isEqualTo(code);
    }

    // The archive

    @Test
    @DisplayName("D-13 the marker comes back as it was written")
    default void theMarkerComesBack() throws Exception {
        created();
        assertThat(open().marker()).isEqualTo(MARKER);
    }

    @Test
    @DisplayName("Creating again changes nothing, also when the marker says other things about the same job")
    default void creatingAgainChangesNothing() throws Exception {
        ArchiveStore store = publishing();
        put(store, PATH, bytes("one"), TICKS);
        ArchiveMarker moved =
                new ArchiveMarker(ArchiveMarker.FORMAT_VERSION, "lab-7", "lab-7-geometry", "plain", "UTC", List.of());
        store.create(moved);
        open().create(MARKER);
        assertThat(open().marker()).isEqualTo(MARKER);
        assertThat(read(store, PATH)).isEqualTo(bytes("one"));
    }

    @Test
    @DisplayName("D-6 the archive of another job is refused")
    default void theArchiveOfAnotherJobIsRefused() throws Exception {
        created();
        assertFails(ErrorCode.SHARE_FOREIGN, () -> open().create(OTHER));
        assertThat(open().marker()).isEqualTo(MARKER);
    }

    @Test
    @DisplayName("D-6 an absent archive is never taken for an empty one: every method says so")
    default void anAbsentArchiveIsNotAnEmptyOne() throws Exception {
        assertEveryMethodFails(ErrorCode.SHARE_MISSING, open());
    }

    @Test
    @DisplayName("D-6 an archive that goes away while in use is missed at once, and used again when it is back")
    default void anArchiveThatGoesAwayIsMissed() throws Exception {
        ArchiveStore store = publishing();
        put(store, PATH, bytes("one"), TICKS);
        stage(store, STAGED, bytes("two"));
        takeAway();
        assertEveryMethodFails(ErrorCode.SHARE_MISSING, store);
        bringBack();
        assertThat(read(store, PATH)).isEqualTo(bytes("one"));
        store.publish(STAGED, RelativePath.known("two"), facts(bytes("two"), TICKS));
        assertThat(list(store)).containsOnlyKeys(PATH, RelativePath.known("two"));
    }

    private static void assertEveryMethodFails(ErrorCode code, ArchiveStore store) {
        VersionName version = new VersionName(TICKS, digest(bytes("one")));
        assertFails(code, store::marker);
        assertFails(code, () -> store.stage(STAGED_TOO, 3));
        assertFails(code, () -> store.openStaged(STAGED));
        assertFails(code, () -> store.publish(STAGED, RelativePath.known("two"), facts(bytes("two"), TICKS)));
        assertFails(code, () -> store.find(PATH));
        assertFails(code, () -> store.open(PATH));
        assertFails(code, () -> store.retire(PATH, version));
        assertFails(code, () -> store.findVersion(PATH, version));
        assertFails(code, () -> store.openVersion(PATH, version));
        assertFails(code, () -> store.makeFolder(RelativePath.known("empty")));
        assertFails(code, store::barrier);
        assertFails(code, () -> store.staged(10));
        assertFails(code, () -> store.discard(STAGED));
        assertFails(code, () -> store.control(ControlName.EPOCH));
        assertFails(code, () -> store.writeControl(ControlName.EPOCH, bytes("7")));
        assertFails(code, () -> store.removeControl(ControlName.EPOCH));
        assertFails(code, () -> store.intents(10));
        assertFails(code, () -> store.list(file -> {}));
    }

    @Test
    @DisplayName("D-6 when another archive takes the place of this one, nothing is written to it")
    default void anExchangedArchiveIsRefused() throws Exception {
        ArchiveStore store = publishing();
        stage(store, STAGED, bytes("two"));
        takeAway();
        ArchiveStore other = open();
        other.create(OTHER);
        assertEveryMethodFails(ErrorCode.SHARE_FOREIGN, store);
        assertThat(list(other)).isEmpty();
        assertThat(other.staged(10)).isEmpty();
        bringBack();
        assertThat(store.staged(10)).containsExactly(STAGED);
    }

    // Staging

    @Test
    @DisplayName("What is staged is read back as it was written")
    default void whatIsStagedIsReadBack() throws Exception {
        ArchiveStore store = created();
        byte[] content = new byte[2 * store.capabilities().rangeMaxBytes() + 17];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) ((i * 31) >> 3);
        }
        stage(store, STAGED, content);
        assertThat(readStaged(store, STAGED)).isEqualTo(content);
        assertThat(readStaged(open(), STAGED)).isEqualTo(content);
    }

    @Test
    @DisplayName("Writing leaves nothing in the buffer, and takes the part that remains in it")
    default void writingTakesWhatRemains() throws Exception {
        ArchiveStore store = created();
        ByteBuffer buffer = ByteBuffer.allocateDirect(10);
        buffer.put(bytes("..wanted..")).position(2).limit(8);
        try (StagedFile file = store.stage(STAGED, 6)) {
            file.write(buffer);
            file.finish();
        }
        assertThat(buffer.remaining()).isZero();
        assertThat(readStaged(store, STAGED)).isEqualTo(bytes("wanted"));
    }

    @Test
    @DisplayName("An empty file is a file")
    default void anEmptyFileIsAFile() throws Exception {
        ArchiveStore store = publishing();
        put(store, PATH, new byte[0], TICKS);
        assertThat(store.find(PATH)).map(StoredFile::sizeBytes).contains(0L);
        assertThat(read(store, PATH)).isEmpty();
    }

    @Test
    @DisplayName("Fewer or more bytes than announced are a bug")
    default void otherThanTheAnnouncedBytesAreABug() throws Exception {
        ArchiveStore store = created();
        try (StagedFile file = store.stage(STAGED, 3)) {
            file.write(ByteBuffer.wrap(bytes("ab")));
            assertThatIllegalStateException().isThrownBy(file::finish);
            assertThatIllegalStateException().isThrownBy(() -> file.write(ByteBuffer.wrap(bytes("cd"))));
        }
    }

    @Test
    @DisplayName("Staging again replaces what an earlier attempt left")
    default void stagingAgainReplaces() throws Exception {
        ArchiveStore store = created();
        StagedFile abandoned = store.stage(STAGED, 100);
        abandoned.write(ByteBuffer.wrap(bytes("a longer first attempt")));
        abandoned.close();
        stage(store, STAGED, bytes("second"));
        assertThat(readStaged(store, STAGED)).isEqualTo(bytes("second"));
        assertThat(store.staged(10)).containsExactly(STAGED);
    }

    @Test
    @DisplayName("A staged file that was closed unfinished is listed, and can be discarded")
    default void anUnfinishedFileCanBeDiscarded() throws Exception {
        ArchiveStore store = created();
        store.stage(STAGED, 100).close();
        assertThat(open().staged(10)).containsExactly(STAGED);
        store.discard(STAGED);
        store.discard(STAGED);
        assertThat(store.staged(10)).isEmpty();
        assertFails(ErrorCode.NAME_MISSING, () -> store.openStaged(STAGED));
    }

    @Test
    @DisplayName("I-11 no more staged names are given than were asked for")
    default void stagedNamesAreBounded() throws Exception {
        ArchiveStore store = created();
        for (int i = 0; i < 5; i++) {
            stage(store, new StagingName("pc1-run1-" + i), bytes("x"));
        }
        assertThat(store.staged(3)).hasSize(3).doesNotHaveDuplicates();
        assertThat(store.staged(100)).hasSize(5);
    }

    // Publishing

    @Test
    @DisplayName("What is published has its bytes, size, time and digest, and has left staging")
    default void whatIsPublishedIsThere() throws Exception {
        ArchiveStore store = publishing();
        stage(store, STAGED, bytes("content"));
        assertThat(store.find(PATH)).isEmpty();
        store.publish(STAGED, PATH, facts(bytes("content"), TICKS));

        for (ArchiveStore handle : List.of(store, open())) {
            StoredFile file = handle.find(PATH).orElseThrow();
            assertThat(file.path()).isEqualTo(PATH);
            assertThat(file.sizeBytes()).isEqualTo(7);
            assertThat(file.ticks()).isEqualTo(TICKS);
            assertThat(read(handle, PATH)).isEqualTo(bytes("content"));
            assertThat(handle.staged(10)).isEmpty();
        }
    }

    @Test
    @DisplayName("D-6 the digest is kept as metadata where the store can")
    default void theDigestIsKept() throws Exception {
        ArchiveStore store = publishing();
        put(store, PATH, bytes("content"), TICKS);
        Optional<StoredFile> file = open().find(PATH);
        if (store.capabilities().keepsDigest()) {
            assertThat(file.flatMap(StoredFile::digest)).contains(digest(bytes("content")));
        } else {
            assertThat(file).isPresent();
            assertThat(file.flatMap(StoredFile::digest)).isEmpty();
        }
    }

    @Test
    @DisplayName("CORE-1 times before 1970 and far ahead are kept to the second at least")
    default void oddTimesAreKept() throws Exception {
        ArchiveStore store = publishing();
        List<String> times = List.of(
                "1969-12-31T23:59:59.9999999Z",
                "1950-01-01T00:00:00.5Z",
                "1970-01-01T00:00:00Z",
                "2100-01-01T00:00:00.0000001Z");
        for (String time : times) {
            long ticks = Ticks.of(Instant.parse(time));
            RelativePath path = RelativePath.known(time.substring(0, 10));
            put(store, path, bytes(time), ticks);
            assertThat(store.find(path).orElseThrow().ticks())
                    .as(time)
                    .isBetween(Math.floorDiv(ticks, 10_000_000L) * 10_000_000L, ticks);
        }
    }

    @Test
    @DisplayName("D-6 publishing never replaces: the first stays, and the second is still staged")
    default void publishingNeverReplaces() throws Exception {
        ArchiveStore store = publishing();
        put(store, PATH, bytes("first"), TICKS);
        stage(store, STAGED, bytes("second"));
        assertFails(ErrorCode.NAME_EXISTS, () -> store.publish(STAGED, PATH, facts(bytes("second"), TICKS + 1)));
        assertThat(read(store, PATH)).isEqualTo(bytes("first"));
        assertThat(store.find(PATH).orElseThrow().ticks()).isEqualTo(TICKS);
        assertThat(readStaged(store, STAGED)).isEqualTo(bytes("second"));
    }

    @Test
    @DisplayName("D-6 equal content is no reason to replace either: adopting is the caller's decision")
    default void equalContentDoesNotReplace() throws Exception {
        ArchiveStore store = publishing();
        put(store, PATH, bytes("same"), TICKS);
        stage(store, STAGED, bytes("same"));
        assertFails(ErrorCode.NAME_EXISTS, () -> store.publish(STAGED, PATH, facts(bytes("same"), TICKS)));
        assertThat(store.staged(10)).containsExactly(STAGED);
    }

    @Test
    @DisplayName("D-6, I-12 publishing again after it happened changes nothing")
    default void publishingAgainChangesNothing() throws Exception {
        ArchiveStore store = publishing();
        stage(store, STAGED, bytes("content"));
        store.publish(STAGED, PATH, facts(bytes("content"), TICKS));
        store.publish(STAGED, PATH, facts(bytes("content"), TICKS));
        open().publish(STAGED, PATH, facts(bytes("content"), TICKS));
        assertThat(read(store, PATH)).isEqualTo(bytes("content"));
        assertThat(list(store)).hasSize(1);
    }

    @Test
    @DisplayName("Nothing staged, and nothing or something else published: that is no repeat")
    default void publishingNothingIsRefused() throws Exception {
        ArchiveStore store = publishing();
        assertFails(ErrorCode.NAME_MISSING, () -> store.publish(STAGED, PATH, facts(bytes("content"), TICKS)));
        put(store, PATH, bytes("foreign"), TICKS);
        assertFails(ErrorCode.NAME_MISSING, () -> store.publish(STAGED, PATH, facts(bytes("content"), TICKS)));
        assertThat(read(store, PATH)).isEqualTo(bytes("foreign"));
    }

    @Test
    @DisplayName("D-6 a folder is not replaced by a file, nor a file by a folder")
    default void filesAndFoldersDoNotReplaceEachOther() throws Exception {
        ArchiveStore store = publishing();
        put(store, PATH, bytes("content"), TICKS);
        stage(store, STAGED, bytes("other"));
        StoredFacts facts = facts(bytes("other"), TICKS);
        RelativePath folder = RelativePath.known("2026-04-23");
        RelativePath below = RelativePath.known("2026-04-23/part-0042.csv/below");

        assertFails(ErrorCode.NAME_EXISTS, () -> store.publish(STAGED, folder, facts));
        assertFails(ErrorCode.NAME_EXISTS, () -> store.publish(STAGED, below, facts));
        assertFails(ErrorCode.NAME_EXISTS, () -> store.makeFolder(PATH));
        assertFails(ErrorCode.NAME_EXISTS, () -> store.makeFolder(below));
        assertThat(store.find(folder)).isEmpty();
        assertThat(store.find(below)).isEmpty();
        assertFails(ErrorCode.NAME_MISSING, () -> store.open(folder));
        assertFails(ErrorCode.NAME_MISSING, () -> store.open(below));
        assertThat(read(store, PATH)).isEqualTo(bytes("content"));
        assertThat(store.staged(10)).containsExactly(STAGED);
    }

    @Test
    @DisplayName("D-6 a store that cannot publish without replacing refuses to publish")
    default void aStoreWithoutNoReplaceRefuses() throws Exception {
        ArchiveStore store = created();
        assumeTrue(!store.capabilities().publishesWithoutReplacing(), "this store can publish");
        stage(store, STAGED, bytes("content"));
        assertFails(ErrorCode.SHARE_UNSUPPORTED, () -> store.publish(STAGED, PATH, facts(bytes("content"), TICKS)));
        assertFails(
                ErrorCode.SHARE_UNSUPPORTED,
                () -> store.retire(PATH, new VersionName(TICKS, digest(bytes("content")))));
        assertThat(store.find(PATH)).isEmpty();
        assertThat(store.staged(10)).containsExactly(STAGED);
    }

    @Test
    @DisplayName("D-6 of many who publish one name at once, exactly one wins, and all others are told")
    default void exactlyOnePublisherWins() throws Exception {
        ArchiveStore store = publishing();
        int publishers = 8;
        for (int round = 0; round < 20; round++) {
            RelativePath path = RelativePath.known("race/" + round);
            List<StagingName> names = new ArrayList<>();
            for (int i = 0; i < publishers; i++) {
                StagingName name = new StagingName("pc1-race" + round + "-" + i);
                stage(store, name, bytes("content of " + i));
                names.add(name);
            }
            List<Boolean> won = atOnce(IntStream.range(0, publishers)
                    .<Callable<Boolean>>mapToObj(i -> () -> publishes(store, names.get(i), path, i))
                    .toList());
            assertThat(won).as("round %d", round).containsOnlyOnce(true);
            assertThat(read(store, path)).isEqualTo(bytes("content of " + won.indexOf(true)));
            assertThat(store.staged(100)).hasSize(publishers - 1);
            for (StagingName name : names) {
                store.discard(name);
            }
        }
    }

    private static boolean publishes(ArchiveStore store, StagingName name, RelativePath path, int number)
            throws SyncException {
        try {
            store.publish(name, path, facts(bytes("content of " + number), TICKS));
            return true;
        } catch (SyncException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.NAME_EXISTS);
            return false;
        }
    }

    private static <T> List<T> atOnce(List<Callable<T>> calls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(calls.size());
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<T>> futures = new ArrayList<>();
            for (Callable<T> call : calls) {
                futures.add(threads.submit(() -> {
                    start.await();
                    return call.call();
                }));
            }
            start.countDown();
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @DisplayName("Many threads publish into one new folder")
    default void manyThreadsPublishIntoOneFolder() throws Exception {
        ArchiveStore store = publishing();
        int files = 16;
        atOnce(IntStream.range(0, files)
                .<Callable<Boolean>>mapToObj(i -> () -> {
                    put(store, RelativePath.known("a/b/c/d/" + i), bytes("content " + i), TICKS + i);
                    return true;
                })
                .toList());
        assertThat(list(store)).hasSize(files);
    }

    // Names

    @Test
    @DisplayName("D-16, CORE-12 odd names are kept apart, found, read and listed as what they are")
    default void oddNamesAreKept() throws Exception {
        ArchiveStore store = publishing();
        Map<RelativePath, Long> sizes = new HashMap<>();
        for (RelativePath path : OddNames.ALL) {
            byte[] content = bytes("content of " + path.text());
            put(store, path, content, TICKS);
            sizes.put(path, (long) content.length);
        }
        Map<RelativePath, Long> listed = new HashMap<>();
        open().list(file -> listed.put(file.path(), file.sizeBytes()));
        assertThat(listed).isEqualTo(sizes);
        for (RelativePath path : OddNames.ALL) {
            assertThat(read(store, path)).as(path.text()).isEqualTo(bytes("content of " + path.text()));
            assertThat(store.find(path)).as(path.text()).isPresent();
        }
        assertThat(store.marker()).isEqualTo(MARKER);
    }

    @Test
    @DisplayName("D-16 a source's own .datasync never touches the archive's")
    default void aSourceOfItsOwnDatasyncIsHarmless() throws Exception {
        ArchiveStore store = publishing();
        RelativePath trap = RelativePath.known(".datasync/staging/" + STAGED);
        put(store, trap, bytes("trap"), TICKS);
        store.makeFolder(RelativePath.known(".datasync/versions"));
        put(store, RelativePath.known(".datasync/job.json"), bytes("{}"), TICKS);
        assertThat(store.staged(10)).isEmpty();
        assertThat(store.marker()).isEqualTo(MARKER);
        assertThat(list(store)).containsOnlyKeys(trap, RelativePath.known(".datasync/job.json"));
    }

    @Test
    @DisplayName("A name longer than the store takes is refused, never cut")
    default void aNameThatIsTooLongIsRefused() throws Exception {
        ArchiveStore store = publishing();
        stage(store, STAGED, bytes("content"));
        StoredFacts facts = facts(bytes("content"), TICKS);
        for (String name : List.of("x".repeat(256), "folder/" + "y".repeat(300) + "/file", "%E2%90%9B41".repeat(30))) {
            RelativePath path = RelativePath.known(name);
            assertFails(ErrorCode.PATH_TOO_LONG, () -> store.publish(STAGED, path, facts));
            assertFails(ErrorCode.PATH_TOO_LONG, () -> store.find(path));
            assertFails(ErrorCode.PATH_TOO_LONG, () -> store.open(path));
            assertFails(ErrorCode.PATH_TOO_LONG, () -> store.makeFolder(path));
        }
        assertThat(list(store)).isEmpty();
        store.publish(STAGED, PATH, facts);
    }

    // Versions

    @Test
    @DisplayName("I-2 a retired file is a version, whole, and its name is free")
    default void aRetiredFileIsAVersion() throws Exception {
        ArchiveStore store = publishing();
        put(store, PATH, bytes("old"), TICKS);
        VersionName version = new VersionName(TICKS, digest(bytes("old")));
        assertThat(store.findVersion(PATH, version)).isEmpty();
        assertFails(ErrorCode.NAME_MISSING, () -> store.openVersion(PATH, version));
        store.retire(PATH, version);

        assertThat(store.find(PATH)).isEmpty();
        StoredFile kept = open().findVersion(PATH, version).orElseThrow();
        assertThat(kept.sizeBytes()).isEqualTo(3);
        assertThat(kept.ticks()).isEqualTo(TICKS);
        assertThat(readVersion(store, PATH, version)).isEqualTo(bytes("old"));
        assertThat(list(store)).isEmpty();

        put(store, PATH, bytes("new"), TICKS + 1);
        assertThat(read(store, PATH)).isEqualTo(bytes("new"));
        assertThat(readVersion(store, PATH, version)).isEqualTo(bytes("old"));
    }

    @Test
    @DisplayName("D-6, I-12 retiring again after it happened changes nothing")
    default void retiringAgainChangesNothing() throws Exception {
        ArchiveStore store = publishing();
        put(store, PATH, bytes("old"), TICKS);
        VersionName version = new VersionName(TICKS, digest(bytes("old")));
        store.retire(PATH, version);
        store.retire(PATH, version);
        open().retire(PATH, version);
        assertThat(readVersion(store, PATH, version)).isEqualTo(bytes("old"));
    }

    @Test
    @DisplayName("D-6 retiring never replaces a version, and what is not there cannot be retired")
    default void retiringNeverReplaces() throws Exception {
        ArchiveStore store = publishing();
        VersionName version = new VersionName(TICKS, digest(bytes("old")));
        assertFails(ErrorCode.NAME_MISSING, () -> store.retire(PATH, version));
        put(store, PATH, bytes("old"), TICKS);
        store.retire(PATH, version);
        put(store, PATH, bytes("again"), TICKS);
        assertFails(ErrorCode.NAME_EXISTS, () -> store.retire(PATH, version));
        assertThat(read(store, PATH)).isEqualTo(bytes("again"));
        assertThat(readVersion(store, PATH, version)).isEqualTo(bytes("old"));
    }

    @Test
    @DisplayName("D-16 odd names have versions too")
    default void oddNamesHaveVersions() throws Exception {
        ArchiveStore store = publishing();
        for (RelativePath path : OddNames.ALL) {
            byte[] content = bytes("old " + path.text());
            VersionName version = new VersionName(TICKS, digest(content));
            put(store, path, content, TICKS);
            store.retire(path, version);
            assertThat(readVersion(store, path, version)).as(path.text()).isEqualTo(content);
        }
        assertThat(list(store)).isEmpty();
    }

    // Folders, barrier, control files, listing

    @Test
    @DisplayName("D-15 an empty folder is made, also again, and is no file")
    default void anEmptyFolderIsMade() throws Exception {
        ArchiveStore store = created();
        RelativePath folder = RelativePath.known("a/b/empty");
        store.makeFolder(folder);
        store.makeFolder(folder);
        open().makeFolder(folder);
        assertThat(store.find(folder)).isEmpty();
        assertThat(list(store)).isEmpty();
    }

    @Test
    @DisplayName("D-7 a barrier can follow anything, and another barrier")
    default void aBarrierCanFollowAnything() throws Exception {
        ArchiveStore store = publishing();
        store.barrier();
        put(store, PATH, bytes("one"), TICKS);
        store.makeFolder(RelativePath.known("empty"));
        store.barrier();
        store.retire(PATH, new VersionName(TICKS, digest(bytes("one"))));
        store.barrier();
        store.barrier();
        assertThat(store.find(PATH)).isEmpty();
    }

    @Test
    @DisplayName("D-7 barriers and uploads get on with each other")
    default void barriersRunWhileOthersPublish() throws Exception {
        ArchiveStore store = publishing();
        List<Callable<Boolean>> calls = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            int number = thread;
            calls.add(() -> {
                for (int i = 0; i < 25; i++) {
                    put(store, RelativePath.known(number + "/" + i), bytes("content"), TICKS);
                }
                return true;
            });
        }
        calls.add(() -> {
            for (int i = 0; i < 5; i++) {
                store.barrier();
            }
            return true;
        });
        atOnce(calls);
        assertThat(list(store)).hasSize(100);
    }

    @Test
    @DisplayName("Control files are written whole, replaced and removed")
    default void controlFilesAreReplaced() throws Exception {
        ArchiveStore store = created();
        ControlName losses = ControlName.lossesOf("run-1");
        assertThat(store.control(losses)).isEmpty();
        store.writeControl(losses, bytes("one\n"));
        store.writeControl(losses, bytes("one\ntwo\n"));
        assertThat(open().control(losses)).contains(bytes("one\ntwo\n"));
        store.writeControl(losses, new byte[0]);
        assertThat(store.control(losses)).contains(new byte[0]);
        store.removeControl(losses);
        store.removeControl(losses);
        assertThat(store.control(losses)).isEmpty();
        assertThat(list(store)).isEmpty();
        assertThat(store.staged(10)).isEmpty();
    }

    @Test
    @DisplayName("Readers of a control file see the old or the new content, never a part")
    default void controlFilesAreReplacedWhole() throws Exception {
        ArchiveStore store = created();
        byte[] one = bytes("1".repeat(5_000));
        byte[] two = bytes("2".repeat(9_000));
        store.writeControl(ControlName.EPOCH, one);
        atOnce(List.of(
                () -> {
                    for (int i = 0; i < 20; i++) {
                        store.writeControl(ControlName.EPOCH, i % 2 == 0 ? two : one);
                    }
                    return true;
                },
                () -> {
                    for (int i = 0; i < 200; i++) {
                        assertThat(store.control(ControlName.EPOCH).orElseThrow())
                                .isIn(one, two);
                    }
                    return true;
                }));
    }

    @Test
    @DisplayName("Control files survive as other handles see them, and the marker is one")
    default void theMarkerIsAControlFile() throws Exception {
        ArchiveStore store = created();
        assertThat(ArchiveMarkerJson.read(store.control(ControlName.MARKER).orElseThrow()))
                .isEqualTo(MARKER);
        ArchiveMarker moved = new ArchiveMarker(
                ArchiveMarker.FORMAT_VERSION, "lab-7", "lab-7-geometry", "geometry", "UTC", List.of("/mnt"));
        store.writeControl(ControlName.MARKER, ArchiveMarkerJson.write(moved));
        assertThat(store.marker()).isEqualTo(moved);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.writeControl(ControlName.MARKER, ArchiveMarkerJson.write(OTHER)));
        assertThatIllegalArgumentException().isThrownBy(() -> store.writeControl(ControlName.MARKER, bytes("{}")));
        assertThatIllegalArgumentException().isThrownBy(() -> store.removeControl(ControlName.MARKER));
        assertThat(open().marker()).isEqualTo(moved);
    }

    @Test
    @DisplayName("D-6 intents are found by themselves, apart from staged files, at most as many as asked for")
    default void intentsAreFound() throws Exception {
        ArchiveStore store = created();
        assertThat(store.intents(10)).isEmpty();
        stage(store, STAGED, bytes("content"));
        store.writeControl(ControlName.intentOf(STAGED), bytes("{}"));
        store.writeControl(ControlName.intentOf(STAGED_TOO), bytes("{}"));
        assertThat(store.intents(10))
                .containsExactlyInAnyOrder(ControlName.intentOf(STAGED), ControlName.intentOf(STAGED_TOO));
        assertThat(store.intents(1)).hasSize(1);
        assertThat(store.staged(10)).containsExactly(STAGED);
        store.removeControl(ControlName.intentOf(STAGED));
        assertThat(open().intents(10)).containsExactly(ControlName.intentOf(STAGED_TOO));
    }

    @Test
    @DisplayName("A listing has every file once with size and time, without digests, and nothing of .datasync")
    default void aListingHasEveryFile() throws Exception {
        ArchiveStore store = publishing();
        Map<RelativePath, Integer> sizes = new HashMap<>();
        for (int i = 0; i < 30; i++) {
            RelativePath path = RelativePath.known("day-" + i % 3 + "/sub-" + i % 2 + "/file-" + i);
            put(store, path, new byte[i], TICKS + i);
            sizes.put(path, i);
        }
        put(store, PATH, bytes("old"), TICKS);
        store.retire(PATH, new VersionName(TICKS, digest(bytes("old"))));
        stage(store, STAGED, bytes("staged"));
        Map<RelativePath, StoredFile> listed = list(open());
        assertThat(listed).containsOnlyKeys(sizes.keySet());
        for (StoredFile file : listed.values()) {
            int size = sizes.getOrDefault(file.path(), -1);
            assertThat(file).isEqualTo(new StoredFile(file.path(), size, TICKS + size, Optional.empty()));
        }
    }

    @Test
    @DisplayName("What the visitor of a listing throws ends the listing and is passed on")
    default void theVisitorMayEndAListing() throws Exception {
        ArchiveStore store = publishing();
        put(store, RelativePath.known("one"), bytes("1"), TICKS);
        put(store, RelativePath.known("two"), bytes("2"), TICKS);
        List<RelativePath> seen = new ArrayList<>();
        SyncException enough = SyncException.permanent(ErrorCode.INTERRUPTED, "enough");
        assertThatThrownBy(() -> store.list(file -> {
                    seen.add(file.path());
                    throw enough;
                }))
                .isSameAs(enough);
        assertThat(seen).hasSize(1);
    }

    @Test
    @DisplayName("Closing again changes nothing, and what is stored stays")
    default void closingKeepsWhatIsStored() throws Exception {
        ArchiveStore store = publishing();
        put(store, PATH, bytes("content"), TICKS);
        store.close();
        store.close();
        assertThat(read(open(), PATH)).isEqualTo(bytes("content"));
    }
}
