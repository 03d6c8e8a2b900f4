/**
 * The network between two programs, with faults that a test switches on and off.
 *
 * <p>Read {@link io.datasync.testkit.proxy.FaultProxy} first, then {@link io.datasync.testkit.proxy.Fault}. May use the
 * JDK and the port of {@code io.datasync.testkit.process}.
 */
@NullMarked
package io.datasync.testkit.proxy;

import org.jspecify.annotations.NullMarked;
