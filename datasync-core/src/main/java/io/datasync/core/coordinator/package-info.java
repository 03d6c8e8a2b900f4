/**
 * The conversation of a run, and the server's rules for it.
 *
 * <p>Read {@link io.datasync.core.coordinator.Coordinator} first. May use {@code coordinator.sealing},
 * {@code protocol}, {@code protocol.seal}, {@code seal}, {@code index}, {@code store} and what they use.
 */
@NullMarked
package io.datasync.core.coordinator;

import org.jspecify.annotations.NullMarked;
