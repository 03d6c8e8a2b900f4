package io.datasync.testkit.store;

import static io.datasync.testkit.store.StoreSteps.assertFails;
import static io.datasync.testkit.store.StoreSteps.atOnce;
import static io.datasync.testkit.store.StoredContent.bytes;
import static io.datasync.testkit.store.StoredContent.list;
import static io.datasync.testkit.store.StoredContent.stage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.store.ArchiveMarker;
import io.datasync.core.store.ArchiveMarkerJson;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.ControlName;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Control files: small, whole, durable by themselves. */
interface ControlContract extends StoreSteps {
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
    @DisplayName("D-9 a control file that is created never replaces one; a repeat with the same content is done")
    default void aCreatedControlFileIsNeverReplaced() throws Exception {
        ArchiveStore store = publishing();
        ControlName certificate = new ControlName("certificates/2026-04-23/1.json");
        store.createControl(certificate, bytes("one"));
        store.createControl(certificate, bytes("one"));
        open().createControl(certificate, bytes("one"));
        for (String other : List.of("two", "", "one and more")) {
            assertFails(ErrorCode.NAME_EXISTS, () -> store.createControl(certificate, bytes(other)));
        }
        assertThat(open().control(certificate)).contains(bytes("one"));
        store.writeControl(ControlName.EPOCH, bytes("7"));
        assertFails(ErrorCode.NAME_EXISTS, () -> store.createControl(ControlName.EPOCH, bytes("8")));
        assertThat(store.control(ControlName.EPOCH)).contains(bytes("7"));
        assertThat(store.controls("certificates/2026-04-23", 10)).containsExactly(certificate);
    }

    @Test
    @DisplayName("D-9 of many who create one control file at once, exactly one wins")
    default void exactlyOneCreatorWins() throws Exception {
        ArchiveStore store = publishing();
        for (int round = 0; round < 10; round++) {
            ControlName name = new ControlName("certificates/race/" + round + ".json");
            List<Boolean> won = atOnce(IntStream.range(0, 4)
                    .<Callable<Boolean>>mapToObj(i -> () -> creates(store, name, bytes("by " + i)))
                    .toList());
            assertThat(won).as("round %d", round).containsOnlyOnce(true);
            assertThat(store.control(name)).contains(bytes("by " + won.indexOf(true)));
        }
    }

    private static boolean creates(ArchiveStore store, ControlName name, byte[] content) throws SyncException {
        try {
            store.createControl(name, content);
            return true;
        } catch (SyncException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.NAME_EXISTS);
            return false;
        }
    }

    @Test
    @DisplayName("D-9 a store that cannot publish without replacing creates no control file either")
    default void aStoreWithoutNoReplaceCreatesNoControlFile() throws Exception {
        ArchiveStore store = created();
        assumeTrue(!store.capabilities().publishesWithoutReplacing(), "this store can publish");
        ControlName name = new ControlName("certificates/2026-04-23/1.json");
        assertFails(ErrorCode.SHARE_UNSUPPORTED, () -> store.createControl(name, bytes("one")));
        assertThat(store.control(name)).isEmpty();
    }

    @Test
    @DisplayName("What would make the archive another's is not created either")
    default void aForeignMarkerIsNotCreated() throws Exception {
        ArchiveStore store = created();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.createControl(ControlName.MARKER, ArchiveMarkerJson.write(OTHER)));
        assertThat(store.marker()).isEqualTo(MARKER);
    }

    @Test
    @DisplayName("Control files of one folder are listed, without those of other folders, at most as many as asked for")
    default void controlFilesOfAFolderAreListed() throws Exception {
        ArchiveStore store = created();
        assertThat(store.controls("certificates/2026-04-23", 10)).isEmpty();
        assertThat(store.controls("keys", 10)).isEmpty();
        List<ControlName> names = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            ControlName name = new ControlName("certificates/2026-04-23/" + i + ".json");
            store.writeControl(name, bytes("{}"));
            names.add(name);
        }
        store.writeControl(new ControlName("certificates/2026-04-2/1.json"), bytes("{}"));
        store.writeControl(new ControlName("certificates/index"), bytes("{}"));
        store.writeControl(new ControlName("keys/k1"), bytes("{}"));
        assertThat(open().controls("certificates/2026-04-23", 10)).containsExactlyInAnyOrderElementsOf(names);
        assertThat(store.controls("certificates/2026-04-23", 3)).hasSize(3).doesNotHaveDuplicates();
        assertThat(store.controls("certificates", 10)).containsExactly(new ControlName("certificates/index"));
        assertThat(store.controls("keys", 10)).containsExactly(new ControlName("keys/k1"));
        store.removeControl(new ControlName("keys/k1"));
        assertThat(store.controls("keys", 10)).isEmpty();
    }

    @Test
    @DisplayName("I-14 only folders of control files are listed as such")
    default void otherFoldersAreNotListed() throws Exception {
        ArchiveStore store = created();
        for (String folder : List.of(
                "", ".", "..", "/keys", "keys/", "a/b/c", "a//b", "a/../b", "staging", "versions", "versions/x")) {
            assertThatIllegalArgumentException().as(folder).isThrownBy(() -> store.controls(folder, 10));
        }
    }
}
