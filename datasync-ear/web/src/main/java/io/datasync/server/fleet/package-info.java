/**
 * The runners: enrolment, approval, heartbeats. {@code boundary} is what agents and administrators call, {@code control} decides
 * and keeps, {@code entity} the rows that JPA writes.
 */
@NullMarked
package io.datasync.server.fleet;

import org.jspecify.annotations.NullMarked;
