package io.datasync.testkit.archiver;

import static io.datasync.testkit.archiver.Trees.contents;
import static io.datasync.testkit.archiver.Trees.copy;
import static io.datasync.testkit.archiver.Trees.versions;
import static io.datasync.testkit.archiver.Trees.write;
import static io.datasync.testkit.corpus.FileTree.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.archiver.ArchiveResult;
import io.datasync.core.archiver.ArchiverBuilder;
import io.datasync.core.balance.Balance;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** USE-1: an archive in a folder that somebody filled before, with robocopy or rsync: bytes and times, no digests. */
final class AdoptionTest extends OneArchiver {
    @BeforeEach
    void aSource() throws Exception {
        write(source, "2026-04-22/a.csv", "one");
        write(source, "2026-04-23/b.csv", "two!");
        write(source, "notes.txt", "three");
    }

    private ArchiveResult adopt() throws SyncException {
        return archive(ArchiverBuilder::adoptFolder);
    }

    private static SortedMap<String, String> withoutOwn(SortedMap<String, String> snapshot) {
        SortedMap<String, String> files = new TreeMap<>(snapshot);
        files.keySet().removeIf(name -> name.isEmpty() || name.startsWith(".datasync"));
        return files;
    }

    @Test
    @DisplayName("USE-1 a folder that holds files is made an archive only when told to adopt it, and stays as it is")
    void anOccupiedFolderIsRefused() throws Exception {
        copy(source, archive);
        var before = snapshot(archive);
        assertFails(ErrorCode.SHARE_OCCUPIED, this::archive);
        assertFails(ErrorCode.SHARE_MISSING, () -> archive(builder -> builder));
        assertThat(snapshot(archive)).isEqualTo(before);
    }

    @Test
    @DisplayName("USE-1 equal files are read back and taken over: nothing is sent, moved or touched")
    void equalFilesAreTakenOver() throws Exception {
        copy(source, archive);
        var before = snapshot(archive);
        ArchiveResult result = adopt();
        assertThat(result.balance()).isEqualTo(new Balance(3, 3, 0, 0, 0, 0));
        assertThat(result.adoptedFiles()).isEqualTo(3);
        assertThat(result.sentFiles() + result.sentBytes() + result.newVersions())
                .isZero();
        assertThat(withoutOwn(snapshot(archive))).isEqualTo(withoutOwn(before));
        assertThat(versions(archive)).isEmpty();
        assertThat(archive().adoptedFiles()).as("adopted once").isZero();
    }

    @Test
    @DisplayName("USE-1 of a partial copy the rest is sent, and what the source does not have stays")
    void partialOverlap() throws Exception {
        copy(source.resolve("2026-04-22"), archive.resolve("2026-04-22"));
        write(archive, "2026-04-20/purged.csv", "older than the source remembers");
        ArchiveResult result = adopt();
        assertThat(result.adoptedFiles()).isEqualTo(1);
        assertThat(result.sentFiles()).isEqualTo(2);
        assertThat(result.newVersions()).isZero();
        Map<String, String> all = new TreeMap<>(contents(source));
        all.put("2026-04-20/purged.csv", "older than the source remembers");
        assertThat(contents(archive)).isEqualTo(all);
    }

    @Test
    @DisplayName(
            "USE-1 D-6 other content under a name becomes a version, of another size or of the very same size and time")
    void differingContentBecomesAVersion() throws Exception {
        copy(source, archive);
        write(archive, "notes.txt", "an older text");
        write(archive, "2026-04-23/b.csv", "two?");
        ArchiveResult result = adopt();
        assertThat(result.adoptedFiles()).isEqualTo(1);
        assertThat(result.sentFiles()).isEqualTo(2);
        assertThat(result.newVersions()).isEqualTo(2);
        assertThat(contents(archive)).isEqualTo(contents(source));
        assertThat(versions(archive)).containsExactly("an older text", "two?");
    }

    @Test
    @DisplayName(
            "USE-1 an equal file of another time, as from a share with coarse times, is taken over by its bytes, and keeps its time")
    void anotherTimeIsNoOtherFile() throws Exception {
        copy(source, archive);
        FileTime coarse = FileTime.fromMillis(Trees.NOON.getEpochSecond() / 2 * 2_000);
        Files.setLastModifiedTime(archive.resolve("notes.txt"), coarse);
        ArchiveResult result = adopt();
        assertThat(result.adoptedFiles()).isEqualTo(3);
        assertThat(Files.getLastModifiedTime(archive.resolve("notes.txt"))).isEqualTo(coarse);
    }

    @Test
    @DisplayName(
            "USE-1 D-16 names that the archive writes otherwise are taken over where they lie so, and sent where they lie as they are")
    void escapedNames() throws Exception {
        write(source, ".datasync/settings", "the source's own");
        write(source, "odd \u241B name", "escaped");
        write(archive, ".datasync/settings", "the source's own");
        write(archive, "odd \u241BE2\u241B90\u241B9B name", "escaped");
        ArchiveResult result = adopt();
        assertThat(result.balance().verified()).isEqualTo(5);
        assertThat(result.adoptedFiles()).as("the one that lies escaped").isEqualTo(1);
        assertThat(contents(archive))
                .containsEntry("\u241B2Edatasync/settings", "the source's own")
                .containsEntry("odd \u241BE2\u241B90\u241B9B name", "escaped");
        assertThat(archive.resolve(".datasync/settings")).hasContent("the source's own");
    }

    @Test
    @DisplayName("USE-1 what a cut left in the middle of an adoption is taken up by the next call")
    void anAdoptionThatWasCut() throws Exception {
        copy(source, archive);
        Files.createDirectories(archive.resolve(".datasync/staging"));
        assertFails(ErrorCode.SHARE_OCCUPIED, this::archive);
        assertThat(adopt().adoptedFiles()).isEqualTo(3);
    }
}
