/**
 * How fast work may go: waiting, limits of requests and bytes, waits between tries.
 *
 * <p>Read {@link io.datasync.core.pace.Pause} first: whoever waits does it through that, so that tests wait for nothing. May use
 * {@code failure}.
 */
@NullMarked
package io.datasync.core.pace;

import org.jspecify.annotations.NullMarked;
