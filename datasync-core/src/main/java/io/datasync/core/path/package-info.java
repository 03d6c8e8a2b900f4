/**
 * Names of files relative to the root of a job, as bytes, with one text form.
 *
 * <p>Read {@link io.datasync.core.path.RelativePath} first. May use {@code failure}.
 */
@NullMarked
package io.datasync.core.path;

import org.jspecify.annotations.NullMarked;
