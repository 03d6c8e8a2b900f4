package io.datasync.drills.simulate;

import java.io.IOException;

/** The command {@code ./datasync simulate}. Exit codes: 0 when every invariant held, 1 when one did not, 2 for a wrong command line. */
public final class Simulate {
    private Simulate() {}

    /** Runs it. */
    public static void main(String[] args) throws IOException, InterruptedException {
        System.exit(run(args));
    }

    private static int run(String[] args) throws IOException, InterruptedException {
        SimulateOptions options;
        try {
            options = SimulateOptions.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println(SimulateOptions.USAGE);
            return 2;
        }
        if (options.help()) {
            System.out.println(SimulateOptions.USAGE);
            return 0;
        }
        FastEd25519.install();
        return new Worlds(options, System.out).run() ? 0 : 1;
    }
}
