/**
 * How a demo ends: its failures and exit codes, the signal to stop, and waits that have an end.
 *
 * <p>Read {@link io.datasync.drills.demo.ending.DemoFailure} first. May use the terminal, the core and the JDK.
 */
@NullMarked
package io.datasync.drills.demo.ending;

import org.jspecify.annotations.NullMarked;
