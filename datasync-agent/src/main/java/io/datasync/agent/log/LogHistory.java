package io.datasync.agent.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/**
 * Removes the log files of earlier days that are too old or too many (AGT-6, AGT-11).
 *
 * <p>At a start this is done here and at once. The rolling policy's own cleaning at start runs on another thread, and an agent that ends
 * soon, as {@code datasync-agent once} does, can end before it.
 */
final class LogHistory {
    private static final Pattern NAME = Pattern.compile("agent-\\d{4}-\\d{2}-\\d{2}\\.log");

    private LogHistory() {}

    static Path file(Path logs, LocalDate day) {
        return logs.resolve("agent-" + day + ".log");
    }

    /**
     * Removes what is older than {@value AgentLog#DAYS} days, and then the oldest while all together are larger than allowed; never the
     * file of today. What cannot be removed is logged and stays: a log is no reason not to archive.
     */
    static void trim(Path logs, LocalDate today, long bytesMax) {
        try (Stream<Path> listed = Files.list(logs)) {
            List<Path> files = listed.filter(
                            file -> NAME.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList();
            long bytes = 0;
            for (Path file : files) {
                bytes += Files.size(file);
            }
            for (Path file : files) {
                boolean old = file.compareTo(file(logs, today.minusDays(AgentLog.DAYS))) < 0;
                if (!file.equals(file(logs, today)) && (old || bytes > bytesMax)) {
                    bytes -= Files.size(file);
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            LoggerFactory.getLogger(LogHistory.class).warn("event=log_not_removed reason=\"{}\"", e.toString());
        }
    }
}
