package io.datasync.core.store.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.ArchiveMarker;
import io.datasync.core.store.StagingName;
import io.datasync.core.store.StoredFacts;
import io.datasync.core.store.VersionName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An archive on a disk that takes two spellings for one name; such a disk is played, since few machines have one. */
class SpellingTest {
    private static final ArchiveMarker MARKER =
            new ArchiveMarker(1, "runner-1", "job-1", "plain", "Europe/Berlin", List.of("C:\\data"));
    private static final RelativePath PATH = RelativePath.known("day/a.txt");
    private static final StagingName STAGED = new StagingName("pc1-1");
    private static final StoredFacts FACTS = new StoredFacts(10_000_000L, Digest.OF_NOTHING);
    private static final VersionName VERSION = new VersionName(FACTS.ticks(), FACTS.digest());

    @TempDir
    Path place;

    private final RecordingDisk disk = new RecordingDisk();
    private Path root = Path.of("unset");

    @BeforeEach
    void createTheArchive() throws Exception {
        root = place.resolve("archive");
        DirectoryStore store = store();
        store.create(MARKER);
        store.stage(STAGED, 0).finish();
        store.publish(STAGED, PATH, FACTS);
    }

    private DirectoryStore store() {
        return DirectoryStore.at(root, DirectoryOptions.DEFAULTS, disk);
    }

    private void fold() throws Exception {
        Files.createLink(root.resolve(".datasync/JOB.JSON"), root.resolve(".datasync/job.json"));
    }

    private static void assertRefused(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(SyncException.class)
                .extracting(e -> ((SyncException) e).code())
                .isEqualTo(ErrorCode.NAME_EXISTS);
    }

    @Test
    @DisplayName("D-16, I-2 a file that is there in another spelling is refused, never adopted and never retired")
    void anotherSpellingIsRefused() throws Exception {
        fold();
        disk.listsOtherwise(root.resolve("day/a.txt"));
        DirectoryStore store = store();
        assertRefused(() -> store.find(PATH));
        assertRefused(() -> store.open(PATH));
        assertRefused(() -> store.retire(PATH, VERSION));
        store.stage(STAGED, 0).finish();
        assertRefused(() -> store.publish(STAGED, PATH, FACTS));
        assertThat(root.resolve("day/a.txt")).isEmptyFile();
        assertThat(root.resolve(".datasync/versions")).isEmptyDirectory();
    }

    @Test
    @DisplayName("D-16 no file goes into a folder that is there in another spelling")
    void aFolderInAnotherSpellingIsRefused() throws Exception {
        fold();
        disk.listsOtherwise(root.resolve("day"));
        DirectoryStore store = store();
        store.stage(STAGED, 0).finish();
        assertRefused(() -> store.publish(STAGED, RelativePath.known("day/b.txt"), FACTS));
        assertRefused(() -> store.makeFolder(RelativePath.known("day")));
        assertThat(store.find(PATH)).isEmpty();
    }

    @Test
    @DisplayName("D-16 where names fold, a name in its own spelling is used as ever")
    void theSameSpellingIsUsed() throws Exception {
        fold();
        DirectoryStore store = store();
        assertThat(store.find(PATH)).isPresent();
        store.retire(PATH, VERSION);
        assertThat(store.findVersion(PATH, VERSION)).isPresent();
        assertThat(store.find(PATH)).isEmpty();
    }

    @Test
    @DisplayName(
            "CORE-12 a disk that takes two Unicode forms for one name: the form that came first has it, the other is refused")
    void anotherUnicodeFormIsRefused() throws Exception {
        RelativePath composed = RelativePath.known("day/\u00E9.txt");
        RelativePath decomposed = RelativePath.known("day/e\u0301.txt");
        DirectoryStore store = store();
        store.stage(STAGED, 0).finish();
        store.publish(STAGED, composed, FACTS);
        assertThat(store.find(decomposed)).isEmpty();
        Files.createLink(root.resolve("day/e\u0301.txt"), root.resolve("day/\u00E9.txt"));
        disk.listsOtherwise(root.resolve("day/e\u0301.txt"));
        assertRefused(() -> store.find(decomposed));
        assertRefused(() -> store.open(decomposed));
        assertRefused(() -> store.retire(decomposed, VERSION));
        store.stage(STAGED, 0).finish();
        assertRefused(() -> store.publish(STAGED, decomposed, FACTS));
        assertThat(store.find(composed)).isPresent();
    }

    @Test
    @DisplayName("CORE-12 where both Unicode forms are names of their own, both are used")
    void bothFormsMayBeNames() throws Exception {
        DirectoryStore store = store();
        for (String name : List.of("day/\u00E9.txt", "day/e\u0301.txt")) {
            store.stage(STAGED, 0).finish();
            store.publish(STAGED, RelativePath.known(name), FACTS);
        }
        assertThat(store.find(RelativePath.known("day/\u00E9.txt"))).isPresent();
        assertThat(store.find(RelativePath.known("day/e\u0301.txt"))).isPresent();
    }

    @Test
    @DisplayName("D-16 where names do not fold, nobody lists folders to look for a name")
    void elsewhereNobodyLooks() throws Exception {
        disk.listsOtherwise(root.resolve("day"));
        disk.listsOtherwise(root.resolve("day/a.txt"));
        assertThat(store().find(PATH)).isPresent();
    }
}
