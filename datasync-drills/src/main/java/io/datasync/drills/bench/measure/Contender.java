package io.datasync.drills.bench.measure;

import java.io.IOException;

/** One of those that are compared. */
public interface Contender {
    /** What it is called in tables. */
    String name();

    /**
     * Sets up what a run needs; not measured.
     *
     * @param round 0 for the run that warms up
     */
    default void prepare(int round) throws IOException {}

    /** Runs it to its end. */
    Usage run() throws IOException;

    /** One that needs no setting up. */
    static Contender of(String name, Run run) {
        return new Contender() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Usage run() throws IOException {
                return run.run();
            }
        };
    }

    /** One that is set up by something. */
    static Contender of(String name, Preparation preparation, Run run) {
        return new Contender() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void prepare(int round) throws IOException {
                preparation.prepare(round);
            }

            @Override
            public Usage run() throws IOException {
                return run.run();
            }
        };
    }

    /** A measured run. */
    @FunctionalInterface
    interface Run {
        Usage run() throws IOException;
    }

    /** What comes before it. */
    @FunctionalInterface
    interface Preparation {
        void prepare(int round) throws IOException;
    }
}
