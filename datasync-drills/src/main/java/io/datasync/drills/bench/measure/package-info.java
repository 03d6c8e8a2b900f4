/**
 * Runs commands and in-process work in turn, and notes what each took.
 *
 * <p>Read {@link io.datasync.drills.bench.measure.Turns} first. May use the test kit's processes. Time is that of the wall from start to end; processor
 * time and peak memory of a process are those that the system's {@code wait4} tells of it, by way of GNU time.
 */
@NullMarked
package io.datasync.drills.bench.measure;

import org.jspecify.annotations.NullMarked;
