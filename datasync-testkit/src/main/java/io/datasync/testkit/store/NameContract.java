package io.datasync.testkit.store;

import static io.datasync.testkit.store.StoreSteps.assertFails;
import static io.datasync.testkit.store.StoredContent.bytes;
import static io.datasync.testkit.store.StoredContent.digest;
import static io.datasync.testkit.store.StoredContent.facts;
import static io.datasync.testkit.store.StoredContent.list;
import static io.datasync.testkit.store.StoredContent.put;
import static io.datasync.testkit.store.StoredContent.read;
import static io.datasync.testkit.store.StoredContent.readVersion;
import static io.datasync.testkit.store.StoredContent.stage;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.StoredFacts;
import io.datasync.core.store.StoredFile;
import io.datasync.core.store.VersionName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Names, and the versions of what changed. */
interface NameContract extends StoreSteps {
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
        Map<RelativePath, Long> byFolder = new HashMap<>();
        store.list(FolderName.ROOT, file -> byFolder.put(file.path(), file.sizeBytes()));
        for (FolderName folder : store.folders(10_000)) {
            store.list(folder, file -> byFolder.put(file.path(), file.sizeBytes()));
        }
        assertThat(byFolder).isEqualTo(sizes);
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
}
