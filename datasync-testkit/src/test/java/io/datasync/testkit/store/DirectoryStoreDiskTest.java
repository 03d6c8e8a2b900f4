package io.datasync.testkit.store;

import static io.datasync.testkit.store.StoredContent.bytes;
import static io.datasync.testkit.store.StoredContent.digest;
import static io.datasync.testkit.store.StoredContent.facts;
import static io.datasync.testkit.store.StoredContent.list;
import static io.datasync.testkit.store.StoredContent.put;
import static io.datasync.testkit.store.StoredContent.read;
import static io.datasync.testkit.store.StoredContent.stage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.path.NativeNames;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.ControlName;
import io.datasync.core.store.StagingName;
import io.datasync.core.store.StoredFile;
import io.datasync.core.store.VersionName;
import io.datasync.core.store.directory.DirectoryOptions;
import io.datasync.core.store.directory.DirectoryStep;
import io.datasync.core.store.directory.DirectoryStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a real disk shows: its layout, planted links, cuts inside a call, file systems that are full, read-only, poor or gone. */
class DirectoryStoreDiskTest {
    private static final RelativePath PATH = RelativePath.known("2026-04-23/part-0042.csv");
    private static final StagingName STAGED = new StagingName("pc1-run1-1");
    private static final long TICKS = 17_770_000_000_000_000L;

    @TempDir
    Path place;

    private final Mounts mounts = new Mounts();
    private Path root = Path.of("unset");
    private Path outside = Path.of("unset");

    @BeforeEach
    void makePlaces() throws IOException {
        root = place.resolve("archive");
        outside = Files.createDirectory(place.resolve("outside"));
    }

    @AfterEach
    void unmount() {
        mounts.close();
    }

    private DirectoryStore created() throws SyncException {
        return created(DirectoryOptions.DEFAULTS);
    }

    private DirectoryStore created(DirectoryOptions options) throws SyncException {
        DirectoryStore store = DirectoryStore.at(root, options);
        store.create(ArchiveStoreContract.MARKER);
        return store;
    }

    private static void assertFails(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(SyncException.class)
                .extracting(e -> ((SyncException) e).code())
                .isEqualTo(code);
    }

    private static boolean isRoot() throws IOException {
        return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    }

    // Layout

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

    // Planted links

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

    // Cuts inside a call

    private DirectoryOptions cutAt(DirectoryStep where) {
        return DirectoryOptions.DEFAULTS.withSteps(step -> {
            if (step == where) {
                throw new SimulatedCrash("after " + step);
            }
        });
    }

    private static void cut(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(SimulatedCrash.class);
    }

    @Test
    @DisplayName("D-6 a publish that was cut between its two steps is finished by repeating it")
    void aCutPublishIsFinishedByRepeating() throws Exception {
        DirectoryStore store = created();
        stage(store, STAGED, bytes("content"));
        cut(() -> created(cutAt(DirectoryStep.PUBLISHED)).publish(STAGED, PATH, facts(bytes("content"), TICKS)));
        assertThat(store.staged(10)).containsExactly(STAGED);
        store.publish(STAGED, PATH, facts(bytes("content"), TICKS));
        assertThat(store.staged(10)).isEmpty();
        assertThat(read(store, PATH)).isEqualTo(bytes("content"));
    }

    @Test
    @DisplayName("I-2 staging again under the name of a cut publish does not touch what was published")
    void stagingAgainDoesNotTouchWhatWasPublished() throws Exception {
        DirectoryStore store = created();
        stage(store, STAGED, bytes("content"));
        cut(() -> created(cutAt(DirectoryStep.PUBLISHED)).publish(STAGED, PATH, facts(bytes("content"), TICKS)));
        stage(store, STAGED, bytes("something else"));
        assertThat(read(store, PATH)).isEqualTo(bytes("content"));
        store.discard(STAGED);
        assertThat(read(store, PATH)).isEqualTo(bytes("content"));
        assertThat(store.find(PATH).orElseThrow().ticks()).isEqualTo(TICKS);
    }

    @Test
    @DisplayName("D-6 a retire that was cut between its two steps is finished by repeating it")
    void aCutRetireIsFinishedByRepeating() throws Exception {
        DirectoryStore store = created();
        put(store, PATH, bytes("content"), TICKS);
        VersionName version = new VersionName(TICKS, digest(bytes("content")));
        cut(() -> created(cutAt(DirectoryStep.RETIRED)).retire(PATH, version));
        assertThat(store.find(PATH)).isPresent();
        store.retire(PATH, version);
        assertThat(store.find(PATH)).isEmpty();
        assertThat(store.findVersion(PATH, version)).isPresent();
    }

    @Test
    @DisplayName("A control file that was cut while written has its old content, and what is left of it is discarded")
    void aCutControlFileKeepsItsOldContent() throws Exception {
        DirectoryStore store = created();
        ControlName intent = ControlName.intentOf(STAGED);
        store.writeControl(ControlName.EPOCH, bytes("1"));
        cut(() -> created(cutAt(DirectoryStep.CONTROL_WRITTEN)).writeControl(ControlName.EPOCH, bytes("2")));
        cut(() -> created(cutAt(DirectoryStep.CONTROL_WRITTEN)).writeControl(intent, bytes("{}")));
        assertThat(store.control(ControlName.EPOCH)).contains(bytes("1"));
        assertThat(store.intents(10)).isEmpty();
        assertThat(store.staged(10)).containsExactly(STAGED);
        store.discard(STAGED);
        assertThat(root.resolve(".datasync/staging")).isEmptyDirectory();
        cut(() -> created(cutAt(DirectoryStep.CONTROL_WRITTEN)).writeControl(intent, bytes("{}")));
        store.writeControl(intent, bytes("{2}"));
        assertThat(store.control(intent)).contains(bytes("{2}"));
    }

    @Test
    @DisplayName("D-6 an archive whose making was cut is none, and is made by repeating it")
    void aCutCreateIsRepeated() throws Exception {
        for (DirectoryStep step : List.of(DirectoryStep.FOLDERS_MADE, DirectoryStep.CONTROL_WRITTEN)) {
            root = place.resolve("archive-" + step);
            cut(() -> created(cutAt(step)));
            DirectoryStore store = DirectoryStore.at(root, DirectoryOptions.DEFAULTS);
            assertFails(ErrorCode.SHARE_MISSING, store::marker);
            store.create(ArchiveStoreContract.MARKER);
            put(store, PATH, bytes("content"), TICKS);
        }
    }

    // File systems

    @Test
    @DisplayName("A full disk says so, keeps nothing of the file, and works again when there is room")
    void aFullDiskSaysSo() throws Exception {
        Files.createDirectory(root);
        mounts.memory(root, "tmpfs", "size=2m");
        DirectoryStore store = created();
        put(store, PATH, bytes("before"), TICKS);
        byte[] large = new byte[4 << 20];
        assertFails(ErrorCode.SHARE_FULL, () -> stage(store, STAGED, large));
        store.discard(STAGED);
        assertThat(store.staged(10)).isEmpty();
        assertThat(list(store)).containsOnlyKeys(PATH);
        put(store, RelativePath.known("after"), bytes("after"), TICKS);
        store.barrier();
        assertThat(read(store, PATH)).isEqualTo(bytes("before"));
    }

    @Test
    @DisplayName("A file system without room for another name says that it is full")
    void aDiskWithoutInodesSaysSo() throws Exception {
        Files.createDirectory(root);
        mounts.memory(root, "tmpfs", "size=2m,nr_inodes=20");
        DirectoryStore store = created();
        assertFails(ErrorCode.SHARE_FULL, () -> {
            for (int i = 0; i < 20; i++) {
                put(store, RelativePath.known("file-" + i), bytes("x"), TICKS);
            }
        });
        assertThat(list(store)).isNotEmpty();
    }

    @Test
    @DisplayName("A file system that became read-only refuses, and is used again when it is writable")
    void aReadOnlyFileSystemRefuses() throws Exception {
        Files.createDirectory(root);
        mounts.memory(root, "tmpfs", "size=2m");
        DirectoryStore store = created();
        put(store, PATH, bytes("content"), TICKS);
        mounts.remount(root, "ro");
        for (ArchiveStore handle : List.of(store, DirectoryStore.at(root, DirectoryOptions.DEFAULTS))) {
            assertFails(ErrorCode.SHARE_AUTH, () -> handle.stage(STAGED, 1));
            assertFails(ErrorCode.SHARE_AUTH, () -> handle.makeFolder(RelativePath.known("new")));
            assertFails(ErrorCode.SHARE_AUTH, () -> handle.writeControl(ControlName.EPOCH, bytes("1")));
            assertThat(read(handle, PATH)).isEqualTo(bytes("content"));
        }
        mounts.remount(root, "rw");
        put(store, RelativePath.known("after"), bytes("after"), TICKS);
    }

    @Test
    @DisplayName("A folder that may not be written refuses")
    void aFolderWithoutPermissionRefuses() throws Exception {
        assumeTrue(!isRoot(), "root may write everywhere");
        DirectoryStore store = created();
        Path staging = root.resolve(".datasync/staging");
        Files.setPosixFilePermissions(staging, PosixFilePermissions.fromString("r-xr-xr-x"));
        assertFails(ErrorCode.SHARE_AUTH, () -> store.stage(STAGED, 1));
        Files.setPosixFilePermissions(staging, PosixFilePermissions.fromString("rwxr-xr-x"));
        store.stage(STAGED, 1).close();
    }

    @Test
    @DisplayName("D-6 an unmounted archive is missing, and nothing is written into the empty folder under it")
    void anUnmountedArchiveIsMissing() throws Exception {
        Files.createDirectory(root);
        mounts.memory(root, "tmpfs", "size=2m");
        DirectoryStore store = created();
        put(store, PATH, bytes("content"), TICKS);
        stage(store, STAGED, bytes("more"));
        mounts.unmount(root);
        assertFails(ErrorCode.SHARE_MISSING, () -> store.publish(STAGED, PATH, facts(bytes("more"), TICKS)));
        assertFails(ErrorCode.SHARE_MISSING, () -> store.stage(STAGED, 1));
        assertFails(ErrorCode.SHARE_MISSING, () -> store.makeFolder(RelativePath.known("new")));
        assertFails(ErrorCode.SHARE_MISSING, () -> store.find(PATH));
        assertFails(ErrorCode.SHARE_MISSING, store::barrier);
        assertThat(root).isEmptyDirectory();
    }

    @Test
    @DisplayName(
            "D-6 another archive mounted in the same place is refused, though device and inode numbers are the same")
    void anotherMountedArchiveIsRefused() throws Exception {
        Files.createDirectory(root);
        mounts.memory(root, "tmpfs", "size=2m");
        DirectoryStore store = created();
        Object key = Files.getAttribute(root.resolve(".datasync/job.json"), "fileKey");
        mounts.unmount(root);
        mounts.memory(root, "tmpfs", "size=2m");
        DirectoryStore.at(root, DirectoryOptions.DEFAULTS).create(ArchiveStoreContract.OTHER);
        assumeTrue(
                key.equals(Files.getAttribute(root.resolve(".datasync/job.json"), "fileKey")),
                "this kernel numbers files differently, so the test shows less");
        assertFails(ErrorCode.SHARE_FOREIGN, () -> store.stage(STAGED, 1));
        assertFails(ErrorCode.SHARE_FOREIGN, () -> store.makeFolder(RelativePath.known("new")));
        assertThat(root.resolve(".datasync/staging")).isEmptyDirectory();
    }

    @Test
    @DisplayName("D-6 where attributes are missing a capability says so, and everything else works")
    void aFileSystemWithoutAttributesSaysSo() throws Exception {
        Files.createDirectory(root);
        mounts.memory(root, "ramfs", "mode=0755");
        DirectoryStore store = created();
        assumeTrue(!store.capabilities().keepsDigest(), "this kernel's ramfs keeps attributes");
        put(store, PATH, bytes("content"), TICKS);
        store.barrier();
        assertThat(store.find(PATH).orElseThrow().digest()).isEmpty();
        assertThat(read(store, PATH)).isEqualTo(bytes("content"));
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
