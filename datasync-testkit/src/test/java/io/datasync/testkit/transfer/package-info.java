/**
 * Uploads against stores and sources that fail, and crashes at every step of them.
 *
 * <p>Read {@link io.datasync.testkit.transfer.UploaderTest} first. May use the test kit and the core.
 */
@NullMarked
package io.datasync.testkit.transfer;

import org.jspecify.annotations.NullMarked;
