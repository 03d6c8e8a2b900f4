/**
 * Measures what the core takes, in turn with the tools that people would use instead.
 *
 * <p>Read {@link io.datasync.drills.bench.CoreCommand} first. May use the packages below, the test kit, the core, the agent's journal, picocli and
 * jackson-core; every tool, and DataSync itself, is a process to it.
 */
@NullMarked
package io.datasync.drills.bench;

import org.jspecify.annotations.NullMarked;
