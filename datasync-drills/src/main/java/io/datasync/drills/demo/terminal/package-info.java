/**
 * What people read at a terminal: figures in words, and lines of which the last ones may change in place.
 *
 * <p>Read {@link io.datasync.drills.demo.terminal.Screen} first. Uses the JDK alone.
 */
@NullMarked
package io.datasync.drills.demo.terminal;

import org.jspecify.annotations.NullMarked;
