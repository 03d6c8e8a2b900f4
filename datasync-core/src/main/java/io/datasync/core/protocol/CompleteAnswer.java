package io.datasync.core.protocol;

import io.datasync.core.lease.RunState;

/**
 * The run has ended in the index.
 *
 * @param state a terminal state
 */
public record CompleteAnswer(RunState state) {}
