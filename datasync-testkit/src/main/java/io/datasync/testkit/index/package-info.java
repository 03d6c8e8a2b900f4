/**
 * The state index for tests: its contract suite, and a strict twin in memory.
 *
 * <p>Read {@link io.datasync.testkit.index.StateIndexContract} first. May use the core and JUnit.
 */
@NullMarked
package io.datasync.testkit.index;

import org.jspecify.annotations.NullMarked;
