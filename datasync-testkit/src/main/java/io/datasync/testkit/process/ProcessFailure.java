package io.datasync.testkit.process;

import java.io.Serial;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A process did not do in time what was waited for; the message says what, and holds the end of its log. */
public final class ProcessFailure extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Path log;
    private final transient List<String> lastLines;

    ProcessFailure(
            String name, String what, OptionalInt exit, Path log, List<String> lastLines, @Nullable Throwable cause) {
        super(text(name, what, exit, log, lastLines));
        if (cause != null) {
            initCause(cause);
        }
        this.log = log;
        this.lastLines = lastLines;
    }

    /** The whole log of the process. */
    public Path log() {
        return log;
    }

    /** The end of the log as it was then, oldest line first. */
    public List<String> lastLines() {
        return lastLines;
    }

    private static String text(String name, String what, OptionalInt exit, Path log, List<String> lastLines) {
        String state = exit.isPresent() ? "ended with exit code " + exit.getAsInt() : "still running";
        String end = lastLines.isEmpty() ? "(it printed nothing)" : String.join("\n  ", lastLines);
        return name + ": " + what + " (" + state + ")\nThe end of " + log + ":\n  " + end;
    }
}
