package io.datasync.testkit.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that no process outlives this JVM.
 *
 * <p>A shutdown hook ends what still lives, the last started first. A small shell beside the JVM does it when the JVM
 * was killed: it is told each id over a pipe, and the end of the pipe is the end of the JVM.
 */
final class Reaper {
    /** Reads {@code + id} and {@code - id}; at the end of input kills what is left. Signals of the terminal pass it by. */
    private static final String WATCHER = """
            trap '' INT TERM HUP
            live=' '
            while read -r sign id; do
              case $sign in
                +) live="$live$id " ;;
                -) live="${live%% $id *} ${live#* $id }" ;;
              esac
            done
            for id in $live; do kill -KILL "$id"; done
            """;

    private static final Deque<RunningProcess> LIVING = new ArrayDeque<>();
    private static @Nullable OutputStream watcher;

    private Reaper() {}

    static synchronized RunningProcess guard(String name, Process process, Path log) throws IOException {
        var running = new RunningProcess(name, process, log);
        LIVING.addFirst(running);
        try {
            if (watcher == null) {
                watcher = startWatcher();
                Runtime.getRuntime().addShutdownHook(new Thread(Reaper::endAll, "end-processes"));
            }
            tell('+', process.pid());
        } catch (IOException | IllegalStateException e) {
            // No guard, no process: also when the JVM is already on its way down.
            process.destroyForcibly();
            LIVING.remove(running);
            throw e;
        }
        var unused = process.onExit().thenRun(() -> forget(running));
        return running;
    }

    private static OutputStream startWatcher() throws IOException {
        return new ProcessBuilder(List.of("/bin/sh", "-c", WATCHER))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .getOutputStream();
    }

    private static synchronized void forget(RunningProcess ended) {
        LIVING.remove(ended);
        try {
            tell('-', ended.pid());
        } catch (IOException e) {
            // The watcher has gone: someone ended it. The shutdown hook is still there.
            watcher = null;
        }
    }

    private static void tell(char sign, long pid) throws IOException {
        OutputStream pipe = watcher;
        if (pipe != null) {
            pipe.write((sign + " " + pid + "\n").getBytes(StandardCharsets.US_ASCII));
            pipe.flush();
        }
    }

    private static void endAll() {
        for (RunningProcess process : living()) {
            process.close();
        }
    }

    private static synchronized List<RunningProcess> living() {
        return List.copyOf(LIVING);
    }
}
