/**
 * The port to the agent's durable memory: what was seen, verified and reported (I-8).
 *
 * <p>Read {@link io.datasync.core.journal.JobJournal} first. May use {@code protocol}, {@code manifest}, {@code lease}, {@code purge}, {@code seal} and what they use.
 */
@NullMarked
package io.datasync.core.journal;

import org.jspecify.annotations.NullMarked;
