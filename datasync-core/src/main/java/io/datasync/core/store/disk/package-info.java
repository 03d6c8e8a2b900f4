/**
 * What an archive in a file system asks of the disk: durability, reading past the cache, attributes, spelling, codes of failures.
 *
 * <p>Read {@link io.datasync.core.store.disk.Disk} first. May use {@code store}, {@code manifest}, {@code path}, {@code digest} and {@code failure}.
 */
@NullMarked
package io.datasync.core.store.disk;

import org.jspecify.annotations.NullMarked;
