/**
 * A disk that loses at a power cut what was never made durable (D-7).
 *
 * <p>Read {@link io.datasync.testkit.disk.RecordingDisk} first. May use {@code core.store.disk}, {@code core.failure} and the test kit's trees.
 */
@NullMarked
package io.datasync.testkit.disk;

import org.jspecify.annotations.NullMarked;
