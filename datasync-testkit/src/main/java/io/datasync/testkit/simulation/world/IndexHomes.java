package io.datasync.testkit.simulation.world;

import java.time.Clock;
import java.util.function.Function;

/**
 * Makes empty databases, each of which tells the time of a clock. A command finds the one that is on its class path by
 * {@link java.util.ServiceLoader}: only the server's module can make those of the server.
 */
public interface IndexHomes extends Function<Clock, IndexHome> {}
