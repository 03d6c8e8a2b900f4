/**
 * Reads a source tree: from folders on a disk to entries in canonical order, and the bytes of single files.
 *
 * <p>Read {@link io.datasync.core.scan.SourceTree} first. May use {@code manifest}, {@code path} and {@code failure}. Nothing here ever
 * writes to the source.
 */
@NullMarked
package io.datasync.core.scan;

import org.jspecify.annotations.NullMarked;
