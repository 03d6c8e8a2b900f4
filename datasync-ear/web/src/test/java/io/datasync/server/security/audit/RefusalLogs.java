package io.datasync.server.security.audit;

import java.time.Clock;

/** Refusal logs for tests of other packages. */
public final class RefusalLogs {
    private RefusalLogs() {}

    /** One whose rows go nowhere. */
    public static RefusalLog forgetting(Clock clock) {
        return new RefusalLog(entry -> {}, clock);
    }
}
