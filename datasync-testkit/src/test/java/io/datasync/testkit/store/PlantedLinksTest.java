package io.datasync.testkit.store;

import static io.datasync.testkit.store.StoredContent.bytes;
import static io.datasync.testkit.store.StoredContent.digest;
import static io.datasync.testkit.store.StoredContent.facts;
import static io.datasync.testkit.store.StoredContent.list;
import static io.datasync.testkit.store.StoredContent.put;
import static io.datasync.testkit.store.StoredContent.read;
import static io.datasync.testkit.store.StoredContent.stage;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.ControlName;
import io.datasync.core.store.VersionName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Links in an archive")
class PlantedLinksTest extends OneArchive {
    @Test
    @DisplayName("SEC-6 a folder exchanged for a link leads nothing out of the archive")
    void aPlantedLinkLeadsNowhere() throws Exception {
        ArchiveStore store = created();
        Files.writeString(outside.resolve("part-0042.csv"), "not ours");
        Files.createSymbolicLink(root.resolve("2026-04-23"), outside);
        stage(store, STAGED, bytes("content"));

        assertFails(
                ErrorCode.NAME_EXISTS,
                () -> store.publish(STAGED, RelativePath.known("2026-04-23/new.csv"), facts(bytes("content"), TICKS)));
        assertFails(
                ErrorCode.NAME_EXISTS,
                () -> store.publish(
                        STAGED, RelativePath.known("2026-04-23/a/new.csv"), facts(bytes("content"), TICKS)));
        assertFails(ErrorCode.NAME_EXISTS, () -> store.makeFolder(RelativePath.known("2026-04-23/made")));
        assertFails(
                ErrorCode.NAME_MISSING, () -> store.retire(PATH, new VersionName(TICKS, digest(bytes("not ours")))));
        assertThat(store.find(PATH)).isEmpty();
        assertFails(ErrorCode.NAME_MISSING, () -> store.open(PATH));
        assertThat(list(store)).isEmpty();
        store.list(PATH.folder(), file -> {
            throw new AssertionError(file);
        });
        assertThat(store.folders(10)).isEmpty();
        assertThat(outside).isDirectoryContaining("glob:**part-0042.csv");
        assertThat(outside.resolve("part-0042.csv")).hasContent("not ours");
        try (Stream<Path> files = Files.list(outside)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    @DisplayName("SEC-6 a folder that becomes a link while in use is found out at the next barrier")
    void aFolderThatBecomesALinkIsFoundOut() throws Exception {
        ArchiveStore store = created();
        put(store, PATH, bytes("content"), TICKS);
        Files.move(root.resolve("2026-04-23"), place.resolve("moved"));
        Files.createSymbolicLink(root.resolve("2026-04-23"), outside);
        Files.writeString(outside.resolve("planted"), "not ours");
        store.list(PATH.folder(), file -> {
            throw new AssertionError(file);
        });
        Files.delete(outside.resolve("planted"));
        store.barrier();
        stage(store, STAGED, bytes("content"));
        assertFails(ErrorCode.NAME_EXISTS, () -> store.publish(STAGED, PATH, facts(bytes("content"), TICKS)));
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    @DisplayName("SEC-6 a link in the place of a folder of .datasync is refused")
    void aLinkInsteadOfAnOwnFolderIsRefused() throws Exception {
        for (String own : List.of("staging", "versions", "losses")) {
            root = place.resolve("archive-" + own);
            ArchiveStore store = created();
            put(store, PATH, bytes("content"), TICKS);
            Path folder = root.resolve(".datasync").resolve(own);
            Files.deleteIfExists(folder);
            Files.createSymbolicLink(folder, outside);
            store.barrier();
            switch (own) {
                case "staging" -> assertFails(ErrorCode.NAME_EXISTS, () -> store.stage(STAGED, 1));
                case "versions" ->
                    assertFails(
                            ErrorCode.NAME_EXISTS,
                            () -> store.retire(PATH, new VersionName(TICKS, digest(bytes("content")))));
                default ->
                    assertFails(
                            ErrorCode.NAME_EXISTS, () -> store.writeControl(ControlName.lossesOf("run-1"), bytes("x")));
            }
            assertFails(ErrorCode.NAME_EXISTS, () -> store.createControl(new ControlName(own + "/x"), bytes("x")));
            assertThat(outside).isEmptyDirectory();
            assertThat(read(store, PATH)).isEqualTo(bytes("content"));
        }
    }

    @Test
    @DisplayName("D-6 a link that has the final name is not replaced, and nothing is written through it")
    void aLinkOfTheFinalNameIsNotReplaced() throws Exception {
        ArchiveStore store = created();
        Files.createSymbolicLink(root.resolve("file"), outside.resolve("target"));
        stage(store, STAGED, bytes("content"));
        RelativePath path = RelativePath.known("file");
        assertFails(ErrorCode.NAME_EXISTS, () -> store.publish(STAGED, path, facts(bytes("content"), TICKS)));
        assertThat(outside.resolve("target")).doesNotExist();
        assertThat(store.find(path)).isEmpty();
    }
}
