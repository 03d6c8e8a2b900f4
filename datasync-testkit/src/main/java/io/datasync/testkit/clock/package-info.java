/**
 * Time that a test moves by hand (I-13).
 *
 * <p>Read {@link io.datasync.testkit.clock.MovableClock} first; it is all there is. May use the JDK.
 */
@NullMarked
package io.datasync.testkit.clock;

import org.jspecify.annotations.NullMarked;
