/**
 * What can go wrong in operation, each with a stable code, and whom it concerns.
 *
 * <p>Read {@link io.datasync.core.failure.SyncException} first. Uses the JDK alone.
 */
@NullMarked
package io.datasync.core.failure;

import org.jspecify.annotations.NullMarked;
