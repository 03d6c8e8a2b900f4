/**
 * The server's side of sealing: which folders are ready, and what comes of their certificates (D-9, D-10, D-24).
 *
 * <p>Read {@link io.datasync.core.coordinator.sealing.SealOffers} first. May use {@code seal}, {@code index}, {@code protocol},
 * {@code protocol.seal}, {@code protocol.fleet}, {@code certificate}, {@code certificate.signature}, {@code key}, {@code store} and what they
 * use.
 */
@NullMarked
package io.datasync.core.coordinator.sealing;

import org.jspecify.annotations.NullMarked;
