package io.datasync.core.protocol.fleet;

import java.util.Locale;

/** What a runner may do (AGT-1). */
public enum RunnerStatus {
    /** It waits for approval. */
    PENDING,
    /** It may work. */
    ACTIVE,
    /** It may not open runs for a while, and goes on archiving (D-22). */
    PAUSED,
    /** It was taken out of service. */
    RETIRED;

    /** The status as it is stored and sent, in lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
