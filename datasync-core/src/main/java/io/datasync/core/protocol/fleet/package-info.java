/**
 * The messages by which a runner is enrolled, shows that it lives, and learns its jobs.
 *
 * <p>Read {@link io.datasync.core.protocol.fleet.RegisterRequest} first. May use {@code lease}, {@code digest}, {@code purge} and what
 * they use. Their JSON is in {@code protocol.json}.
 */
@NullMarked
package io.datasync.core.protocol.fleet;

import org.jspecify.annotations.NullMarked;
