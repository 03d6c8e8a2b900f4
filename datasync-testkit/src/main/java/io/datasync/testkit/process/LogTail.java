package io.datasync.testkit.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The end of a log file that may be growing, read within a bound. */
record LogTail(Path file) {
    private static final int BYTES_MAX = 64 * 1024;

    List<String> last(int linesMax) {
        byte[] end;
        try (var reader = new RandomAccessFile(file.toFile(), "r")) {
            long length = reader.length();
            end = new byte[(int) Math.min(length, BYTES_MAX)];
            reader.seek(length - end.length);
            reader.readFully(end);
        } catch (IOException e) {
            return List.of("(cannot read it: " + e + ")");
        }
        List<String> lines = new String(end, StandardCharsets.UTF_8).lines().toList();
        return lines.subList(Math.max(0, lines.size() - linesMax), lines.size());
    }
}
