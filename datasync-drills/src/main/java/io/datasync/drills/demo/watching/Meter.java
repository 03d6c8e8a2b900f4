package io.datasync.drills.demo.watching;

import io.datasync.drills.demo.terminal.Wording;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** How fast files are verified, over the last seconds. */
final class Meter {
    private static final Duration WINDOW = Duration.ofSeconds(5);

    private record Reading(long nanos, long files, long bytes) {}

    private final Deque<Reading> readings = new ArrayDeque<>();
    private long files;
    private long bytes;
    private long cycleFiles;
    private long cycleBytes;

    /** Takes what a cycle says of itself: its counts begin anew with each cycle. */
    void read(long nanoTime, long filesDone, long bytesDone) {
        // A cycle may be over between two looks, and the next one have sent as many files of fewer bytes.
        boolean sameCycle = filesDone >= cycleFiles && bytesDone >= cycleBytes;
        files += sameCycle ? filesDone - cycleFiles : filesDone;
        bytes += sameCycle ? bytesDone - cycleBytes : bytesDone;
        cycleFiles = filesDone;
        cycleBytes = bytesDone;
        readings.addLast(new Reading(nanoTime, files, bytes));
        while (readings.size() > 2 && nanoTime - readings.getFirst().nanos() > WINDOW.toNanos()) {
            readings.removeFirst();
        }
    }

    /** The rate in words. */
    String text() {
        if (readings.isEmpty()) {
            return Wording.rate(0, 0, Duration.ZERO);
        }
        Reading first = readings.getFirst();
        Reading last = readings.getLast();
        return Wording.rate(
                last.files() - first.files(),
                last.bytes() - first.bytes(),
                Duration.ofNanos(last.nanos() - first.nanos()));
    }
}
