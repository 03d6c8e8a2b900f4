package io.datasync.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.path.RelativePath;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.NameRules;
import io.datasync.core.store.StoredFile;
import io.datasync.core.store.directory.DirectoryOptions;
import io.datasync.core.store.directory.DirectoryStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder that somebody else filled, before it is an archive (USE-1). */
class OccupiedFolderTest {
    @TempDir
    Path place;

    @Test
    @DisplayName("USE-1 a file of any kind occupies a folder; what a cut making of the archive left does not")
    void anyFileOccupies() throws Exception {
        ArchiveStore store = DirectoryStore.at(place, DirectoryOptions.DEFAULTS);
        Files.createDirectories(place.resolve(".datasync/staging"));
        Files.createDirectories(place.resolve(".datasync/versions"));
        assertThat(store.isVacant()).isTrue();
        Files.createSymbolicLink(place.resolve("link"), place.resolve("nowhere"));
        assertThat(store.isVacant()).isFalse();
    }

    @Test
    @DisplayName("USE-1 files are found without a marker, under the names that the store would give them")
    void filesAreFoundUnderTheStoresNames() throws Exception {
        ArchiveStore store = DirectoryStore.at(place, DirectoryOptions.DEFAULTS.withNames(NameRules.PORTABLE));
        Files.createDirectories(place.resolve("2026-04-23"));
        Files.writeString(place.resolve("2026-04-23/a.csv"), "abc");
        Files.writeString(place.resolve("\u241B43ON"), "1");
        assertThat(store.peek(RelativePath.known("2026-04-23/a.csv")).map(StoredFile::sizeBytes))
                .contains(3L);
        assertThat(store.peek(RelativePath.known("CON")).map(StoredFile::sizeBytes))
                .contains(1L);
        assertThat(store.peek(RelativePath.known("2026-04-23"))).isEmpty();
        assertThat(store.peek(RelativePath.known("2026-04-23/a.csv")).flatMap(StoredFile::digest))
                .isEmpty();
        assertThat(place.resolve(".datasync")).doesNotExist();
    }
}
