/**
 * What every command that archives needs: the agent's belongings, its enrolment, and the execution of a job.
 *
 * <p>Read {@link io.datasync.agent.work.Workplace} first. May use {@code config}, {@code state}, {@code journal}, {@code client} and the
 * core.
 */
@NullMarked
package io.datasync.agent.work;

import org.jspecify.annotations.NullMarked;
