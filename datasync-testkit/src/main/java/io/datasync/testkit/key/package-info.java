/**
 * The contract of those who sign.
 *
 * <p>Read {@link io.datasync.testkit.key.SignerContract} first; it is all there is. May use core.
 */
@NullMarked
package io.datasync.testkit.key;

import org.jspecify.annotations.NullMarked;
