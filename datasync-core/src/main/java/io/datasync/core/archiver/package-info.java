/**
 * Archives one folder, for programs that embed the core: no server, no database, no container.
 *
 * <p>Read {@link io.datasync.core.archiver.Archiver} first, or {@code docs/embedding.md}. May use every other package of the core but
 * {@code index}.
 */
@NullMarked
package io.datasync.core.archiver;

import org.jspecify.annotations.NullMarked;
