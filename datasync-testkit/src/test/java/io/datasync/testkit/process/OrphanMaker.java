package io.datasync.testkit.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

/** A program that starts a process and then waits or ends; what becomes of the process is the test. */
final class OrphanMaker {
    private OrphanMaker() {}

    /** Arguments: log of the process, file for its id, {@code wait} or {@code end}. */
    public static void main(String[] arguments) throws Exception {
        String script = "trap 'echo asked to end; exit 0' TERM; echo started; while :; do sleep 0.05; done";
        var process = new Launch("grandchild", List.of("/bin/sh", "-c", script), Path.of(arguments[0])).start();
        process.await(
                "started", Duration.ofSeconds(20), () -> process.lastLines(1).contains("started"));
        Path ids = Path.of(arguments[1]);
        Path written = ids.resolveSibling("ids.new");
        Files.writeString(written, Long.toString(process.pid()));
        Files.move(written, ids, StandardCopyOption.ATOMIC_MOVE);
        if (arguments[2].equals("wait")) {
            process.awaitExit(Duration.ofMinutes(2));
        }
    }
}
