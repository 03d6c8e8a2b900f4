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
import io.datasync.core.path.NativeNames;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.StoredFile;
import io.datasync.core.store.VersionName;
import io.datasync.core.store.directory.DirectoryOptions;
import io.datasync.core.store.directory.DirectoryStore;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What only a real disk shows of the layout; {@link PlantedLinksTest}, {@link CutStepsTest} and {@link DiskTroubleTest} have the rest. */
class DirectoryStoreDiskTest extends OneArchive {
    @Test
    @DisplayName("I-7 the archive is read without DataSync: plain names, plain bytes, the digest as an attribute")
    void theArchiveIsReadWithoutUs() throws Exception {
        ArchiveStore store = created();
        put(store, PATH, bytes("content"), TICKS);
        store.retire(PATH, new VersionName(TICKS, digest(bytes("content"))));
        put(store, PATH, bytes("newer"), TICKS + 1);

        Path file = root.resolve("2026-04-23/part-0042.csv");
        assertThat(file).hasContent("newer");
        if (store.capabilities().keepsDigest()) {
            ByteBuffer attribute = ByteBuffer.allocate(100);
            Files.getFileAttributeView(file, UserDefinedFileAttributeView.class).read("datasync.sha256", attribute);
            assertThat(Arrays.copyOf(attribute.array(), attribute.position()))
                    .isEqualTo(digest(bytes("newer")).bytes());
        }
        String version = TICKS + "-" + digest(bytes("content")).hex().substring(0, 16);
        assertThat(root.resolve(".datasync/versions/2026-04-23/part-0042.csv/" + version))
                .hasContent("content");
        assertThat(root.resolve(".datasync/job.json")).content().contains("\"lab-7-geometry\"");
        assertThat(root.resolve(".datasync/staging")).isEmptyDirectory();
    }

    @Test
    @DisplayName("D-16 the root itself may have a name that is no text")
    void theRootMayHaveAnOddName() throws Exception {
        root = NativeNames.resolve(place, new byte[] {'r', (byte) 0xFF, ' ', '%'});
        ArchiveStore store = created();
        put(store, PATH, bytes("content"), TICKS);
        RelativePath odd = RelativePath.of(new byte[] {'d', '/', (byte) 0xFE});
        put(store, odd, bytes("odd"), TICKS);
        store.barrier();
        assertThat(list(DirectoryStore.at(root, DirectoryOptions.DEFAULTS))).containsOnlyKeys(PATH, odd);
        assertThat(read(store, odd)).isEqualTo(bytes("odd"));
    }

    @Test
    @DisplayName("A path that the file system cannot hold is refused")
    void aPathThatIsTooLongIsRefused() throws Exception {
        ArchiveStore store = created();
        stage(store, STAGED, bytes("content"));
        RelativePath deep = RelativePath.known(("x".repeat(200) + "/").repeat(25) + "file");
        assertFails(ErrorCode.PATH_TOO_LONG, () -> store.publish(STAGED, deep, facts(bytes("content"), TICKS)));
        assertThat(store.staged(10)).containsExactly(STAGED);
    }

    @Test
    @DisplayName("USE-1 an archive is made in a folder that holds files already, and lists them")
    void anArchiveIsMadeAroundFiles() throws Exception {
        Files.createDirectories(root.resolve("2026-04-23"));
        Files.writeString(root.resolve("2026-04-23/part-0042.csv"), "there before");
        ArchiveStore store = created();
        StoredFile file = store.find(PATH).orElseThrow();
        assertThat(file.digest()).isEmpty();
        assertThat(list(store)).containsOnlyKeys(PATH);
    }

    @Test
    @DisplayName("Links, pipes and names that no path is written as are no files of the archive")
    void strangersAreNotListed() throws Exception {
        ArchiveStore store = created();
        put(store, PATH, bytes("content"), TICKS);
        Files.createSymbolicLink(root.resolve("link"), outside);
        Files.createSymbolicLink(root.resolve("2026-04-23/link.csv"), root.resolve("2026-04-23/part-0042.csv"));
        Files.writeString(root.resolve("\u241Bbroken"), "stranger");
        assertThat(list(store)).containsOnlyKeys(PATH);
        assertThat(store.find(RelativePath.known("2026-04-23/link.csv"))).isEmpty();
        assertFails(ErrorCode.NAME_MISSING, () -> store.open(RelativePath.known("2026-04-23/link.csv")));
    }

    @Test
    @DisplayName("I-1 a file of every length is read back whole, whatever the size of the disk's blocks")
    void everyLengthIsReadBack() throws Exception {
        DirectoryStore store = created();
        for (int length : List.of(0, 1, 4_095, 4_096, 4_097, 262_143, 262_144, 262_145, 600_000)) {
            byte[] content = new byte[length];
            Arrays.fill(content, (byte) (length % 251 + 1));
            RelativePath path = RelativePath.known("file-" + length);
            put(store, path, content, TICKS);
            assertThat(read(store, path)).as("%d bytes", length).isEqualTo(content);
        }
    }

    @Test
    @DisplayName("Capabilities are the least until the archive was looked at, and leave no trace")
    void capabilitiesAreFoundOut() throws Exception {
        DirectoryStore store = DirectoryStore.at(root, DirectoryOptions.DEFAULTS);
        assertThat(store.capabilities().publishesWithoutReplacing()).isFalse();
        store.create(ArchiveStoreContract.MARKER);
        assertThat(store.capabilities().publishesWithoutReplacing()).isTrue();
        assertThat(root.resolve(".datasync/staging")).isEmptyDirectory();
        Set<String> views = Files.getFileStore(root).supportsFileAttributeView("user") ? Set.of("user") : Set.of();
        assertThat(store.capabilities().keepsDigest()).isEqualTo(views.contains("user"));
        assertThat(Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)).isTrue();
        assertThat(Arrays.asList(root.toFile().list())).containsExactly(".datasync");
    }
}
