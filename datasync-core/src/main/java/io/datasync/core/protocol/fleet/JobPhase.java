package io.datasync.core.protocol.fleet;

import java.util.Locale;

/** Where in a cycle a job is. */
public enum JobPhase {
    /** The source is listed. */
    SCANNING,
    /** Folders and entries are compared with the index. */
    COMPARING,
    /** Files go to the share. */
    UPLOADING,
    /** What was proven is told. */
    REPORTING,
    /** A newer agent said something that this version does not know (D-38). */
    UNKNOWN;

    /** The phase as it is stored and sent, in lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
