package io.datasync.drills.demo;

import io.datasync.drills.demo.ending.DemoFailure;
import io.datasync.drills.demo.ending.Ending;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What the command line asks of a demo.
 *
 * @param source the folder to archive; empty: an instrument makes one
 * @param archive the share; empty: a folder below the home
 * @param home the folder of the demo's own state
 * @param port the server's port on 127.0.0.1
 * @param once whether to end after the first complete run
 * @param json whether the last line is an object for programs
 */
record DemoOptions(Optional<Path> source, Optional<Path> archive, Path home, int port, boolean once, boolean json) {
    static final int PORT = 8080;
    static final Duration OUTAGE = Duration.ofSeconds(30);
    static final Duration OUTAGE_MAX = Duration.ofMinutes(10);

    /** Refuses what makes no sense together. */
    DemoOptions check() throws DemoFailure {
        if (port < 1 || port > 65_535) {
            throw DemoFailure.of(Ending.WRONG_CALL, "There is no port " + port + ": 1 to 65535.");
        }
        if (json && !once) {
            throw DemoFailure.of(Ending.WRONG_CALL, "--json needs --once: without it there is no last line.");
        }
        return this;
    }

    /** The home when nothing is said. */
    static Path defaultHome() {
        return Path.of(System.getProperty("user.home", "."), ".datasync-demo");
    }
}
