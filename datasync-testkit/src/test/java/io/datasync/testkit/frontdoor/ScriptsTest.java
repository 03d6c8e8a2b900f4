package io.datasync.testkit.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.datasync.testkit.process.Launch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The shell scripts of the repository")
class ScriptsTest {
    private static final Duration BOUND = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void shellcheckFindsNothingInAnyScript() throws IOException {
        try (var process =
                new Launch("shellcheck", List.of("shellcheck", "--version"), folder.resolve("version.log")).start()) {
            assumeTrue(process.awaitExit(BOUND) == 0, "shellcheck is not installed; ./datasync test installs it");
        }
        var command = new ArrayList<>(List.of("shellcheck"));
        scripts().forEach(script -> command.add(script.toString()));
        assertThat(command).hasSizeGreaterThan(3);
        try (var process = new Launch("shellcheck", command, folder.resolve("shellcheck.log")).start()) {
            assertThat(process.awaitExit(BOUND))
                    .as(String.join("\n", process.lastLines(100)))
                    .isZero();
        }
    }

    private static List<Path> scripts() throws IOException {
        var found = new ArrayList<Path>();
        Files.walkFileTree(PretendedMachine.repository(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path entry, BasicFileAttributes attributes) {
                boolean made = Set.of("target", ".git", "node_modules").contains(String.valueOf(entry.getFileName()));
                return made ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path entry, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && isShell(entry)) {
                    found.add(entry);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    private static boolean isShell(Path file) {
        byte[] start = new byte[32];
        try (var in = Files.newInputStream(file)) {
            int read = in.readNBytes(start, 0, start.length);
            return new String(start, 0, read, StandardCharsets.ISO_8859_1)
                    .matches("(?s)#!(/usr/bin/env )?\\S*?(/|\\b)(sh|bash|dash)\\n.*");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
