package io.datasync.server.fleet.control;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.protocol.fleet.RegisterAnswer;
import io.datasync.core.protocol.fleet.RegisterRequest;
import io.datasync.server.security.audit.Caller;
import io.datasync.server.security.control.RateLimit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The door to {@link Enrolment} that is open to everybody: limited by address, and only with a proof.
 *
 * <p>A hundred registrations at once from one address, then one a second: enough for a hall of PCs behind one router.
 */
@ApplicationScoped
public class Registration {
    private static final int CAUSES_MAX = 20;

    private final Enrolment enrolment;
    private final RateLimit perAddress;

    @Inject
    Registration(Enrolment enrolment, Clock clock) {
        this.enrolment = enrolment;
        this.perAddress = new RateLimit(clock, 100, Duration.ofSeconds(1), 10_000);
    }

    /**
     * Registers a key.
     *
     * @throws SyncException {@code RATE_LIMITED}; {@code UNAUTHENTICATED} when the proof does not hold; and what {@link
     *     Enrolment#register} says
     */
    public RegisterAnswer register(RegisterRequest request, Caller caller) throws SyncException {
        if (!perAddress.take(caller.address())) {
            throw SyncException.passing(ErrorCode.RATE_LIMITED, "Too many registrations from this address.");
        }
        Proof.check(request);
        try {
            return enrolment.register(request, caller);
        } catch (RuntimeException failure) {
            if (!isDuplicate(failure)) {
                throw failure;
            }
            // The same request came twice at the same time: the other one made the row.
            return enrolment.register(request, caller);
        }
    }

    private static boolean isDuplicate(Throwable failure) {
        @Nullable Throwable cause = failure;
        for (int depth = 0; cause != null && depth < CAUSES_MAX; depth++) {
            if (cause instanceof SQLException sql
                    && sql.getSQLState() != null
                    && sql.getSQLState().startsWith("23")) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
