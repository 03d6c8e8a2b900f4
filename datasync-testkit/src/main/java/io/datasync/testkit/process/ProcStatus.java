package io.datasync.testkit.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Figures of a living process that Linux gives in {@code /proc/<pid>/status}. */
final class ProcStatus {
    private static final String PEAK = "VmHWM:";

    private ProcStatus() {}

    /** The peak resident set in bytes; -1 when the process has gone or the system does not tell. */
    static long peakBytes(long pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
                if (line.startsWith(PEAK)) {
                    String kilobytes = line.substring(PEAK.length()).replace("kB", "");
                    return Long.parseLong(kilobytes.strip()) * 1024;
                }
            }
            return -1;
        } catch (IOException e) {
            return -1;
        }
    }
}
