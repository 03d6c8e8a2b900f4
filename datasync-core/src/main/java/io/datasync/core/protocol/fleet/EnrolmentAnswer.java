package io.datasync.core.protocol.fleet;

import io.datasync.core.lease.RunnerId;

/** How far a runner's enrolment is, as its own key may ask. */
public record EnrolmentAnswer(RunnerId runner, RunnerStatus status) {}
