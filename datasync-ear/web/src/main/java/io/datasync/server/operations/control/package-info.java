/** Alerts. Read {@link io.datasync.server.operations.control.Alerts} first. Uses SQL, {@code platform} and {@code security.audit}. */
@NullMarked
package io.datasync.server.operations.control;

import org.jspecify.annotations.NullMarked;
