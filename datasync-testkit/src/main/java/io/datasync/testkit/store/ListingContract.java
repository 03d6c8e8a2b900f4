package io.datasync.testkit.store;

import static io.datasync.testkit.store.StoredContent.bytes;
import static io.datasync.testkit.store.StoredContent.digest;
import static io.datasync.testkit.store.StoredContent.list;
import static io.datasync.testkit.store.StoredContent.put;
import static io.datasync.testkit.store.StoredContent.stage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.StoredFile;
import io.datasync.core.store.VersionName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Listings of files. */
interface ListingContract extends StoreSteps {
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
    @DisplayName("CORE-7 a listing of one folder has its files and no others")
    default void aListingOfOneFolderHasItsFiles() throws Exception {
        ArchiveStore store = publishing();
        Map<FolderName, Set<RelativePath>> folders = new HashMap<>();
        for (String text : List.of(
                "top",
                "top.txt",
                "day/1",
                "day/2",
                "day/deep/er/3",
                "day-2/1",
                "da/1",
                ".datasync/x",
                ".datasync/y/z",
                "caf\u00E9/1",
                "%E2%90%9B41/1")) {
            RelativePath path = RelativePath.known(text);
            put(store, path, bytes(text), TICKS);
            folders.computeIfAbsent(path.folder(), folder -> new HashSet<>()).add(path);
        }
        store.makeFolder(RelativePath.known("empty"));
        for (Map.Entry<FolderName, Set<RelativePath>> folder : folders.entrySet()) {
            Map<RelativePath, StoredFile> listed = listed(open(), folder.getKey());
            assertThat(listed).as(folder.getKey().text()).containsOnlyKeys(folder.getValue());
            for (StoredFile file : listed.values()) {
                int size = bytes(file.path().text()).length;
                assertThat(file).isEqualTo(new StoredFile(file.path(), size, TICKS, Optional.empty()));
            }
        }
        for (String none : List.of("empty", "missing", "top", "DAY-3")) {
            assertThat(listed(store, FolderName.parse(none))).as(none).isEmpty();
        }
    }

    private static Map<RelativePath, StoredFile> listed(ArchiveStore store, FolderName folder) throws SyncException {
        Map<RelativePath, StoredFile> files = new HashMap<>();
        store.list(folder, file -> {
            if (files.put(file.path(), file) != null) {
                throw new AssertionError("Listed twice: " + file.path());
            }
        });
        return files;
    }

    @Test
    @DisplayName("What the visitor of one folder throws ends the listing and is passed on")
    default void theVisitorMayEndAListingOfOneFolder() throws Exception {
        ArchiveStore store = publishing();
        put(store, PATH, bytes("1"), TICKS);
        SyncException enough = SyncException.permanent(ErrorCode.INTERRUPTED, "enough");
        assertThatThrownBy(() -> store.list(PATH.folder(), file -> {
                    throw enough;
                }))
                .isSameAs(enough);
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
}
