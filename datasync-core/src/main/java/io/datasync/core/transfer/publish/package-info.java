/**
 * How a proven staged file comes to have its name in the archive, and what gives way to it without being lost (D-6).
 *
 * <p>Read {@link io.datasync.core.transfer.publish.Publication} first, then {@link io.datasync.core.transfer.publish.Publisher}. May use
 * {@code store}, {@code digest}, {@code path} and {@code failure}.
 */
@NullMarked
package io.datasync.core.transfer.publish;

import org.jspecify.annotations.NullMarked;
