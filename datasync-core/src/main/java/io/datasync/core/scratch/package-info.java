/**
 * Room on the local disk for what does not fit in memory while it is worked on, and for nothing that is to be kept (I-11, AGT-11).
 *
 * <p>Read {@link io.datasync.core.scratch.ScratchFile} first. May use {@code failure}.
 */
@NullMarked
package io.datasync.core.scratch;

import org.jspecify.annotations.NullMarked;
