package io.datasync.core.drain;

import java.time.Duration;

/** What becomes of a request while a server may be draining. */
public sealed interface Admission {
    /** It is served. */
    record Admitted() implements Admission {}

    /**
     * It is to be made again later; the agent works on without a run until then (D-22).
     *
     * @param retryAfter when, in whole seconds, less than {@link RetrySpread#LONGEST}
     * @param why in words
     */
    record PutOff(Duration retryAfter, String why) implements Admission {}

    /** What is asked for. */
    enum Request {
        /** A run that is not alive is to be opened: the only one that is ever put off. */
        NEW_RUN,
        /** A run that is alive is opened again, so that it goes on to its end. */
        LIVING_RUN,
        /** A comparison, a report, or the end of a living run. */
        WITHIN_RUN,
        /** A sign of life. */
        HEARTBEAT,
        /** A folder is certified, which ends what a run began. */
        SEAL
    }
}
