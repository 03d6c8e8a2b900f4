package io.datasync.core.store;

import java.util.regex.Pattern;

/**
 * The name of a small file of the archive's own, below {@code .datasync/}.
 *
 * @param text a relative name of one to three plain segments
 */
public record ControlName(String text) {
    static final String INTENT_ENDING = ".intent";

    /** Runner, job, kind, zone, roots and format version (D-13). */
    public static final ControlName MARKER = new ControlName("job.json");

    /** The highest epoch of the fencing token (D-20). */
    public static final ControlName EPOCH = new ControlName("epoch");

    private static final Pattern ALLOWED =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,219}(/[A-Za-z0-9][A-Za-z0-9._-]{0,219}){0,2}");

    public ControlName {
        if (!ALLOWED.matcher(text).matches()) {
            throw new IllegalArgumentException("Not a control name: " + text);
        }
    }

    /** The intent of a change of version that publishes this staged file. */
    public static ControlName intentOf(StagingName staged) {
        return new ControlName("staging/" + staged.text() + INTENT_ENDING);
    }

    /** The copy of a run's losses (D-13). */
    public static ControlName lossesOf(String runId) {
        return new ControlName("losses/" + runId + ".ndjson");
    }

    @Override
    public String toString() {
        return text;
    }
}
