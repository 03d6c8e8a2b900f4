/**
 * What a source tree consists of, entry by entry, and the facts proven about entries.
 *
 * <p>Read {@link io.datasync.core.manifest.SourceEntry} first. May use {@code digest}, {@code path} and {@code failure}.
 */
@NullMarked
package io.datasync.core.manifest;

import org.jspecify.annotations.NullMarked;
