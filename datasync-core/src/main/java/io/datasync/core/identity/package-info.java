/**
 * Two PCs with one identity (D-27): how a cloned disk is noticed, which of the two goes on, and where the other archives until a person
 * has settled it. Pure: no clock, no disk, no network; what is decided is a value.
 *
 * <p>Read {@link io.datasync.core.identity.SignHistory} first, which notices, then {@link io.datasync.core.identity.IdentityConflict},
 * which says what each is to do. Who may become a runner at all is in {@code identity.enrolment}. May use {@code digest}, {@code lease}
 * and what they use.
 */
@NullMarked
package io.datasync.core.identity;

import org.jspecify.annotations.NullMarked;
