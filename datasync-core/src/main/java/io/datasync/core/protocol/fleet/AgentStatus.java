package io.datasync.core.protocol.fleet;

import java.util.Locale;

/** What an agent is doing as a whole. */
public enum AgentStatus {
    /** It is starting. */
    STARTING,
    /** No job is under way. */
    IDLE,
    /** At least one job is under way. */
    WORKING,
    /** It was asked to stop. */
    STOPPING,
    /** A newer agent said something that this version does not know (D-38). */
    UNKNOWN;

    /** The status as it is stored and sent, in lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
