/** Alerts. Read {@link io.datasync.server.operations.control.Alerts} first. Uses SQL and {@code platform.status}. */
@NullMarked
package io.datasync.server.operations.control;

import org.jspecify.annotations.NullMarked;
