/**
 * A store that fails when it is told to, before a call takes effect or after, and one that dies there.
 *
 * <p>Read {@link io.datasync.testkit.store.fault.FaultyStore} first. May use {@code core.store} and what it uses.
 */
@NullMarked
package io.datasync.testkit.store.fault;

import org.jspecify.annotations.NullMarked;
