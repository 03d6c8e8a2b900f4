/**
 * Is the database there, and did another node change what we cache? One query a second answers both (D-41). Read {@link
 * io.datasync.server.platform.pulse.Pulse} first. Uses JDBC.
 */
@NullMarked
package io.datasync.server.platform.pulse;

import org.jspecify.annotations.NullMarked;
