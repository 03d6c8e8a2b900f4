package io.datasync.drills.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.drills.mirror.LiveTree;
import io.datasync.drills.mirror.Mirror;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What must be true of an archive at every moment, whatever was killed: each final name holds the whole file, and is never written again. */
final class Archived {
    private final Mirror mirror;
    private final Map<Path, Object> identities = new TreeMap<>();

    Archived(Mirror mirror) {
        this.mirror = mirror;
    }

    /** Asserts that no file is truncated, and that none that was there before was replaced. */
    void check(String when) throws IOException {
        assertThat(mirror.differences())
                .as(when)
                .noneMatch(
                        difference -> difference.startsWith("differs") || difference.startsWith("only in the archive"));
        for (Path file : LiveTree.archivedFiles(mirror.archived())) {
            Object identity = Objects.requireNonNull(
                    Files.readAttributes(file, BasicFileAttributes.class).fileKey());
            Object before = identities.putIfAbsent(file, identity);
            assertThat(before == null ? identity : before)
                    .as(when + ": " + file)
                    .isEqualTo(identity);
        }
    }
}
