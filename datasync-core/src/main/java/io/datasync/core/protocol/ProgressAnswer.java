package io.datasync.core.protocol;

import java.time.Duration;

/**
 * The reports are in the index.
 *
 * @param lease for how long the run now holds without a message
 */
public record ProgressAnswer(Duration lease) {}
