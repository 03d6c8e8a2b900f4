package io.datasync.agent.config;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** Writes what {@code enroll} is told into {@code agent.properties}, leaving everything else in it as it is. */
public final class SettingsWriter {
    private SettingsWriter() {}

    /**
     * Sets a key, in the line where it stands or in a new one at the end.
     *
     * @throws SyncException {@code CONFIGURATION_INVALID} when the file cannot be read or written; it is as before
     */
    public static void set(Path home, SettingKey key, String value) throws SyncException {
        Path file = home.resolve(SettingsReader.FILE);
        try {
            List<String> lines = Files.exists(file)
                    ? new ArrayList<>(Files.readAllLines(file, StandardCharsets.UTF_8))
                    : new ArrayList<>(
                            List.of("# Settings of the DataSync agent; see docs/reference/agent-settings.md"));
            lines.removeIf(line -> keyOf(line).equals(key.text()));
            lines.add(key.text() + " = " + escaped(value));
            Path written = Files.write(file.resolveSibling(SettingsReader.FILE + ".new"), lines);
            Files.move(written, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new SyncException(
                    ErrorCode.CONFIGURATION_INVALID, false, "Cannot write the settings in " + file + ": " + e, e);
        }
    }

    /** Adds folders to the roots that may be read. */
    public static void addRoots(Path home, List<Path> known, List<Path> added) throws SyncException {
        List<String> roots = new ArrayList<>();
        known.forEach(root -> roots.add(root.toString()));
        added.stream().map(Path::toString).filter(root -> !roots.contains(root)).forEach(roots::add);
        set(home, SettingKey.ROOTS, RootList.join(roots));
    }

    private static String keyOf(String line) {
        return line.strip().split("[ \t=:]", 2)[0];
    }

    /** A backslash is doubled in a properties file. */
    private static String escaped(String value) {
        return value.replace("\\", "\\\\");
    }
}
