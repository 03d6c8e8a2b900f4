/**
 * What must be true after every step: the invariants I-1 to I-8, judged by what is on disks, on shares, in journals and in the index, and by a
 * record of everything that ever was on a disk.
 *
 * <p>Read {@link io.datasync.testkit.simulation.invariant.Invariants} first. May use {@code simulation.source}, {@code store.memory},
 * {@code journal.memory} and {@code core}.
 */
@NullMarked
package io.datasync.testkit.simulation.invariant;

import org.jspecify.annotations.NullMarked;
