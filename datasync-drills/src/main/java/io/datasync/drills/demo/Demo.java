package io.datasync.drills.demo;

import io.datasync.drills.demo.ending.Stop;
import io.datasync.drills.demo.terminal.Screen;
import java.time.Clock;
import picocli.CommandLine;

/** The program behind {@code ./datasync demo}. */
public final class Demo {
    private Demo() {}

    /** Runs the demo and ends the process with its exit code. */
    public static void main(String[] args) {
        var command = new DemoCommand(Screen.standard(), Clock.systemUTC());
        // What starts with @ is a name like any other; the script looks for options in the arguments themselves.
        int exitCode = new CommandLine(command).setExpandAtFiles(false).execute(args);
        if (Stop.requested()) {
            // A signal ends the process already; asking once more would wait for ever.
            return;
        }
        System.exit(exitCode);
    }
}
