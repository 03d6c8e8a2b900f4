package io.datasync.server.operations.control;

import java.time.Instant;

/**
 * An alert that lives.
 *
 * @param severity as it is stored
 * @param raisedAt when it was raised first
 * @param repeats how often it was raised since, the first time counted
 */
public record LiveAlert(String code, String severity, String subject, String summary, Instant raisedAt, long repeats) {}
