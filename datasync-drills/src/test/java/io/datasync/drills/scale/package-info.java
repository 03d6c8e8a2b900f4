/**
 * The sizes that DataSync is made for, with a real server process that is given little memory.
 *
 * <p>Read {@link io.datasync.drills.scale.LargeCompareIT} first. Takes many minutes, so only the Maven profile {@code slow} runs it; what was
 * measured is printed and kept in {@code target/scale/figures.txt}.
 */
@NullMarked
package io.datasync.drills.scale;

import org.jspecify.annotations.NullMarked;
