/**
 * Stores around a store: they try again, hold back, or tell what was called, and are otherwise what they are put around.
 *
 * <p>Read {@link io.datasync.core.store.decorated.RetryingStore} first. May use {@code store}, {@code pace}, {@code path} and
 * {@code failure}.
 */
@NullMarked
package io.datasync.core.store.decorated;

import org.jspecify.annotations.NullMarked;
