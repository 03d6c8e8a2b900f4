/**
 * Looks again at what is archived: reads files back, and adds up rows (CORE-6, D-5, D-8).
 *
 * <p>Read {@link io.datasync.core.verify.Rotation} first, then {@link io.datasync.core.verify.Scrubber} and {@link io.datasync.core.verify.Sampler}. No file on the share is ever changed, moved or
 * deleted: what is found bad is put on record and archived again by the agent that still has it. May use {@code repair},
 * {@code reconcile} and what they use.
 */
@NullMarked
package io.datasync.core.verify;

import org.jspecify.annotations.NullMarked;
