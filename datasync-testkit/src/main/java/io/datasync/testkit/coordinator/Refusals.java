package io.datasync.testkit.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.util.Optional;

/** What a call was refused with. */
final class Refusals {
    private Refusals() {}

    interface Call {
        Object call() throws SyncException;
    }

    /** The code with which the call is refused. */
    static ErrorCode codeOf(Call call) {
        Optional<SyncException> refusal = refusal(call);
        assertThat(refusal).as("a refusal").isPresent();
        return refusal.get().code();
    }

    static Optional<SyncException> refusal(Call call) {
        try {
            call.call();
            return Optional.empty();
        } catch (SyncException e) {
            return Optional.of(e);
        }
    }

    /** Asserts that the call is refused so, and whether it is worth trying again. */
    static void assertRefused(ErrorCode code, boolean retryable, Call call) {
        Optional<SyncException> refusal = refusal(call);
        assertThat(refusal).as("a refusal with %s", code).isPresent();
        assertThat(refusal.get().code()).as(refusal.get().getMessage()).isEqualTo(code);
        assertThat(refusal.get().retryable()).as("retryable").isEqualTo(retryable);
    }

    static void assertRefused(ErrorCode code, Call call) {
        assertRefused(code, false, call);
    }
}
