/**
 * The port to the archive, and what every archive has in common.
 *
 * <p>Read {@link io.datasync.core.store.ArchiveStore} first. May use {@code path}, {@code digest} and {@code failure}.
 */
@NullMarked
package io.datasync.core.store;

import org.jspecify.annotations.NullMarked;
