package io.datasync.testkit.store;

import static io.datasync.testkit.store.StoredContent.bytes;
import static io.datasync.testkit.store.StoredContent.facts;
import static io.datasync.testkit.store.StoredContent.list;
import static io.datasync.testkit.store.StoredContent.put;
import static io.datasync.testkit.store.StoredContent.read;
import static io.datasync.testkit.store.StoredContent.stage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.ControlName;
import io.datasync.core.store.directory.DirectoryOptions;
import io.datasync.core.store.directory.DirectoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A directory store on a disk that is full, read-only, gone or poor")
class DiskTroubleTest extends OneArchive {
    /** A store on a file system of its own, in memory. */
    private DirectoryStore createdIn(String fileSystem, String options) throws IOException, SyncException {
        Files.createDirectory(root);
        mounts.memory(root, fileSystem, options);
        return created();
    }

    @Test
    @DisplayName("A full disk says so, keeps nothing of the file, and works again when there is room")
    void aFullDiskSaysSo() throws Exception {
        DirectoryStore store = createdIn("tmpfs", "size=2m");
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
        DirectoryStore store = createdIn("tmpfs", "size=2m,nr_inodes=20");
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
        DirectoryStore store = createdIn("tmpfs", "size=2m");
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
        DirectoryStore store = createdIn("tmpfs", "size=2m");
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
        DirectoryStore store = createdIn("tmpfs", "size=2m");
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
        DirectoryStore store = createdIn("ramfs", "mode=0755");
        assumeTrue(!store.capabilities().keepsDigest(), "this kernel's ramfs keeps attributes");
        put(store, PATH, bytes("content"), TICKS);
        store.barrier();
        assertThat(store.find(PATH).orElseThrow().digest()).isEmpty();
        assertThat(read(store, PATH)).isEqualTo(bytes("content"));
    }

    private static boolean isRoot() throws IOException {
        return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    }
}
