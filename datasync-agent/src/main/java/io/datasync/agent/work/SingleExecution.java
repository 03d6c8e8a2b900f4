package io.datasync.agent.work;

import io.datasync.core.masschange.ChangeDecision;
import java.time.Duration;

/**
 * A single execution that a person asked for: it leaves a run whatever there is to do.
 *
 * @param settleMax how long it waits for files that are being written
 * @param acceptsSource whether the source is taken as it is found, see {@link
 *     io.datasync.core.cycle.CycleSettings#acceptingSource}
 * @param changes what the person decided about changed files (D-12)
 */
public record SingleExecution(Duration settleMax, boolean acceptsSource, ChangeDecision changes) {}
