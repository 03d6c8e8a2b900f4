package io.datasync.testkit.sandbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a node printed since its last start, at most its first MiB.
 *
 * @param start where that begins in the file
 */
record ServerLog(Path file, long start) {
    private static final int BYTES_MAX = 1 << 20;
    private static final int REASON_MAX = 300;
    private static final Pattern BOOT_ENDED = Pattern.compile("Payara Micro .* ready in [\\d,.]+ \\(ms\\)");
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[\\d;]*m");
    private static final String CAUSE = "Caused by: ";
    private static final String SEVERE = "[SEVERE]";
    private static final String END_OF_HEADER = "[levelValue: 1000] ";

    /** Whether the start is over, well or not: until then there is no application either. */
    boolean bootEnded() throws IOException {
        return BOOT_ENDED.matcher(printed()).find();
    }

    /** Why a deployment failed: the innermost cause, or the last severe message; empty when there is neither. */
    Optional<String> reason() throws IOException {
        List<String> lines = COLOUR.matcher(printed()).replaceAll("").lines().toList();
        String cause = "";
        String severe = "";
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith(CAUSE)) {
                cause = line.substring(CAUSE.length());
            } else if (line.contains(SEVERE) && line.contains(END_OF_HEADER)) {
                String text = line.substring(line.indexOf(END_OF_HEADER) + END_OF_HEADER.length());
                // A message of several lines begins on the next one.
                severe = text.equals("[[") && i + 1 < lines.size() ? lines.get(i + 1) : text;
            }
        }
        String reason = (cause.isEmpty() ? severe : cause).strip();
        return reason.isEmpty()
                ? Optional.empty()
                : Optional.of(reason.substring(0, Math.min(REASON_MAX, reason.length())));
    }

    private String printed() throws IOException {
        try (var output = Files.newByteChannel(file)) {
            output.position(start);
            var bytes = ByteBuffer.allocate((int) Math.max(0, Math.min(BYTES_MAX, output.size() - start)));
            while (bytes.hasRemaining() && output.read(bytes) >= 0) {}
            return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        }
    }
}
