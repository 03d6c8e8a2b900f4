/**
 * Kills copies at random moments, lets them begin again, and counts what that leaves.
 *
 * <p>Read {@link io.datasync.drills.bench.kill.KillComparison} first. May use the packages beside it and the test kit.
 */
@NullMarked
package io.datasync.drills.bench.kill;

import org.jspecify.annotations.NullMarked;
