/**
 * When new runs are put off while living ones finish: drain (RUN-9), a limit of living runs, and many leases that expire at once (RUN-7).
 * Pure: no clock, no network; what is decided is a value. Whoever is put off goes on archiving (D-22).
 *
 * <p>Read {@link io.datasync.core.drain.AdmissionRule} first, then {@link io.datasync.core.drain.Drain}. May use {@code digest},
 * {@code lease} and what they use.
 */
@NullMarked
package io.datasync.core.drain;

import org.jspecify.annotations.NullMarked;
