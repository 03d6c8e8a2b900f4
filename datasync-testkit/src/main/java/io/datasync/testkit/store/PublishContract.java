package io.datasync.testkit.store;

import static io.datasync.testkit.store.StoreSteps.assertFails;
import static io.datasync.testkit.store.StoreSteps.atOnce;
import static io.datasync.testkit.store.StoredContent.bytes;
import static io.datasync.testkit.store.StoredContent.digest;
import static io.datasync.testkit.store.StoredContent.facts;
import static io.datasync.testkit.store.StoredContent.list;
import static io.datasync.testkit.store.StoredContent.put;
import static io.datasync.testkit.store.StoredContent.read;
import static io.datasync.testkit.store.StoredContent.readStaged;
import static io.datasync.testkit.store.StoredContent.stage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.Ticks;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.StagingName;
import io.datasync.core.store.StoredFacts;
import io.datasync.core.store.StoredFile;
import io.datasync.core.store.VersionName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Publishing, which never replaces (D-6). */
interface PublishContract extends StoreSteps {
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
    @DisplayName("D-6 an empty folder gives way to a file of its name, with the empty folders in it")
    default void anEmptyFolderGivesWay() throws Exception {
        ArchiveStore store = publishing();
        RelativePath name = RelativePath.known("day/once-a-folder");
        store.makeFolder(RelativePath.known("day/once-a-folder/a/b"));
        store.makeFolder(RelativePath.known("day/once-a-folder/c"));
        store.makeFolder(RelativePath.known("day/once-a-folder-2"));
        stage(store, STAGED, bytes("content"));
        assertFails(ErrorCode.NAME_EXISTS, () -> store.publish(STAGED, name, facts(bytes("content"), TICKS)));
        store.removeEmptyFolder(name);
        store.removeEmptyFolder(name);
        open().removeEmptyFolder(name);
        store.publish(STAGED, name, facts(bytes("content"), TICKS));
        assertThat(read(open(), name)).isEqualTo(bytes("content"));
        stage(store, STAGED_TOO, bytes("x"));
        assertFails(
                ErrorCode.NAME_EXISTS,
                () -> store.publish(STAGED_TOO, RelativePath.known("day/once-a-folder/new"), facts(bytes("x"), TICKS)));
        store.barrier();
    }

    @Test
    @DisplayName("I-2 a folder that holds a file, however deep, never gives way, nor does a file")
    default void aFolderWithAFileNeverGivesWay() throws Exception {
        ArchiveStore store = publishing();
        RelativePath file = RelativePath.known("day/deep/er/file");
        put(store, file, bytes("content"), TICKS);
        store.makeFolder(RelativePath.known("day/deep/empty"));
        for (String path : List.of("day", "day/deep", "day/deep/er", "day/deep/er/file", "day/deep/er/file/below")) {
            assertFails(ErrorCode.NAME_EXISTS, () -> store.removeEmptyFolder(RelativePath.known(path)));
        }
        store.removeEmptyFolder(RelativePath.known("day/missing"));
        store.removeEmptyFolder(RelativePath.known(".datasync"));
        assertThat(read(open(), file)).isEqualTo(bytes("content"));
        assertThat(store.marker()).isEqualTo(MARKER);
    }

    @Test
    @DisplayName("D-6 a folder that gives way while files are published into it loses none of them")
    default void aFolderGivesWayOrAFileIsThere() throws Exception {
        ArchiveStore store = publishing();
        for (int round = 0; round < 20; round++) {
            RelativePath folder = RelativePath.known("race-" + round);
            RelativePath file = RelativePath.known("race-" + round + "/a/file");
            store.makeFolder(RelativePath.known("race-" + round + "/a"));
            atOnce(List.<Callable<Boolean>>of(
                    () -> {
                        put(store, file, bytes("content"), TICKS);
                        return true;
                    },
                    () -> {
                        try {
                            store.removeEmptyFolder(folder);
                        } catch (SyncException e) {
                            assertThat(e.code()).isEqualTo(ErrorCode.NAME_EXISTS);
                        }
                        return true;
                    }));
            assertThat(read(store, file)).isEqualTo(bytes("content"));
        }
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
}
