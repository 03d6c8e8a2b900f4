/**
 * A state index to which things happen that happen to databases, and to the servers that use them.
 *
 * <p>Read {@link io.datasync.testkit.index.fault.FaultyStateIndex} first; it is all there is. May use {@code core.index} and the test kit's
 * faults.
 */
@NullMarked
package io.datasync.testkit.index.fault;

import org.jspecify.annotations.NullMarked;
