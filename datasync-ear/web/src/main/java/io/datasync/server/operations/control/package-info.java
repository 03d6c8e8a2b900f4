/** Alerts. Read {@link io.datasync.server.operations.control.Alerts} first. Uses SQL. */
@NullMarked
package io.datasync.server.operations.control;

import org.jspecify.annotations.NullMarked;
