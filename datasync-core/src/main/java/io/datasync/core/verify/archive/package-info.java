/**
 * Reads a whole archive back and compares it with what is on record, and with the source (D-5).
 *
 * <p>Read {@link io.datasync.core.verify.archive.ArchiveVerifier} first. Nothing is ever changed, repaired or tried again: what is found is told. May
 * use {@code journal}, {@code scan}, {@code store}, {@code manifest}, {@code purge}, {@code digest}, {@code path} and {@code failure}.
 */
@NullMarked
package io.datasync.core.verify.archive;

import org.jspecify.annotations.NullMarked;
