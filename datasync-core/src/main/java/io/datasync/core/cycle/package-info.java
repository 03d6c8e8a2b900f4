/**
 * One execution of a job on the agent's side: scan, compare with the journal, archive, tell the server.
 *
 * <p>Read {@link io.datasync.core.cycle.JobCycle} first. May use every other package of the core but {@code index}; what it needs of the
 * world comes in through ports, so that a simulation runs these very classes.
 */
@NullMarked
package io.datasync.core.cycle;

import org.jspecify.annotations.NullMarked;
