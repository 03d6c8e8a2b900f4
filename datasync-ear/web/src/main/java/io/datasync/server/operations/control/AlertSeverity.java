package io.datasync.server.operations.control;

import java.util.Locale;

/** How bad an alert is (OPS-3). */
public enum AlertSeverity {
    /** Good to know. */
    INFO,
    /** Somebody may have to act. */
    WARNING,
    /** Somebody must act; nobody is paged. */
    MINOR,
    /** Somebody must act today. */
    SEV2,
    /** Somebody must act now. */
    SEV1;

    /** As it is stored and sent. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
