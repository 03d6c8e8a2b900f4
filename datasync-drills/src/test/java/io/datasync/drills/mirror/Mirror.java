package io.datasync.drills.mirror;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A source and the folder of the archive that should mirror it.
 *
 * @param source what was archived
 * @param archived the job's folder in the archive
 */
public record Mirror(Path source, Path archived) {
    /** Every file and folder that is not there on both sides with the same bytes; empty when the archive mirrors the source. */
    public List<String> differences() throws IOException {
        return differences(TreeContent.ofSource(source), TreeContent.ofArchive(archived));
    }

    /** As {@link #differences}, without what only the archive has: a source purges, an archive does not (CORE-13). */
    public List<String> notArchived() throws IOException {
        return differences().stream()
                .filter(difference -> !difference.startsWith("only in the archive"))
                .toList();
    }

    /** What the source holds, by the text of its path: a file as the SHA-256 of its bytes, a folder as {@code folder}. */
    public Map<String, String> sourceContent() throws IOException {
        return TreeContent.ofSource(source);
    }

    /** What the archive holds, in the same form. */
    public Map<String, String> archivedContent() throws IOException {
        return TreeContent.ofArchive(archived);
    }

    /** What lies in the archive's staging folder. */
    public List<String> staging() throws IOException {
        Path staging = archived.resolve(".datasync").resolve("staging");
        if (!Files.isDirectory(staging)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(staging)) {
            return entries.map(Path::getFileName).map(Path::toString).sorted().toList();
        }
    }

    /** The lines of {@code diff -r --no-dereference -x .datasync}, as anybody would ask. */
    public List<String> diff() throws IOException {
        var process = new ProcessBuilder(
                        "diff", "-r", "--no-dereference", "-x", ".datasync", source.toString(), archived.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return output.lines().toList();
    }

    private static List<String> differences(Map<String, String> source, Map<String, String> archive) {
        var all = new TreeSet<>(source.keySet());
        all.addAll(archive.keySet());
        var found = new ArrayList<String>();
        for (String path : all) {
            if (!archive.containsKey(path)) {
                found.add("only in the source: " + path);
            } else if (!source.containsKey(path)) {
                found.add("only in the archive: " + path);
            } else if (!archive.get(path).equals(source.get(path))) {
                found.add("differs: " + path);
            }
        }
        return found;
    }
}
