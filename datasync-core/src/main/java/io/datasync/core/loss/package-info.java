/**
 * The copy of the loss ledger on the share (D-13).
 *
 * <p>Read {@link io.datasync.core.loss.LossExport} first. May use {@code journal}, {@code store}, {@code protocol.json} and what they use.
 */
@NullMarked
package io.datasync.core.loss;

import org.jspecify.annotations.NullMarked;
