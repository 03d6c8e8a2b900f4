/**
 * Whole fleets in simulated time over the server's own index: read {@link io.datasync.server.sync.simulation.H2IndexHome} first.
 *
 * <p>May use {@code testkit.simulation}, and what makes databases and indexes for tests.
 */
@NullMarked
package io.datasync.server.sync.simulation;

import org.jspecify.annotations.NullMarked;
