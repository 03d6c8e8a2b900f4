/**
 * The disks of simulated PCs, what instruments and people do there, and the record of every content that ever was on one: the truth by which
 * everything else is judged.
 *
 * <p>Read {@link io.datasync.testkit.simulation.source.SourceDisk} first. May use {@code simulation.schedule} and {@code core}.
 */
@NullMarked
package io.datasync.testkit.simulation.source;

import org.jspecify.annotations.NullMarked;
