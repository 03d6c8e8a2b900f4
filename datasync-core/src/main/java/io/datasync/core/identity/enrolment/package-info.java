/**
 * How a PC becomes a runner, stays the same one when it is replaced, and is told from another that wants its id (AGT-1, D-27). Pure.
 *
 * <p>Read {@link io.datasync.core.identity.enrolment.EnrolmentRule} first. Whoever carries a decision out does so in one transaction. May
 * use {@code digest}, {@code lease}, {@code protocol.fleet} and what they use.
 */
@NullMarked
package io.datasync.core.identity.enrolment;

import org.jspecify.annotations.NullMarked;
