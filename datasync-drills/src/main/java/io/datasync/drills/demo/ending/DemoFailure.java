package io.datasync.drills.demo.ending;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.drills.demo.terminal.Screen;
import java.util.Locale;

/** The demo cannot go on. The message says what happened, what it means for the files and what to do, for a person to read. */
public final class DemoFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final Ending ending;
    private final String code;

    private DemoFailure(Ending ending, String code, String message) {
        super(message);
        this.ending = ending;
        this.code = code;
    }

    /** A failure whose name is that of the ending. */
    public static DemoFailure of(Ending ending, String message) {
        return new DemoFailure(ending, ending.name().toLowerCase(Locale.ROOT), message);
    }

    /** The work failed for a reason that has a code of its own. */
    public static DemoFailure of(ErrorCode code, String message) {
        return new DemoFailure(Ending.WORK_FAILED, code.text(), message);
    }

    /** The work failed as the exception says. */
    public static DemoFailure of(SyncException why) {
        return of(why.code(), why.getMessage());
    }

    /** How the demo ends with it. */
    public Ending ending() {
        return ending;
    }

    /** What is printed: the message, then the name of the failure. One line, whatever the names in it are. */
    public String line() {
        return Screen.printable(String.valueOf(getMessage())) + " (" + code + ")";
    }
}
