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

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.ArchiveMarker;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.ControlName;
import io.datasync.core.store.VersionName;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What every {@link ArchiveStore} must do, sentence by sentence of its contract, in parts.
 *
 * <p>A store joins by a test class that implements this interface: it says how a handle on the test's archive is made, and how the archive
 * is taken away and brought back. What a store cannot do is read from its capabilities, and the test is skipped visibly.
 */
public interface ArchiveStoreContract
        extends StagingContract, PublishContract, NameContract, ControlContract, ListingContract, VacancyContract {
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
        assertFails(code, () -> store.resume(STAGED_TOO, 3));
        assertFails(code, () -> store.openStaged(STAGED));
        assertFails(code, () -> store.publish(STAGED, RelativePath.known("two"), facts(bytes("two"), TICKS)));
        assertFails(code, () -> store.find(PATH));
        assertFails(code, () -> store.open(PATH));
        assertFails(code, () -> store.retire(PATH, version));
        assertFails(code, () -> store.findVersion(PATH, version));
        assertFails(code, () -> store.openVersion(PATH, version));
        assertFails(code, () -> store.makeFolder(RelativePath.known("empty")));
        assertFails(code, () -> store.removeEmptyFolder(RelativePath.known("empty")));
        assertFails(code, store::barrier);
        assertFails(code, () -> store.staged(10));
        assertFails(code, () -> store.discard(STAGED));
        assertFails(code, () -> store.control(ControlName.EPOCH));
        assertFails(code, () -> store.writeControl(ControlName.EPOCH, bytes("7")));
        assertFails(code, () -> store.removeControl(ControlName.EPOCH));
        assertFails(code, () -> store.intents(10));
        assertFails(code, () -> store.createControl(ControlName.lossesOf("run-1"), bytes("7")));
        assertFails(code, () -> store.controls("losses", 10));
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
    @DisplayName("Closing again changes nothing, and what is stored stays")
    default void closingKeepsWhatIsStored() throws Exception {
        ArchiveStore store = publishing();
        put(store, PATH, bytes("content"), TICKS);
        store.close();
        store.close();
        assertThat(read(open(), PATH)).isEqualTo(bytes("content"));
    }
}
