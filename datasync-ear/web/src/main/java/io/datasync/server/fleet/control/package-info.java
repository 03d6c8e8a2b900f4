/**
 * Enrolment, the cache of keys, and the heartbeats' own path. Read {@link io.datasync.server.fleet.control.Enrolment} and {@link
 * io.datasync.server.fleet.control.Heartbeats} first. Uses JPA for runners and keys, SQL for heartbeats and lists.
 */
@NullMarked
package io.datasync.server.fleet.control;

import org.jspecify.annotations.NullMarked;
