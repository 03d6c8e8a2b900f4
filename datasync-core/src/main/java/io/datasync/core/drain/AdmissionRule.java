package io.datasync.core.drain;

import io.datasync.core.drain.Admission.Admitted;
import io.datasync.core.drain.Admission.PutOff;
import io.datasync.core.lease.RunnerId;
import java.time.Instant;
import java.util.List;

/**
 * Who is let in, and who is asked to come again (RUN-9, RUN-7): new runs are put off while the server drains or as many live as may;
 * everything else always goes on.
 *
 * @param drain when a server drains by itself
 * @param storm when many expired leases are one event
 * @param spread when those who are put off come again
 * @param livingMax how many runs may live, 1 or more
 */
public record AdmissionRule(DrainSettings drain, StormSettings storm, RetrySpread spread, int livingMax) {
    /** With all that is usual, and 1,000 living runs. */
    public static final AdmissionRule DEFAULTS =
            new AdmissionRule(DrainSettings.DEFAULTS, StormSettings.DEFAULTS, RetrySpread.DEFAULTS, 1_000);

    public AdmissionRule {
        if (livingMax < 1) {
            throw new IllegalArgumentException("One run at least must be able to live: " + livingMax);
        }
    }

    /**
     * Decides.
     *
     * @param drained whether the server drains
     * @param leases whether many leases expired
     * @param living how many runs live
     * @param now the server's time
     */
    public Admission decide(
            Admission.Request request, RunnerId runner, Drain drained, LeaseStorm leases, int living, Instant now) {
        return switch (request) {
            case NEW_RUN -> newRun(runner, drained.reasons(now, drain), leases, living, now);
            case LIVING_RUN, WITHIN_RUN, HEARTBEAT, SEAL -> new Admitted();
        };
    }

    private Admission newRun(RunnerId runner, List<DrainReason> reasons, LeaseStorm leases, int living, Instant now) {
        if (!reasons.isEmpty()) {
            return new PutOff(
                    spread.after(runner, now),
                    "The server drains: " + reasons.get(0).why());
        }
        int most = leases.livingMax(livingMax, now, storm);
        return living < most
                ? new Admitted()
                : new PutOff(spread.after(runner, now), living + " runs live, and " + most + " may.");
    }
}
