/**
 * What every state index must do, as a suite that each one joins; its twin is in {@code index.memory}.
 *
 * <p>Read {@link io.datasync.testkit.index.StateIndexContract} first. May use the core and JUnit.
 */
@NullMarked
package io.datasync.testkit.index;

import org.jspecify.annotations.NullMarked;
