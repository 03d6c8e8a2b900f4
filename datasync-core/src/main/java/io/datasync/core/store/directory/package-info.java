/**
 * The archive in a folder of a local or mounted file system.
 *
 * <p>Read {@link io.datasync.core.store.directory.DirectoryStore} first. May use {@code store}, {@code store.disk}, {@code manifest}, {@code path},
 * {@code digest} and {@code failure}.
 */
@NullMarked
package io.datasync.core.store.directory;

import org.jspecify.annotations.NullMarked;
