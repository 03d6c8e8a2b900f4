/**
 * The way from an agent to the server, and what happens to messages on it.
 *
 * <p>Read {@link io.datasync.testkit.network.SimulatedNetwork} first. May use {@code core.coordinator} and what it uses, and the test kit's
 * faults.
 */
@NullMarked
package io.datasync.testkit.network;

import org.jspecify.annotations.NullMarked;
