/**
 * What people see of an agent at work: for as long as it runs, or of one run.
 *
 * <p>Read {@link io.datasync.drills.demo.watching.Watch} first. May use the seats and everything that they may use.
 */
@NullMarked
package io.datasync.drills.demo.watching;

import org.jspecify.annotations.NullMarked;
