/**
 * Faults, and who decides about them: one question before each call to a store, a journal, an index or the network, and one life that all
 * of a process's twins share.
 *
 * <p>Read {@link io.datasync.testkit.fault.Faults} first. May use {@code core.failure}.
 */
@NullMarked
package io.datasync.testkit.fault;

import org.jspecify.annotations.NullMarked;
