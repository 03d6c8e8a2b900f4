package io.datasync.core.journal;

import io.datasync.core.lease.RunId;
import java.time.Instant;
import java.util.Optional;

/**
 * The run that is under way.
 *
 * @param startedOffline whether it began without the server
 * @param continues the run whose facts it goes on reporting
 */
public record RunNote(RunId run, Instant startedAt, boolean startedOffline, Optional<RunId> continues) {}
