package io.datasync.core.protocol.fleet;

import io.datasync.core.lease.RunnerId;
import java.util.Optional;

/**
 * What became of a {@link RegisterRequest}.
 *
 * @param runner the id that the runner has from now on
 * @param status {@code ACTIVE} at once only when this very key was approved before
 * @param replaces the runner whose key this one would replace once approved: a replaced or cloned PC (D-27)
 */
public record RegisterAnswer(RunnerId runner, RunnerStatus status, Optional<RunnerId> replaces) {}
