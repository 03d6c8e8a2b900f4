package io.datasync.core.index;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.Lease;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunState;
import io.datasync.core.protocol.CompleteRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A run.
 *
 * @param startedAt when it was opened, by the index's time
 * @param lastActivityAt when it was last heard, by the index's time
 * @param leaseUntil until when its lease holds, by the index's time
 * @param endedAt when it ended; empty while it is alive
 * @param result what the agent said at its end; empty while it is alive and for an orphan
 * @param code why it failed or was closed
 */
public record RunRow(
        RunId run,
        JobId job,
        RunState state,
        FencingToken token,
        boolean startedOffline,
        Optional<RunId> continues,
        Instant startedAt,
        Instant lastActivityAt,
        Instant leaseUntil,
        Optional<Instant> endedAt,
        Optional<CompleteRequest> result,
        Optional<ErrorCode> code) {
    /** The lease that it holds or held. */
    public Lease asLease() {
        return new Lease(run, state, lastActivityAt, leaseUntil);
    }

    /** The same run, heard now; its lease is never shortened. */
    public RunRow heard(RunState newState, Instant now, Duration lease) {
        Instant until = now.plus(lease);
        return new RunRow(
                run,
                job,
                newState,
                token,
                startedOffline,
                continues,
                startedAt,
                now,
                until.isAfter(leaseUntil) ? until : leaseUntil,
                endedAt,
                result,
                code);
    }

    /** The same run, ended now. */
    public RunRow ended(
            RunState terminal, Instant now, Optional<CompleteRequest> newResult, Optional<ErrorCode> newCode) {
        return new RunRow(
                run,
                job,
                terminal,
                token,
                startedOffline,
                continues,
                startedAt,
                lastActivityAt,
                leaseUntil,
                Optional.of(now),
                newResult,
                newCode);
    }
}
