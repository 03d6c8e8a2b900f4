/**
 * The agent's side of sealing: which folders a scan may skip, and the certificates of those that are ready (CORE-5, CORE-8).
 *
 * <p>Read {@link io.datasync.core.cycle.seal.FolderCertifier} first. May use {@code coordinator}, {@code journal}, {@code scan}, {@code seal},
 * {@code protocol.seal}, {@code certificate}, {@code certificate.signature}, {@code key}, {@code store}, {@code scratch} and what they use.
 */
@NullMarked
package io.datasync.core.cycle.seal;

import org.jspecify.annotations.NullMarked;
