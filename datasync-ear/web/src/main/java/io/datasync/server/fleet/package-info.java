/**
 * The runners: enrolment, approval, heartbeats. {@code boundary} is what agents and administrators call, {@code control} decides
 * and keeps, {@code entity} the rows that JPA writes.
 *
 * <p>Read {@link io.datasync.server.fleet.control.Enrolment} first. Uses core's messages, {@code platform} and {@code security}.
 */
@NullMarked
package io.datasync.server.fleet;

import org.jspecify.annotations.NullMarked;
