package io.datasync.drills.demo.seats;

import io.datasync.testkit.sandbox.Readiness;
import java.time.Duration;

/** The start of a server, watched until it is ready or can no longer become so. */
final class ServerStart {
    /** What is not ready so long after the start is over does not wait for anything: all that the demo's server needs is beside it. */
    static final Duration GRACE = Duration.ofSeconds(30);

    private final Readiness readiness;
    private Readiness.State state = Readiness.State.NOT_YET;
    private String reason = "it was never asked";
    private boolean ended;
    private long endedAt;

    ServerStart(Readiness readiness) {
        this.readiness = readiness;
    }

    /** Asks it once; true when waiting has an end. */
    boolean over(long nanoTime) {
        Readiness.Answer answer = readiness.ask();
        reason = answer.reason();
        state = answer.state();
        if (state != Readiness.State.NOT_YET) {
            return true;
        }
        if (!ended && readiness.bootEnded()) {
            ended = true;
            endedAt = nanoTime;
        }
        if (ended && nanoTime - endedAt > GRACE.toNanos()) {
            state = Readiness.State.FAILED;
        }
        return state == Readiness.State.FAILED;
    }

    /** Whether it will never be ready. */
    boolean failed() {
        return state == Readiness.State.FAILED;
    }

    /** Why it was not ready when it was asked last. */
    String reason() {
        return reason;
    }
}
