package io.datasync.core.scan;

import static io.datasync.core.scan.ScanOfMovingTreeTest.assertUnreachable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SourceRootTest {
    @TempDir
    Path directory;

    @Test
    @DisplayName("D-2 a root that is missing, a file, or a link to a folder is unreachable")
    void notARoot() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        Path link =
                Files.createSymbolicLink(directory.resolve("link"), Files.createDirectory(directory.resolve("folder")));

        assertUnreachable(() -> SourceRoot.open(directory.resolve("missing")));
        assertUnreachable(() -> SourceRoot.open(file));
        assertUnreachable(() -> SourceRoot.open(link));
        assertThatThrownBy(() -> SourceRoot.open(link)).hasMessageContaining("is a link");
        assertUnreachable(() -> SourceRoot.open(file.resolve("below")));
    }

    @Test
    @DisplayName("D-2 a root is known again by its identity, and another folder in its place is not it")
    void identity() throws Exception {
        Path root = Files.createDirectory(directory.resolve("root"));
        SourceRoot first = SourceRoot.open(root);
        Files.writeString(root.resolve("a"), "x");
        SourceRoot again = SourceRoot.open(root);

        assertThat(first.isEmpty()).isTrue();
        assertThat(again.isEmpty()).isFalse();
        assertThat(again.identity()).isEqualTo(first.identity());
        assertThat(SourceIdentity.parse(first.identity().text())).isEqualTo(first.identity());

        Files.move(root, directory.resolve("moved"));
        assertThat(SourceRoot.open(Files.createDirectory(root)).identity().isSameAs(first.identity()))
                .isFalse();
        assertThat(SourceRoot.open(directory.resolve("moved")).identity().isSameAs(first.identity()))
                .isTrue();
        assertUnreachable(first::requireThere);
    }

    @Test
    @DisplayName("D-2 a disk is known by its own id, whatever name the system gives it today")
    void volumeByUuid() throws Exception {
        Path device = Files.createFile(directory.resolve("sdb1"));
        Path table = Files.createDirectory(directory.resolve("by-uuid"));
        Files.createSymbolicLink(table.resolve("other"), Files.createFile(directory.resolve("sda1")));
        Files.createSymbolicLink(table.resolve("broken"), directory.resolve("sdz"));
        assertThat(SourceIdentity.volumeOf("ext4", device.toString(), table)).isEqualTo("mount:ext4:" + device);

        Files.delete(table.resolve("broken"));
        Files.createSymbolicLink(table.resolve("1b2c-3d"), device);

        assertThat(SourceIdentity.volumeOf("ext4", device.toString(), table)).isEqualTo("uuid:1b2c-3d");
        assertThat(SourceIdentity.volumeOf("nfs4", "server:/export", table)).isEqualTo("mount:nfs4:server:/export");
        assertThat(SourceIdentity.volumeOf("ext4", device.toString(), directory.resolve("none")))
                .isEqualTo("mount:ext4:" + device);
    }

    @Test
    @DisplayName("D-2 volumes described in different ways are not held against each other; keys always are")
    void comparison() {
        SourceIdentity byUuid = new SourceIdentity("uuid:1b2c-3d", "inode:2");

        assertThat(byUuid.isSameAs(new SourceIdentity("uuid:1b2c-3d", "inode:2")))
                .isTrue();
        assertThat(byUuid.isSameAs(new SourceIdentity("mount:ext4:/dev/sda1", "inode:2")))
                .isTrue();
        assertThat(byUuid.isSameAs(new SourceIdentity("uuid:other", "inode:2"))).isFalse();
        assertThat(byUuid.isSameAs(new SourceIdentity("uuid:1b2c-3d", "inode:3")))
                .isFalse();
        assertThat(byUuid.isSameAs(new SourceIdentity("mount:ext4:/dev/sda1", "inode:3")))
                .isFalse();
        assertThat(new SourceIdentity("mount:ext4:/dev/sda1", "inode:2")
                        .isSameAs(new SourceIdentity("mount:ext4:/dev/sdb1", "inode:2")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "inode:2", "nonsense"})
    @DisplayName("AGT-5 an identity that cannot be read is corrupt state")
    void corruptIdentity(String text) {
        assertThatThrownBy(() -> SourceIdentity.parse(text))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_CORRUPT));
    }
}
