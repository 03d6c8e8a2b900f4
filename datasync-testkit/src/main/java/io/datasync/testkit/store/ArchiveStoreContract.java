package io.datasync.testkit.store;

import static io.datasync.testkit.store.StoreSteps.assertFails;
import static io.datasync.testkit.store.StoreSteps.atOnce;
import static io.datasync.testkit.store.StoredContent.bytes;
import static io.datasync.testkit.store.StoredContent.digest;
import static io.datasync.testkit.store.StoredContent.facts;
import static io.datasync.testkit.store.StoredContent.list;
import static io.datasync.testkit.store.StoredContent.put;
import static io.datasync.testkit.store.StoredContent.read;
import static io.datasync.testkit.store.StoredContent.stage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.ArchiveMarker;
import io.datasync.core.store.ArchiveMarkerJson;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.ControlName;
import io.datasync.core.store.StoredFile;
import io.datasync.core.store.VersionName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What every {@link ArchiveStore} must do, sentence by sentence of its contract, in parts.
 *
 * <p>A store joins by a test class that implements this interface: it says how a handle on the test's archive is made, and how the archive
 * is taken away and brought back. What a store cannot do is read from its capabilities, and the test is skipped visibly.
 */
public interface ArchiveStoreContract extends StagingContract, PublishContract, NameContract {
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
        assertFails(code, () -> store.list(FolderName.ROOT, file -> {}));
        assertFails(code, () -> store.list(PATH.folder(), file -> {}));
        assertFails(code, () -> store.folders(10));
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
    @DisplayName(
            "D-24 one folder is listed by itself, with its subfolders, and so is what lies directly under the root")
    default void oneFolderIsListed() throws Exception {
        ArchiveStore store = publishing();
        for (String path : List.of("day/a", "day/sub/b", "day-2/c", "da/d", "e", "f.txt")) {
            put(store, RelativePath.known(path), bytes(path), TICKS);
        }
        store.makeFolder(RelativePath.known("empty/deep"));
        put(store, RelativePath.known("day/old"), bytes("old"), TICKS);
        store.retire(RelativePath.known("day/old"), new VersionName(TICKS, digest(bytes("old"))));
        assertThat(namesIn(open(), RelativePath.known("day/x").folder()))
                .containsExactlyInAnyOrder("day/a", "day/sub/b");
        assertThat(namesIn(store, FolderName.ROOT)).containsExactlyInAnyOrder("e", "f.txt");
        assertThat(namesIn(store, RelativePath.known("empty/x").folder())).isEmpty();
        assertThat(namesIn(store, RelativePath.known("nowhere/x").folder())).isEmpty();
        assertThat(namesIn(store, RelativePath.known("e/x").folder())).isEmpty();
        store.list(RelativePath.known("day-2/x").folder(), file -> assertThat(file)
                .isEqualTo(new StoredFile(RelativePath.known("day-2/c"), "day-2/c".length(), TICKS, Optional.empty())));
    }

    private static List<String> namesIn(ArchiveStore store, FolderName folder) throws SyncException {
        List<String> names = new ArrayList<>();
        store.list(folder, file -> names.add(file.path().text()));
        return names;
    }

    @Test
    @DisplayName("D-24 the folders of the first level are named, with files or without, and not .datasync")
    default void foldersAreNamed() throws Exception {
        ArchiveStore store = publishing();
        assertThat(store.folders(10)).isEmpty();
        for (String path : List.of("day/a", "day/sub/b", "day-2/c", "e", ".datasync/own")) {
            put(store, RelativePath.known(path), bytes(path), TICKS);
        }
        store.makeFolder(RelativePath.known("empty/deep"));
        assertThat(open().folders(10))
                .extracting(FolderName::text)
                .containsExactlyInAnyOrder("day", "day-2", "empty", ".datasync");
        assertThat(store.folders(2)).hasSize(2);
        assertThat(namesIn(store, RelativePath.known(".datasync/x").folder())).containsExactly(".datasync/own");
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
