/**
 * From a file of the source to a proven file of the archive: read, stage, prove, look again, publish, make durable, tell.
 *
 * <p>Read {@link io.datasync.core.transfer.Uploads} first. May use {@code transfer.publish}, {@code store}, {@code scan} (its port to the source alone),
 * {@code manifest}, {@code lease}, {@code digest}, {@code path} and {@code failure}; never a store's own package.
 */
@NullMarked
package io.datasync.core.transfer;

import org.jspecify.annotations.NullMarked;
