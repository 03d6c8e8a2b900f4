package io.datasync.drills.demo.ending;

/** How the demo can end, each with its exit code; 3 and 4 are the launcher's own: a tool is missing, the build failed. */
public enum Ending {
    /** It did what was asked. */
    DONE(0),
    /** Files are not archived, or the work could not be done. */
    WORK_FAILED(1),
    /** The command line cannot be obeyed. */
    WRONG_CALL(2),
    /** Another program has the port. */
    PORT_IN_USE(5),
    /** Server or agent did not come up. */
    NOT_READY(6),
    /** A demo runs under this home. */
    ALREADY_RUNNING(7),
    /** No demo runs under this home. */
    NOT_RUNNING(8);

    private final int exitCode;

    Ending(int exitCode) {
        this.exitCode = exitCode;
    }

    /** The exit code. */
    public int exitCode() {
        return exitCode;
    }
}
