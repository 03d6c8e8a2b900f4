/**
 * The messages of a run between agent and server, and where they travel. Their JSON is in {@code protocol.json}, the messages of enrolment
 * and heartbeat in {@code protocol.fleet}.
 *
 * <p>Read {@link io.datasync.core.protocol.OpenRequest} first. May use {@code protocol.seal},
 * {@code certificate}, {@code seal}, {@code manifest}, {@code lease}, {@code balance} and what they use.
 */
@NullMarked
package io.datasync.core.protocol;

import org.jspecify.annotations.NullMarked;
