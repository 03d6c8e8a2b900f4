/**
 * A runner that the server knows as any other, without a process: its cycles are called by the test, so that it can have a clock of its own.
 *
 * <p>The door is {@link io.datasync.drills.runner.InProcessRunner}.
 */
@NullMarked
package io.datasync.drills.runner;

import org.jspecify.annotations.NullMarked;
