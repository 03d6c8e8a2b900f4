/**
 * Brings the index in line with the share (CORE-7), and makes it anew from what lies on the share (CORE-8, I-7).
 *
 * <p>Read {@link io.datasync.core.reconcile.ReconcilePlanner} first, then {@link io.datasync.core.reconcile.Reconciler}. No file on the share is
 * ever changed or deleted, and no row is ever dropped. May use {@code repair}, {@code loss},
 * {@code certificate}, {@code certificate.signature} and what they use.
 */
@NullMarked
package io.datasync.core.reconcile;

import org.jspecify.annotations.NullMarked;
