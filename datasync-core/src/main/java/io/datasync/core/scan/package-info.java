/**
 * Reads a source tree: from folders on a disk to entries in canonical order, and the bytes of single files; judges whether what was found
 * can be believed (D-2) and whether a file is still being written (CORE-2).
 *
 * <p>Read {@link io.datasync.core.scan.TreeScanner} first. May use {@code manifest}, {@code path}, {@code seal} and {@code failure}. Nothing here ever
 * writes to the source.
 */
@NullMarked
package io.datasync.core.scan;

import org.jspecify.annotations.NullMarked;
