package io.datasync.agent.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllowedRootsTest {
    @TempDir
    Path disk;

    private Path data = Path.of("");
    private AllowedRoots roots = new AllowedRoots(List.of());

    @BeforeEach
    void aPc() throws Exception {
        data = Files.createDirectories(disk.resolve("data"));
        Files.createDirectories(disk.resolve("secret"));
        Files.createDirectories(disk.resolve("data-of-others"));
        roots = new AllowedRoots(List.of(data));
    }

    private void refuses(String source) {
        assertThatThrownBy(() -> roots.check(source))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ROOT_FORBIDDEN));
    }

    @Test
    @DisplayName("AGT-8 a folder of the list, and one below it, may be read")
    void allowedFoldersMayBeRead() throws Exception {
        Path below = Files.createDirectories(data.resolve("2026-04-23"));

        assertThat(roots.check(data.toString())).isEqualTo(data.toRealPath());
        assertThat(roots.check(below.toString())).isEqualTo(below.toRealPath());
    }

    @Test
    @DisplayName("I-14 whatever a server names, nothing outside the list is read")
    void nothingElseIsRead() {
        refuses("/");
        refuses("/etc");
        refuses(disk.toString());
        refuses(disk.resolve("secret").toString());
        refuses(disk.resolve("data-of-others").toString());
        refuses(data + "/../secret");
        refuses("data");
        refuses("");
        refuses("/data\0/x");
    }

    @Test
    @DisplayName("I-14 a link inside an allowed folder leads nowhere else")
    void aLinkLeadsNowhereElse() throws Exception {
        Path link = Files.createSymbolicLink(data.resolve("link"), disk.resolve("secret"));

        refuses(link.toString());
        refuses(link + "/sub");
    }

    @Test
    @DisplayName("D-2 an allowed folder that is not there is for its execution to find out")
    void anAbsentFolderIsNotForbidden() throws Exception {
        assertThat(roots.check(data.resolve("gone").toString())).isEqualTo(data.resolve("gone"));
    }

    @Test
    @DisplayName("AGT-8 without a list nothing is read")
    void withoutAListNothingIsRead() {
        roots = new AllowedRoots(List.of());
        refuses(data.toString());
    }
}
